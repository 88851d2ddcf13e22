import Foundation
import MRSCore
import MRSFormats
import MRSProcessing

/// Signals of any format that is read, written in a standard one.
public struct ConvertRun: Sendable {
  /// What is written.
  public enum Target: String, Sendable, CaseIterable {
    /// NIfTI-MRS, all voxels and conditions of a file together.
    case nifti
    /// LCModel RAW, its water beside it as H2O: one combined signal a file.
    case raw
    /// A table of samples.
    case csv
  }

  /// One file that was written.
  public struct Output: Sendable, Hashable, Encodable {
    public let file: String
    public let input: String
    /// Words: `"NIfTI-MRS, 8 coils × 2 averages × 4096 points"`.
    public let content: String
  }

  public let target: Target
  public let bids: BIDSName?
  public let overrides: SignalOverrides
  public let keepsIdentity: Bool
  public let force: Bool
  /// When the files are converted, ISO 8601.
  public let time: String

  public init(
    target: Target = .nifti, bids: BIDSName? = nil, overrides: SignalOverrides = .none, keepsIdentity: Bool = false,
    force: Bool = false, time: Date = Date()
  ) {
    self.target = target
    self.bids = bids
    self.overrides = overrides
    self.keepsIdentity = keepsIdentity
    self.force = force
    self.time = time.formatted(.iso8601)
  }

  /// Writes each input to `out`: a file where its name has the target's extension and one input is given, else a folder.
  /// - Throws: `FormatError`, ``RunError/fileExists(_:)``.
  public func perform(_ inputs: [URL], out: URL) throws -> (outputs: [Output], doubts: [Doubt]) {
    var outputs: [Output] = []
    var doubts: [Doubt] = []
    // Of several files those that are written stay where the rest is not wanted any more.
    UnfinishedWork.begin(out.path, .kept)
    defer { if !Task.isCancelled { UnfinishedWork.end(out.path) } }
    for (index, input) in inputs.enumerated() {
      try Task.checkCancellation()
      var scans = try SignalFile.readAll(input, overrides: overrides)
      if !overrides.part.isEmpty { scans = [try SignalFile.read(input, overrides: overrides)] }
      guard let first = scans.first else { continue }
      doubts += first.doubts.map { Doubt.inFile(input.lastPathComponent, $0) }
      if let bids {
        outputs += try writeBIDS(scans, bids, run: inputs.count > 1 ? index + 1 : nil, input: input, to: out)
        continue
      }
      let isFile = inputs.count == 1 && Self.isName(out.lastPathComponent, of: target)
      let folder = isFile ? out.deletingLastPathComponent() : out
      try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
      let place =
        isFile ? out : folder.appending(path: Self.stem(input) + (Self.suffixes[target]?.first ?? ""))
      outputs += try write(scans, input: input, to: place)
    }
    return (outputs, doubts)
  }

  static let suffixes: [Target: [String]] = [
    .nifti: [".nii.gz", ".nii"], .raw: [".RAW"], .csv: [".csv"],
  ]

  private static func isName(_ name: String, of target: Target) -> Bool {
    suffixes[target, default: []].contains { name.lowercased().hasSuffix($0.lowercased()) }
  }

  /// The name without the extensions of a signal.
  private static func stem(_ url: URL) -> String {
    var name = url
    if name.pathExtension.lowercased() == "gz" { name.deletePathExtension() }
    return name.deletingPathExtension().lastPathComponent
  }

  /// `PATH_mrsref.nii.gz` for `PATH.nii.gz`.
  private static func waterPlace(_ place: URL, of target: Target) -> URL {
    let name = place.lastPathComponent
    let suffix = suffixes[target, default: []].first { name.lowercased().hasSuffix($0.lowercased()) } ?? ""
    let water = target == .raw ? name.dropLast(suffix.count) + ".H2O" : name.dropLast(suffix.count) + "_mrsref" + suffix
    return place.deletingLastPathComponent().appending(path: String(water))
  }

  private func write(_ scans: [Scan], input: URL, to place: URL) throws -> [Output] {
    switch target {
    case .csv:
      try requireFree(place)
      try SignalTable.write(scans, to: place)
      return [Output(file: place.path, input: input.path, content: "table of \(scans.count) signals")]
    case .raw: return try writeRaw(scans, input: input, to: place)
    case .nifti:
      var outputs = [try writeNIfTI(scans, .signals, input: input, to: place)]
      if scans.allSatisfy({ $0.water != nil }) {
        // The water of all conditions of one voxel is the same.
        let waters = scans.count > 1 && scans[0].part?.coordinates.first?.axis == "DIM_EDIT" ? [scans[0]] : scans
        outputs.append(
          try writeNIfTI(waters, .water, input: input, to: Self.waterPlace(place, of: target)))
      }
      return outputs
    }
  }

  func writeNIfTI(
    _ scans: [Scan], _ content: NIfTIMRSFile.Content, input: URL, to place: URL
  ) throws -> Output {
    try requireFree(place)
    try NIfTIMRSFile.write(scans, content: content, keepsIdentity: keepsIdentity, time: time, to: place)
    let array = content == .signals ? scans[0].signals : scans[0].water ?? scans[0].signals
    let parts = scans.count > 1 ? "\(scans.count) signals of " : ""
    let words =
      "\(content == .signals ? "NIfTI-MRS" : "NIfTI-MRS of the water"), \(parts)\(array.coils) coils × "
      + "\(array.averages) averages × \(array.acquisition.points) points"
    return Output(file: place.path, input: input.path, content: words)
  }

  /// LCModel reads one combined signal: several coils and averages are combined by the consensus's steps.
  private func writeRaw(_ scans: [Scan], input: URL, to place: URL) throws -> [Output] {
    guard let scan = scans.first, scans.count == 1 else {
      throw FormatError.severalSignals(
        path: input.path, axes: "\(scans.count) of them, of which a RAW file holds one",
        example: scans.last?.part?.description ?? "")
    }
    let isCombined = scan.signals.samples.count == 1 && (scan.water?.samples.count ?? 1) == 1
    let processed = isCombined ? nil : try SignalSet(scan: scan.signals, water: scan.water).processed()
    let fid = processed?.fid ?? scan.signals[0, 0]
    let water = processed?.water ?? scan.water?[0, 0]
    let words = isCombined ? "" : ", combined from \(scan.signals.coils) coils × \(scan.signals.averages) averages"
    try requireFree(place)
    try LCModelRawFile.write(fid, identifier: Self.stem(input), to: place)
    var outputs = [Output(file: place.path, input: input.path, content: "LCModel RAW\(words)")]
    if let water {
      let file = Self.waterPlace(place, of: target)
      try requireFree(file)
      try LCModelRawFile.write(water, identifier: Self.stem(input), to: file)
      outputs.append(Output(file: file.path, input: input.path, content: "LCModel H2O\(words)"))
    }
    return outputs
  }

  func requireFree(_ place: URL) throws {
    guard force || !FileManager.default.fileExists(atPath: place.path) else { throw RunError.fileExists(place.path) }
  }
}
