import Foundation
import MRSCore
import MRSModel
import MRSQuantification

/// A folder of scans with waters whose truth is known: `NAME.nii`, `NAME-water.nii` and `truth.json`.
public struct FolderWithTruth: Sendable {
  /// What truth.json says of one scan: amounts in mM.
  private struct Entry: Decodable {
    let variant: String?
    let amounts: [String: Double]
    let tCho: Double?
    let trimethyl: Double?
    let glx: Double?
    let methylene: Double?
    let fatFraction: Double?
    let gaussian: Double?

    enum CodingKeys: String, CodingKey {
      case variant, amounts, tCho, trimethyl
      case glx = "Glx"
      case methylene = "Lip130"
      case fatFraction = "pdff"
      case gaussian = "gauss"
    }
  }

  /// One scan.
  struct Item: Sendable {
    let file: URL
    let water: URL
    let truth: SpectrumTruth
  }

  public let url: URL
  /// By name.
  let items: [Item]

  /// - Throws: ``StudyError/badTruth(file:reason:)``.
  public init(_ url: URL) throws(StudyError) {
    self.url = url
    let file = url.appending(path: "truth.json")
    let entries: [String: Entry]
    do {
      entries = try JSONDecoder().decode([String: Entry].self, from: Data(wholeFile: file))
    } catch is DecodingError {
      throw .badTruth(file: file.path, reason: "it does not give amounts by scan")
    } catch {
      throw .badTruth(file: file.path, reason: error.systemReason)
    }
    guard !entries.isEmpty else { throw .badTruth(file: file.path, reason: "it names no scan") }
    items = try entries.sorted { $0.key < $1.key }.map { name, entry throws(StudyError) in
      let (scan, water) = (try Self.signal(name, in: url), try Self.signal("\(name)-water", in: url))
      var amounts = entry.amounts
      if let methylene = entry.methylene { amounts["Lip130"] = methylene }
      var sums: [String: Double] = [:]
      for (name, value) in [("tCho", entry.tCho), ("tTMA", entry.trimethyl), ("Glx", entry.glx)] {
        if let value { sums[name] = value }
      }
      return Item(
        file: scan, water: water,
        truth: SpectrumTruth(
          name: name, group: entry.variant ?? "", amounts: amounts, sums: sums, linewidth: entry.gaussian,
          fatFraction: entry.fatFraction))
    }
  }

  /// Every file that is read.
  public var files: [URL] { [url.appending(path: "truth.json")] + items.flatMap { [$0.file, $0.water] } }

  private static func signal(_ name: String, in folder: URL) throws(StudyError) -> URL {
    let candidates = ["nii", "nii.gz"].map { folder.appending(path: "\(name).\($0)") }
    guard let file = candidates.first(where: { FileManager.default.fileExists(atPath: $0.path) }) else {
      throw .badTruth(
        file: folder.appending(path: "truth.json").path, reason: "it names \(name), and there is no \(name).nii")
    }
    return file
  }
}
