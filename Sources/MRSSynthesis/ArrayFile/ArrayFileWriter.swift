import Foundation
import MRSCore
import Synchronization

/// Fills an HDF5 file of known layout, block by block, in any order, from any number of tasks. The file appears under its
/// name only when it is finished.
///
/// The structure is written first; numbers then go straight to their place. Which blocks are there is kept in a journal
/// beside the file, so that a process that was killed, even by SIGKILL, goes on where it was: a writer of the same layout
/// finds its ``finishedBlocks``. Whatever was interrupted, the bytes of the finished file are a function of the layout and
/// the numbers. (A crash of the whole machine may lose blocks that the journal names.)
public final class ArrayFileWriter: Sendable {
  /// The blocks that an interrupted writer of the same layout and number of blocks has left finished.
  public let finishedBlocks: Set<Int>
  private let layout: ArrayFileLayout
  private let offsets: [String: Int]
  private let destination: URL
  private let work: URL
  private let journal: URL
  private let file: FileDescriptor
  private let state: Mutex<State>

  private struct State {
    var isOpen = true
    let journal: FileDescriptor
  }

  private var name: String { destination.lastPathComponent }

  /// Begins a file beside its destination, or goes on with one that was interrupted.
  ///
  /// - Parameter blocks: into how many blocks the work is divided; part of what must agree for going on.
  /// - Throws: ``ArrayFileError``.
  public init(to destination: URL, layout: ArrayFileLayout, blocks: Int = 1) throws(ArrayFileError) {
    let name = destination.lastPathComponent
    try layout.validate(file: name)
    let folder = destination.deletingLastPathComponent()
    work = folder.appending(path: ".\(name).unfinished")
    journal = folder.appending(path: ".\(name).journal")
    self.destination = destination
    self.layout = layout

    let header = try Self.header(layout, blocks: blocks, file: name)
    if let (finished, size) = Self.finishedBlocks(in: journal, header: header, blocks: blocks),
      let places = Self.offsets(of: layout, in: work)
    {
      (finishedBlocks, offsets) = (finished, places)
      // What is left of an entry that was cut off goes, for the next to begin where it should.
      guard unsafe truncate(journal.path, size) == 0 else {
        throw .unwritable(file: name, array: nil, reason: FileDescriptor.Failure.last.description)
      }
    } else {
      finishedBlocks = []
      for stale in [journal, work] { try? FileManager.default.removeItem(at: stale) }
      try ArrayFileStructure.make(layout, at: work, name: name)
      guard let places = Self.offsets(of: layout, in: work) else {
        throw .unwritable(file: name, array: nil, reason: "the structure that HDF5 has made cannot be read")
      }
      offsets = places
      do { try header.write(replacing: journal) } catch {
        throw .unwritable(file: name, array: nil, reason: error.systemReason)
      }
    }
    file = try FileDescriptor(work, appending: false, name: name)
    state = Mutex(State(journal: try FileDescriptor(journal, appending: true, name: name)))
  }

  /// Writes rows of an array, flat in row-major order, from row `first` on.
  ///
  /// - Throws: ``ArrayFileError``.
  public func write<Element: ArrayElement>(
    _ values: [Element], to array: String, from first: Int = 0
  ) throws(ArrayFileError) {
    guard state.withLock(\.isOpen) else { throw .closed(file: name) }
    guard let numbers = layout.numbers.first(where: { $0.name == array }) else {
      throw .noSuchArray(file: name, array: array, known: layout.numbers.map(\.name))
    }
    guard numbers.kind == Element.elementKind else {
      throw .wrongKind(file: name, array: array, found: Element.elementKind.rawValue, expected: numbers.kind.rawValue)
    }
    let rowCount = numbers.shape.dropFirst().reduce(1, *)
    guard rowCount > 0, values.count.isMultiple(of: rowCount) else {
      throw .wrongShape(file: name, array: array, found: [values.count], expected: [-1] + numbers.shape.dropFirst())
    }
    let rows = first..<first + values.count / rowCount
    guard first >= 0, rows.upperBound <= numbers.shape[0] else {
      throw .rowsOutOfRange(file: name, array: array, rows: rows, count: numbers.shape[0])
    }
    guard let offset = offsets[array], !values.isEmpty else { return }
    do {
      try unsafe values.withUnsafeBytes { bytes in
        try unsafe file.write(bytes, at: offset + first * numbers.rowSize)
      }
    } catch {
      throw .unwritable(file: name, array: array, reason: error.plainReason)
    }
  }

