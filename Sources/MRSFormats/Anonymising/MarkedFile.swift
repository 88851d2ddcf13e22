import Foundation

/// A file of a scan whose headers can be overwritten byte by byte; its samples are copied as they are.
struct MarkedFile {
  /// A stretch of the file that is no signal, and that is searched.
  private struct Part {
    let start: Int
    var bytes: [UInt8]
  }

  let url: URL
  /// The folder that the format wants around its files, as the scan's number of Bruker; `nil` for files that stand alone.
  let folder: String?
  /// What a compressed file holds, which is written compressed.
  private let content: [UInt8]?
  private var parts: [Part]
  /// Bytes that are replaced without a search.
  private var replacements: [(start: Int, bytes: [UInt8])] = []
  /// The fields that were overwritten, each once.
  private(set) var fields: [String] = []
  var values: [IdentityValue] = []

  /// - Parameter ranges: what of `bytes`, the file's content, is no signal.
  init(
    _ url: URL, bytes: [UInt8], headers ranges: [Range<Int>], isCompressed: Bool = false, folder: String? = nil
  ) {
    self.init(
      url, parts: ranges.filter { !$0.isEmpty }.map { ($0.lowerBound, Array(bytes[$0])) },
      content: isCompressed ? bytes : nil, folder: folder)
  }

  init(_ url: URL, parts: [(start: Int, bytes: [UInt8])], content: [UInt8]? = nil, folder: String? = nil) {
    self.url = url
    self.folder = folder
    self.content = content
    self.parts = parts.map { Part(start: $0.start, bytes: $0.bytes) }
  }

  /// Where the searched stretches lie.
  var ranges: [Range<Int>] { parts.map { $0.start..<($0.start + $0.bytes.count) } }

  /// The bytes of a range that lies within one stretch.
  func bytes(_ range: Range<Int>) -> ArraySlice<UInt8> {
    guard
      let part = parts.first(where: { $0.start <= range.lowerBound && range.upperBound <= $0.start + $0.bytes.count })
    else { return [] }
    return part.bytes[(range.lowerBound - part.start)..<(range.upperBound - part.start)]
  }

  /// Overwrites the value of a field and keeps it to be searched for; blanks, quotes and fillers are no values.
  /// - Parameters:
  ///   - filler: of the range's length; one of the same look where `nil`.
  ///   - isSearched: false for a value of which nothing says that it is of a person.
  mutating func remove(
    _ range: Range<Int>, field: String, kind: IdentityValue.Kind, filler: [UInt8]? = nil, isSearched: Bool = true
  ) {
    let old = bytes(range)
    let value = IdentityValue(old, kind: kind)
    guard !old.isEmpty, !value.isFiller else { return }
    // Kinds of objects are told by identifiers of the standard, which are no one's.
    if isSearched, !Self.isOfStandard(ArraySlice(value.text.utf8)) { values.append(value) }
    note(field)
    replace(range, with: filler ?? IdentityFiller.filler(for: old))
  }

  mutating func note(_ field: String) {
    if !fields.contains(field) { fields.append(field) }
  }

  /// - Precondition: as many bytes as the range has.
  mutating func replace(_ range: Range<Int>, with new: [UInt8]) {
    guard
      let index = parts.indices.first(where: {
        parts[$0].start <= range.lowerBound && range.upperBound <= parts[$0].start + parts[$0].bytes.count
      })
    else {
      replacements.append((range.lowerBound, new))
      return
    }
    let start = parts[index].start
    parts[index].bytes.replaceSubrange((range.lowerBound - start)..<(range.upperBound - start), with: new)
  }

  /// Overwrites what a search finds.
  /// - Returns: how often it found something.
  mutating func overwrite(_ search: IdentitySearch) -> Int {
    var count = 0
    for index in parts.indices { count += search.overwrite(in: &parts[index].bytes) }
    return count
  }

  /// Copies the file and overwrites its headers.
  /// - Throws: ``FormatError/unwritable(path:reason:)``, ``FormatError/unreadable(path:reason:)``.
  func write(to place: URL) throws(FormatError) {
    let pieces = parts.map { ($0.start, $0.bytes) } + replacements
    if var content {
      for (start, bytes) in pieces { content.replaceSubrange(start..<(start + bytes.count), with: bytes) }
      return try FileBytes.write(Gzip.compressed(content), to: place)
    }
    do {
      let input = try FileHandle(forReadingFrom: url)
      defer { try? input.close() }
      try Data().write(to: place)
      let output = try FileHandle(forUpdating: place)
      defer { try? output.close() }
      // Copied piece by piece, so that neither name nor times of the original come along.
      while let piece = try input.read(upToCount: 1 << 22), !piece.isEmpty { try output.write(contentsOf: piece) }
      for (start, bytes) in pieces {
        try output.seek(toOffset: UInt64(start))
        try output.write(contentsOf: Data(bytes))
      }
    } catch {
      throw .unwritable(path: place.path(percentEncoded: false), reason: error.systemReason)
    }
  }
}
