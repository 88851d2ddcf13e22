import Foundation
import MRSCore

/// A basis set as it was read from a file or folder of whatever known format, with what the file says besides.
public struct BasisFile: Sendable {
  public let format: BasisFormat
  public let basis: BasisSet
  /// The width that the file says its lines have; `nil` where it does not say.
  public let linewidth: Frequency?
  /// What the header says, in the file's own words.
  public let fields: [HeaderField]
  public let doubts: [Doubt]
  /// Every file that was read, sorted by name.
  public let files: [URL]

  init(
    format: BasisFormat, basis: BasisSet, linewidth: Frequency? = nil, fields: [HeaderField] = [],
    doubts: [Doubt] = [], files: [URL]
  ) {
    self.format = format
    self.basis = basis
    self.linewidth = linewidth
    self.fields = fields
    self.doubts = doubts
    self.files = files
  }

  /// The basis set alone; ``init(contentsOf:overrides:)`` without what else the file says.
  /// - Throws: ``FormatError``.
  public static func read(_ url: URL, overrides: SignalOverrides = .none) throws(FormatError) -> BasisSet {
    try BasisFile(contentsOf: url, overrides: overrides).basis
  }

  /// Reads a .BASIS, a folder of .RAW files, a folder of (or one of) FSL-MRS's JSON files, or the basis.json of a
  /// `simulate` run, told apart by the names in a folder and by the content of a file.
  /// - Parameter overrides: the dwell time and frequency of .RAW files that hold none; what a file says wins.
  /// - Throws: ``FormatError``.
  public init(contentsOf url: URL, overrides: SignalOverrides = .none) throws(FormatError) {
    let file = try Self.file(at: url, overrides: overrides)
    try file.basis.check(path: url.path(percentEncoded: false))
    self = file
  }

  private static func file(at url: URL, overrides: SignalOverrides) throws(FormatError) -> BasisFile {
    if url.isFolder { return try folder(url, overrides: overrides) }
    if url.pathExtension.lowercased() == "json" { return try json(url) }
    let file = try LCModelBasisFile.open(url)
    return BasisFile(
      format: .lcmodelBasis, basis: file.basis, linewidth: file.linewidth, fields: file.fields, doubts: file.doubts,
      files: [url])
  }

  /// The format of the basis at `url`, by the names in a folder, by name or namelist of a file; `nil` where it is no
  /// basis.
  public static func format(of url: URL) -> BasisFormat? {
    if url.isFolder { return folderFormats(url).first?.format }
    switch url.pathExtension.lowercased() {
    case "basis": return .lcmodelBasis
    case "json": return (try? JSONFile(url)).flatMap(\.format)
    default:
      guard let beginning = try? FileBytes(url, limit: 1 << 16) else { return nil }
      let text = LatinText.string(beginning.bytes[...]).uppercased()
      return text.contains("$BASIS1") || text.contains("&BASIS1") ? .lcmodelBasis : nil
    }
  }

  /// The files that are read for the basis at `url`: those of a folder, or the file itself.
  public static func files(of url: URL) -> [URL] {
    url.isFolder ? folderFormats(url).first?.files ?? [] : [url]
  }

  // MARK: Folders

  /// The files of each format that a folder holds, by their suffix; JSON files only where they are FSL-MRS's.
  private static func folderFormats(_ url: URL) -> [(format: BasisFormat, files: [URL])] {
    let names = ((try? FileManager.default.contentsOfDirectory(atPath: url.path(percentEncoded: false))) ?? [])
      .filter { !$0.hasPrefix(".") }.sorted()
    // A run folder holds JSON files of other kinds; its basis.json is named by itself.
    if names.contains("manifest.json") { return [] }
    let found: [(BasisFormat, [String])] = [
      (.lcmodelRaw, names.filter { $0.lowercased().hasSuffix(".raw") }),
      (.fslMRS, names.filter { $0.lowercased().hasSuffix(".json") }),
    ]
    return found.filter { !$0.1.isEmpty }.map { ($0.0, $0.1.map { url.appending(path: $0) }) }
  }

  private static func folder(_ url: URL, overrides: SignalOverrides) throws(FormatError) -> BasisFile {
    let path = url.path(percentEncoded: false)
    let formats = folderFormats(url)
    guard let (format, files) = formats.first else {
      throw .missingField(
        path: path, field: "basis functions",
        advice: """
          A folder is read as a basis when it holds .RAW files or FSL-MRS's .json files, one a species; of a run \
          folder, name the basis.json.
          """)
    }
    guard formats.count == 1 else {
      throw .contradiction(
        path: path, first: "the folder holds .RAW files", second: "it holds .json files too",
        advice: "Keep the functions of one format in a folder.")
    }
    return format == .lcmodelRaw
      ? try LCModelRawFolder.read(files, of: url, overrides: overrides) : try FSLMRSBasisFolder.read(files, of: url)
  }

  // MARK: JSON

  /// Which kind of JSON a file holds.
  private struct JSONFile {
    private struct Content: Decodable {
      struct Anything: Decodable {}
      let basis: Anything?
      let functions: [Anything]?
    }

    let file: FileBytes
    /// `nil` for JSON that is no basis.
    let format: BasisFormat?

    init(_ url: URL) throws(FormatError) {
      file = try FileBytes(url)
      let content = try? JSONDecoder().decode(Content.self, from: Data(file.bytes))
      format = content?.basis != nil ? .fslMRS : content?.functions != nil ? .hepatica : nil
    }
  }

  private static func json(_ url: URL) throws(FormatError) -> BasisFile {
    let json = try JSONFile(url)
    switch json.format {
    case .fslMRS: return try FSLMRSBasisFolder.read([url], of: url)
    case .hepatica:
      let basis: BasisSet
      do { basis = try JSONDecoder().decode(BasisSet.self, from: Data(json.file.bytes)) } catch {
        throw FSLMRSBasisFolder.formatError(error, path: json.file.path)
      }
      return BasisFile(format: .hepatica, basis: basis, files: [url])
    default:
      throw .unrecognisedBasis(path: json.file.path, firstBytes: json.file.beginning)
    }
  }
}
