import Foundation
import MRSCore

/// Copies of scans in their own formats, without what tells who was measured, when and where.
///
/// Fields are overwritten where they stand, by as many bytes, so that nothing else moves; the samples are copied as they are. Each
/// value that was removed is then searched for in all headers of the scan, and overwritten wherever else it stands. What is
/// written is read again, and must be read as the original is: same samples, same sampling, times, sequence and place.
public struct Anonymiser: Sendable {
  private let rules: IdentityRules
  private let overrides: SignalOverrides

  /// - Parameters:
  ///   - keepsCharacteristics: whether sex, age, weight and height stay.
  ///   - inputs: the files of the run: identifiers of DICOM objects are exchanged by a key that follows from all of them, so
  ///     that objects that belong together still do.
  ///   - overrides: what the files may not say, as far as reading needs it.
  /// - Throws: ``FormatError`` for a file that cannot be read.
  public init(
    keepsCharacteristics: Bool = false, inputs: [URL], overrides: SignalOverrides = .none
  ) throws(FormatError) {
    // What no reader knows is refused before all of it is read.
    for input in inputs { _ = try Self.format(of: input) }
    var digests = ""
    for input in inputs { digests += try SignalFile.artefact(of: input).sha256 }
    rules = IdentityRules(
      keepsCharacteristics: keepsCharacteristics, key: SHA256.hash(data: Data(digests.utf8)))
    self.overrides = SignalOverrides(
      dwellTime: overrides.dwellTime, spectrometerFrequency: overrides.spectrometerFrequency,
      echoTime: overrides.echoTime, repetitionTime: overrides.repetitionTime)
  }

  /// The files of the scan of which `url` is one, and their format.
  /// - Throws: ``FormatError`` for a file that cannot be read.
  public func files(of url: URL) throws(FormatError) -> [URL] {
    try Self.format(of: url).identityFinder.marked(url, rules).map(\.url.standardizedFileURL)
  }

  private static func format(of url: URL) throws(FormatError) -> SignalFormat {
    try SignalFile.reader(of: FileBytes(url, limit: 1 << 16), extension: url.pathExtension.lowercased()).format
  }

  /// Writes the scan of which `url` is a file into an empty folder, and reads it again.
  /// - Returns: the written files, by their paths in the folder, and what was done.
  /// - Throws: ``FormatError``; ``FormatError/unrepresentable(path:what:advice:)`` where the scan would be read otherwise.
  public func write(_ url: URL, number: Int, into folder: URL) throws(FormatError) -> AnonymisedScan {
    let original = try ScanReading(url, overrides: overrides)
    let finder = try Self.format(of: url).identityFinder
    let marked = try finder.marked(url, rules)
    let values = Set(marked.flatMap(\.values))
    var notes: [String] = []
    if rules.keepsCharacteristics { notes.append("sex, age, weight and height were kept where the file has them") }
    for isStrict in [false, true] {
      let (files, found) = try write(marked, values, isStrict: isStrict, number: number, into: folder)
      let difference = try difference(from: original, files: files, in: folder, named: url, marked)
      guard let difference else {
        return AnonymisedScan(
          number: number, files: files, format: original.format.rawValue,
          removed: marked.flatMap(\.fields).reduce(into: []) { if !$0.contains($1) { $0.append($1) } },
          foundElsewhere: found, notes: notes)
      }
      guard !isStrict else {
        throw .unrepresentable(
          path: url.path(percentEncoded: false),
          what: "without what identifies, its \(difference) would be read otherwise",
          advice: "Convert it to NIfTI-MRS ('hepatica convert'), which keeps no identity.")
      }
      notes.append(
        "removed descriptions, numbers and parts of names were not searched for elsewhere: one of them is also a word by which "
          + "the \(difference) is read; look at the header with 'hepatica inspect'")
    }
    return AnonymisedScan(number: number, files: [], format: "", removed: [], foundElsewhere: 0, notes: notes)
  }

  private func write(
    _ marked: [MarkedFile], _ values: Set<IdentityValue>, isStrict: Bool, number: Int, into folder: URL
  ) throws(FormatError) -> (files: [String], found: Int) {
    let search = IdentitySearch(values, isStrict: isStrict)
    let inNames = IdentitySearch(values, shortest: 3)
    var (files, found): ([String], Int) = ([], 0)
    for file in marked {
      var own = file
      found += own.overwrite(search)
      let name = Self.name(of: file, inNames, number: number)
      let place = folder.appending(path: name)
      do {
        try FileManager.default.createDirectory(
          at: place.deletingLastPathComponent(), withIntermediateDirectories: true)
      } catch {
        throw .unwritable(path: folder.path(percentEncoded: false), reason: error.systemReason)
      }
      try own.write(to: place)
      files.append(name)
    }
    return (files, found)
  }

  /// The file's name, or that of the folder which its format wants; where a removed value stands in it, the scan's number.
  private static func name(of file: MarkedFile, _ search: IdentitySearch, number: Int) -> String {
    func cleaned(_ text: String) -> String {
      var bytes = Array(text.utf8)
      guard search.overwrite(in: &bytes) > 0 else { return text }
      return "scan-" + String(repeating: "0", count: max(0, 3 - "\(number)".count)) + "\(number)"
    }
    if let folder = file.folder { return "\(cleaned(folder))/\(file.url.lastPathComponent)" }
    let suffix = file.url.pathExtension
    return cleaned(file.url.deletingPathExtension().lastPathComponent) + (suffix.isEmpty ? "" : ".\(suffix)")
  }

  /// What of the scan is read otherwise than before, in words; `nil` where nothing is.
  private func difference(
    from original: ScanReading, files: [String], in folder: URL, named url: URL, _ marked: [MarkedFile]
  ) throws(FormatError) -> String? {
    let index = marked.firstIndex { $0.url.standardizedFileURL == url.standardizedFileURL } ?? 0
    do {
      let copy = try ScanReading(
        folder.appending(path: files[index]), overrides: original.completed(overrides))
      return original.difference(from: copy)
    } catch {
      return "header"
    }
  }
}
