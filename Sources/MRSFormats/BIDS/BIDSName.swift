/// The name of a spectroscopy file by the Brain Imaging Data Structure 1.10 (Gorgolewski et al. 2016,
/// doi:10.1038/sdata.2016.44; MRS since 1.10.0): entities in their order, then what the file holds.
public struct BIDSName: Hashable, Sendable {
  /// What a file holds: one voxel, a grid, a signal without place, or the water reference.
  public enum Suffix: String, Sendable {
    case svs
    case mrsi
    case unloc
    case mrsref
  }

  /// In the order in which names have them.
  static let order = ["sub", "ses", "task", "acq", "nuc", "voi", "rec", "run", "echo", "inv"]

  public let entities: [String: String]

  /// What is wrong with entities.
  public struct Fault: Error, Hashable, CustomStringConvertible {
    public let description: String
  }

  /// From a text as `sub=01,acq=press,voi=liver`.
  /// - Throws: ``Fault`` naming the entity that is not known, is there twice, or holds other than letters and numbers.
  public init(_ text: String) throws(Fault) {
    var entities: [String: String] = [:]
    for pair in text.split(separator: ",") {
      let parts = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map { String($0).trimmed }
      guard parts.count == 2, Self.order.contains(parts[0]) else {
        throw Fault(
          description:
            "'\(pair)' is no entity of BIDS; expected are \(Self.order.map { "\($0)=…" }.joined(separator: ", "))")
      }
      guard !parts[1].isEmpty, parts[1].utf8.allSatisfy({ $0.isLetterOrDigit }) else {
        throw Fault(description: "'\(pair)': BIDS allows only letters and numbers in the value of an entity")
      }
      guard entities.updateValue(parts[1], forKey: parts[0]) == nil else {
        throw Fault(description: "'\(parts[0])' is given twice")
      }
      if ["run", "echo", "inv"].contains(parts[0]), Int(parts[1]) == nil {
        throw Fault(description: "'\(pair)': BIDS wants a whole number there")
      }
    }
    guard entities["sub"] != nil else { throw Fault(description: "sub=… is missing: every BIDS file has a subject") }
    self.entities = entities
  }

  private init(entities: [String: String]) { self.entities = entities }

  /// With the nucleus where none was given, and with a run where several files would have one name.
  public func with(nucleus: String, run: Int? = nil) -> BIDSName {
    var own = entities
    if own["nuc"] == nil { own["nuc"] = nucleus.filter { $0.isLetter || $0.isNumber } }
    if let run, own["run"] == nil { own["run"] = "\(run)" }
    return BIDSName(entities: own)
  }

  /// `sub-01/mrs`, with the session in between where there is one.
  public var folder: String {
    let folders = ["sub", "ses"].compactMap { key in entities[key].map { "\(key)-\($0)" } } + ["mrs"]
    return folders.joined(separator: "/")
  }

  /// The name without its extension: `sub-01_acq-press_nuc-1H_voi-liver_svs`.
  public func stem(_ suffix: Suffix) -> String {
    let parts = Self.order.compactMap { key in entities[key].map { "\(key)-\($0)" } }
    return (parts + [suffix.rawValue]).joined(separator: "_")
  }
}

extension UInt8 {
  fileprivate var isLetterOrDigit: Bool {
    (0x30...0x39).contains(self) || (0x41...0x5a).contains(self) || (0x61...0x7a).contains(self)
  }
}
