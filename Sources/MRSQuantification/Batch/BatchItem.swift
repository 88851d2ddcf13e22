import Foundation
import MRSFormats
import MRSStatistics
import MRSSynthesis

/// One spectrum of a batch.
public struct BatchItem: Hashable, Sendable, Codable {
  /// Where it is.
  public enum Source: Hashable, Sendable, Codable {
    case file(URL, water: URL?)
    /// Number `index` of an HDF5 file of a `synthesize` run, in mM.
    case stored(URL, index: Int)
  }

  /// As tables have it: the file's name, or `spectra.h5#12`.
  public let name: String
  public let source: Source

  public init(name: String, source: Source) {
    self.name = name
    self.source = source
  }

  /// Names that end so in a folder are taken for signals.
  static let signalSuffixes = [".nii", ".nii.gz", ".sdat", ".raw", ".rda", ".dcm", ".ima", ".dat", ".7"]

  /// True where more than one spectrum may be meant: several inputs, a folder, a list or an HDF5 file.
  public static func isBatch(_ inputs: [URL]) -> Bool {
    inputs.count > 1
      || inputs.contains { isFolder($0) || ["csv", "h5", "hdf5"].contains($0.pathExtension.lowercased()) }
  }

  /// The spectra that the inputs name, in order: signal files, folders (their signal files by name; `NAME_ref.EXT` is the
  /// water of `NAME_act.EXT`), lists (`.csv` with the columns `file` and, if any, `water`, paths relative to the list), and
  /// HDF5 files of spectra.
  /// - Throws: ``QuantifyBatchError``, `StatisticsError`, `FormatError`, `ArrayFileError`.
  public static func items(of inputs: [URL]) throws -> [BatchItem] {
    let items = try inputs.flatMap { input -> [BatchItem] in
      if isFolder(input) { return try inFolder(input) }
      switch input.pathExtension.lowercased() {
      case "csv": return try inTable(input)
      case "h5", "hdf5":
        return (0..<(try StoredSpectra(contentsOf: input).count)).map {
          BatchItem(name: "\(input.lastPathComponent)#\($0)", source: .stored(input, index: $0))
        }
      default: return [BatchItem(name: input.lastPathComponent, source: .file(input, water: nil))]
      }
    }
    guard !items.isEmpty else { throw QuantifyBatchError.nothingToQuantify(inputs.map(\.path)) }
    return items
  }

  /// Every file that is read, each once, in order.
  public static func files(of items: [BatchItem]) -> [URL] {
    var seen = Set<URL>()
    return items.flatMap { item -> [URL] in
      switch item.source {
      case .file(let file, let water): [file] + (water.map { [$0] } ?? [])
      case .stored(let file, _): [file]
      }
    }.filter { seen.insert($0.standardizedFileURL).inserted }
  }

  private static func isFolder(_ url: URL) -> Bool {
    (try? url.resourceValues(forKeys: [.isDirectoryKey]))?.isDirectory == true
  }

  private static func inFolder(_ folder: URL) throws -> [BatchItem] {
    let names: [String]
    do {
      names = try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted()
    } catch {
      throw FormatError.unreadable(path: folder.path, reason: error.localizedDescription)
    }
    let signals = names.filter { name in
      !name.hasPrefix(".") && signalSuffixes.contains { name.lowercased().hasSuffix($0) }
    }
    /// `liver_ref.SDAT` for `liver_act.SDAT`.
    func partner(_ name: String, _ own: String, _ other: String) -> String? {
      guard let range = name.range(of: "_\(own).", options: [.caseInsensitive, .backwards]) else { return nil }
      let wanted = name.replacingCharacters(in: range, with: "_\(other).").lowercased()
      return signals.first { $0.lowercased() == wanted }
    }
    return signals.filter { partner($0, "ref", "act") == nil }.map { name in
      BatchItem(
        name: name,
        source: .file(
          folder.appending(path: name), water: partner(name, "act", "ref").map { folder.appending(path: $0) }))
    }
  }

  private static func inTable(_ list: URL) throws -> [BatchItem] {
    let records = try CommaSeparatedValues.records(in: try text(of: list), file: list.path)
    func trimmed(_ field: String) -> String { field.trimmingCharacters(in: .whitespaces) }
    let header = records.first?.fields.map(trimmed) ?? []
    guard let file = header.firstIndex(of: "file") else {
      throw QuantifyBatchError.badList(
        file: list.path, line: 1,
        reason:
          "no column 'file' among \(header.map { "'\($0)'" }.joined(separator: ", ")); the header is file,water or file"
      )
    }
    let water = header.firstIndex(of: "water")
    return try records.dropFirst().map { record in
      guard record.fields.count == header.count, !trimmed(record.fields[file]).isEmpty else {
        throw QuantifyBatchError.badList(
          file: list.path, line: record.line,
          reason: "\(record.fields.count) fields, or an empty 'file', where the header names \(header.count) columns")
      }
      let name = trimmed(record.fields[file])
      let reference = water.map { trimmed(record.fields[$0]) } ?? ""
      return BatchItem(
        name: name,
        source: .file(
          URL(filePath: name, relativeTo: list.deletingLastPathComponent()).absoluteURL,
          water: reference.isEmpty
            ? nil : URL(filePath: reference, relativeTo: list.deletingLastPathComponent()).absoluteURL))
    }
  }

  private static func text(of list: URL) throws(FormatError) -> String {
    do {
      return try String(contentsOf: list, encoding: .utf8)
    } catch {
      throw .unreadable(path: list.path, reason: "\(error.localizedDescription) (a list is UTF-8 text)")
    }
  }
}
