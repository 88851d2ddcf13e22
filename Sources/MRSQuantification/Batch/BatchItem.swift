import Foundation
import MRSCore
import MRSFormats
import MRSStatistics
import MRSSynthesis

/// One spectrum of a batch.
public struct BatchItem: Hashable, Sendable, Codable {
  /// Where it is.
  public enum Source: Hashable, Sendable, Codable {
    case file(URL, water: URL?)
    /// One of several signals of a file.
    case part(URL, SignalPlace, water: URL?)
    /// Number `index` of an HDF5 file of a `synthesize` run, in mM.
    case stored(URL, index: Int)
  }

  /// As tables have it: `sub-01/press.nii`, the path from the folder that holds all that was asked for, or
  /// `spectra.h5#12`, `grid.nii.gz[x=3,y=4]`; of a list, the path as the list has it. No two spectra of a batch have one name.
  public let name: String
  public let source: Source

  public init(name: String, source: Source) {
    self.name = name
    self.source = source
  }

  /// True where one file holds several signals.
  public static func isGrid(_ file: URL, overrides: SignalOverrides) -> Bool {
    overrides.part.isEmpty && ((try? SignalFile.count(file, overrides: overrides)) ?? 1) > 1
  }

  /// True where more than one spectrum may be meant: several inputs, a folder, a list or an HDF5 file.
  public static func isBatch(_ inputs: [URL]) -> Bool {
    inputs.count > 1
      || inputs.contains { $0.isFolder || ["csv", "h5", "hdf5"].contains($0.pathExtension.lowercased()) }
  }

  /// The spectra that the inputs name, in order: signal files, folders with the folders in them (their signal files by
  /// path; `NAME_ref.EXT` is the water of `NAME_act.EXT`, `NAME_mrsref.EXT` of `NAME_svs.EXT`), lists (`.csv` with the
  /// columns `file` and, if any, `water`, paths relative to the list), and HDF5 files of spectra.
  /// - Throws: ``QuantifyBatchError``, `StatisticsError`, `FormatError`, `ArrayFileError`.
  /// - Parameters:
  ///   - water: of the one file that is the input.
  ///   - overrides: what the files may not say.
  ///   - series: how many averages of a scan are one step of a series; `nil` where all are averaged.
  public static func items(
    of inputs: [URL], water: URL? = nil, overrides: SignalOverrides = .none, series: Int? = nil
  ) throws -> [BatchItem] {
    let root = commonFolder(of: inputs)
    func name(_ url: URL) -> String { path(of: url, from: root) }
    let parts = SignalParts(overrides: overrides, series: series)
    let items = try inputs.flatMap { input -> [BatchItem] in
      if input.isFolder {
        return try SignalFolder.pairs(in: input).flatMap {
          parts.items(of: $0.signal, named: name($0.signal), water: $0.water)
        }
      }
      switch input.pathExtension.lowercased() {
      case "csv": return try inTable(input, parts)
      case "h5", "hdf5":
        return (0..<(try StoredSpectra(contentsOf: input).count)).map {
          BatchItem(name: "\(name(input))#\($0)", source: .stored(input, index: $0))
        }
      default: return parts.items(of: input, named: name(input), water: water)
      }
    }
    guard !items.isEmpty else { throw QuantifyBatchError.nothingToQuantify(inputs.map(\.path)) }
    return toldApart(items)
  }

  // MARK: Names

  /// The deepest folder that holds every input but lists, which name their spectra themselves.
  private static func commonFolder(of inputs: [URL]) -> [String] {
    let folders = inputs.filter { $0.pathExtension.lowercased() != "csv" || $0.isFolder }.map { input in
      (input.isFolder ? input : input.deletingLastPathComponent()).standardizedFileURL.pathComponents
    }
    guard var common = folders.first else { return [] }
    for folder in folders.dropFirst() {
      common = Array(zip(common, folder).prefix { $0 == $1 }.map(\.0))
    }
    return common
  }

  private static func path(of url: URL, from root: [String]) -> String {
    url.standardizedFileURL.pathComponents.dropFirst(root.count).joined(separator: "/")
  }

  /// Spectra that a list and another input name alike have the whole path instead.
  private static func toldApart(_ items: [BatchItem]) -> [BatchItem] {
    let sources = Dictionary(grouping: items, by: \.name).mapValues { Set($0.map(\.source)).count }
    return items.map { item in
      guard sources[item.name, default: 1] > 1 else { return item }
      switch item.source {
      case .file(let file, _): return BatchItem(name: file.standardizedFileURL.path, source: item.source)
      case .part(let file, let place, _):
        return BatchItem(name: "\(file.standardizedFileURL.path)[\(place.part)]", source: item.source)
      case .stored: return item
      }
    }
  }

  /// Every file that is read, each once, in order.
  public static func files(of items: [BatchItem]) -> [URL] {
    var seen = Set<URL>()
    return items.flatMap { item -> [URL] in
      switch item.source {
      case .file(let file, let water), .part(let file, _, let water): [file] + (water.map { [$0] } ?? [])
      case .stored(let file, _): [file]
      }
    }.filter { seen.insert($0.standardizedFileURL).inserted }
  }

  private static func inTable(_ list: URL, _ parts: SignalParts) throws -> [BatchItem] {
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
    return try records.dropFirst().flatMap { record in
      guard record.fields.count == header.count, !trimmed(record.fields[file]).isEmpty else {
        throw QuantifyBatchError.badList(
          file: list.path, line: record.line,
          reason: "\(record.fields.count) fields, or an empty 'file', where the header names \(header.count) columns")
      }
      let name = trimmed(record.fields[file])
      let reference = water.map { trimmed(record.fields[$0]) } ?? ""
      func url(_ name: String) -> URL { URL(filePath: name, relativeTo: list.deletingLastPathComponent()).absoluteURL }
      return parts.items(of: url(name), named: name, water: reference.isEmpty ? nil : url(reference))
    }
  }

  private static func text(of list: URL) throws(FormatError) -> String {
    let bytes: Data
    do {
      bytes = try Data(wholeFile: list)
    } catch {
      throw .unreadable(path: list.path, reason: "\(error) (a list is UTF-8 text)")
    }
    guard let text = String(validating: bytes, as: UTF8.self) else {
      throw .unreadable(path: list.path, reason: "a list is UTF-8 text, and this is not")
    }
    return text
  }
}
