import MRSCore

/// A file as HDF5 1.8 lays it out (superblock of version 2), of which pieces are read only where they lie within it.
struct HDF5File: Sendable {
  /// The address of the header of the root group.
  let root: Int
  private let file: RandomAccessFile
  private let size: Int

  /// Whether the file begins as an HDF5 file does.
  static func recognises(_ file: RandomAccessFile) -> Bool {
    (try? file.bytes(at: 0, count: signature.count)) == signature
  }

  init(_ file: RandomAccessFile) throws(HDF5Refusal) {
    self.file = file
    size = file.count
    let version = try Self.bytes(of: file, at: 8, count: 1)[0]
    guard version == 2 else { throw .foreign("its superblock is of version \(version), not 2") }
    var superblock = HDF5Cursor(try Self.bytes(of: file, at: 0, count: 48)[...])
    try superblock.skip(9)
    guard HDF5Checksum.of(superblock.bytes.dropLast(4)) == Self.checksum(superblock.bytes) else {
      throw .damaged("the checksum of its superblock is wrong")
    }
    guard try superblock.byte() == 8, try superblock.byte() == 8 else {
      throw .foreign("its addresses are not of 8 bytes")
    }
    try superblock.skip(1)
    guard try superblock.address() == 0, try superblock.address() == nil else {
      throw .foreign("its superblock is extended")
    }
    let end = try superblock.number(8)
    guard end <= size else { throw .damaged("it has \(size) of \(end) bytes") }
    guard let root = try superblock.address() else { throw .damaged("it has no root group") }
    self.root = root
  }

  /// `count` bytes of the structure from an address on.
  func bytes(at address: Int, count: Int, _ what: String) throws(HDF5Refusal) -> HDF5Cursor {
    try require(address, count, what)
    guard count <= Self.largestBlock else { throw .damaged("\(what) has \(count) bytes") }
    return HDF5Cursor(try Self.bytes(of: file, at: address, count: count)[...])
  }

  /// A block of the structure that begins with four letters and ends with the checksum of what stands before: what lies
  /// between.
  func block(_ letters: String, at address: Int, count: Int) throws(HDF5Refusal) -> HDF5Cursor {
    let whole = try bytes(at: address, count: count, "the block \(letters)").bytes
    guard count >= 8, whole.starts(with: letters.utf8) else {
      throw .damaged("there is no block \(letters) where one should be")
    }
    guard HDF5Checksum.of(whole.dropLast(4)) == Self.checksum(whole) else {
      throw .damaged("the checksum of a block \(letters) is wrong")
    }
    return HDF5Cursor(whole.dropFirst(4).dropLast(4))
  }

  /// Fills `target` with the bytes from an address on; what is wrong where that fails.
  func read(into target: UnsafeMutableRawBufferPointer, at address: Int) -> HDF5Refusal? {
    switch unsafe file.read(into: target, at: address) {
    case .success(true): nil
    case .success(false): .damaged("it ends before its arrays do")
    case .failure(let failure): .damaged("\(failure)")
    }
  }

  func require(_ address: Int, _ count: Int, _ what: String) throws(HDF5Refusal) {
    guard address >= 0, count >= 0, address <= size, count <= size - address else {
      throw .damaged("\(what) lies beyond the end of the file")
    }
  }

  private static let signature: [UInt8] = [0x89, 0x48, 0x44, 0x46, 0x0d, 0x0a, 0x1a, 0x0a]

  /// The longest piece of structure that is read: the longest text is that of a protocol, some 20 kB.
  private static let largestBlock = 1 << 24

  private static func checksum(_ block: ArraySlice<UInt8>) -> UInt32 {
    block.suffix(4).reversed().reduce(0) { $0 << 8 | UInt32($1) }
  }

  private static func bytes(of file: RandomAccessFile, at offset: Int, count: Int) throws(HDF5Refusal) -> [UInt8] {
    let bytes: [UInt8]?
    do { bytes = try file.bytes(at: offset, count: count) } catch { throw .damaged("\(error)") }
    guard let bytes else { throw .damaged("it has \(file.count) bytes only") }
    return bytes
  }
}