  /// Notes that all of a block is written.
  ///
  /// - Throws: ``ArrayFileError/unwritable(file:array:reason:)``.
  public func finish(block: Int) throws(ArrayFileError) {
    let failure = state.withLock { state -> String? in
      guard state.isOpen else { return "the file is finished" }
      let entry = [UInt64(block).littleEndian]
      return unsafe entry.withUnsafeBytes { bytes in
        do {
          try unsafe state.journal.append(bytes)
          return nil
        } catch {
          return "\(error)"
        }
      }
    }
    if let failure { throw .unwritable(file: name, array: nil, reason: failure) }
  }

  /// Gives the file its name, replacing a file that had it.
  ///
  /// - Throws: ``ArrayFileError``.
  public func finish() throws(ArrayFileError) {
    let wasOpen = state.withLock { state in
      defer { state.isOpen = false }
      return state.isOpen
    }
    guard wasOpen else { throw .closed(file: name) }
    guard unsafe rename(work.path, destination.path) == 0 else {
      throw .unwritable(file: name, array: nil, reason: FileDescriptor.Failure.last.description)
    }
    try? FileManager.default.removeItem(at: journal)
  }

  /// Removes what is written, unless the file is finished. Without it an unfinished file stays, for another writer to go
  /// on with.
  public func discard() {
    let wasOpen = state.withLock { state in
      defer { state.isOpen = false }
      return state.isOpen
    }
    guard wasOpen else { return }
    for file in [journal, work] { try? FileManager.default.removeItem(at: file) }
  }

  /// Where in a file the numbers of each array begin, none for an array without elements; nil where the file cannot be read,
  /// or has other arrays.
  private static func offsets(of layout: ArrayFileLayout, in work: URL) -> [String: Int]? {
    guard let file = try? ArrayFile(contentsOf: work) else { return nil }
    var offsets: [String: Int] = [:]
    for array in layout.numbers {
      guard (try? file.shape(of: array.name)) == array.shape else { return nil }
      if array.size > 0 { offsets[array.name] = file.address(of: array.name) }
    }
    return offsets
  }

  /// What a journal begins with: its length, then the layout and the number of blocks as JSON.
  private static func header(_ layout: ArrayFileLayout, blocks: Int, file: String) throws(ArrayFileError) -> Data {
    struct Header: Encodable {
      let layout: ArrayFileLayout
      let blocks: Int
    }
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys]
    do {
      let json = try encoder.encode(Header(layout: layout, blocks: blocks))
      return unsafe withUnsafeBytes(of: UInt64(json.count).littleEndian) { unsafe Data($0) } + json
    } catch {
      throw .unwritable(file: file, array: nil, reason: error.plainReason)
    }
  }

  /// The blocks that a journal names, and its size to the end of its last whole entry; nil where there is none, or it is
  /// of another layout.
  private static func finishedBlocks(in journal: URL, header: Data, blocks: Int) -> (Set<Int>, size: Int)? {
    guard let data = try? Data(contentsOf: journal), data.starts(with: header) else { return nil }
    let entries = data.dropFirst(header.count)
    let found = (0..<entries.count / 8).compactMap { index -> Int? in
      let bytes = entries.dropFirst(8 * index).prefix(8)
      let block = bytes.reversed().reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
      return block < UInt64(blocks) ? Int(block) : nil
    }
    return (Set(found), header.count + entries.count / 8 * 8)
  }
}
