/// A heap of an HDF5 file ("fractal heap") in which it keeps what has no room in a header: links and attributes of which
/// there are more than eight, and long attributes.
///
/// Objects lie in blocks of a table of rows. Row 0 and row 1 have blocks of the size of the first, each further row blocks of
/// twice the size of those before. An object of more than 4 kB lies by itself, and a tree says where.
struct HDF5Heap {
  private let file: HDF5File
  private let address: Int
  private let largestObject: Int
  private let separate: [Int: (address: Int, count: Int)]
  private let width: Int
  private let firstSize: Int
  private let largestSize: Int
  /// How many bytes a place within the heap, and a length, have in an identifier.
  private let offsetSize: Int
  private let lengthSize: Int
  private let root: Int?
  private let rows: Int
  private let isChecked: Bool

  init(at address: Int, in file: HDF5File) throws(HDF5Refusal) {
    var header = try file.block("FRHP", at: address, count: 146)
    guard try header.byte() == 0 else { throw .foreign("a heap of it is not of version 0") }
    let idSize = try header.number(2)
    guard try header.number(2) == 0 else { throw .foreign("a heap of it is filtered") }
    isChecked = try header.byte() & 2 != 0
    largestObject = try header.number(4)
    try header.skip(8)
    let tree = try header.address()
    try header.skip(8 * 10)
    width = try header.number(2)
    firstSize = try header.number(8)
    largestSize = try header.number(8)
    offsetSize = (try header.number(2) + 7) / 8
    try header.skip(2)
    root = try header.address()
    rows = try header.number(2)
    lengthSize = idSize - 1 - offsetSize
    guard (1...8).contains(offsetSize), (1...8).contains(lengthSize), (1...256).contains(width),
      firstSize.nonzeroBitCount == 1, largestSize.nonzeroBitCount == 1, firstSize <= largestSize,
      (64...1 << 20).contains(largestSize)
    else { throw .damaged("a heap's header contradicts itself") }
    self.file = file
    self.address = address
    separate = try tree.map { address throws(HDF5Refusal) in try Self.separate(at: address, in: file) } ?? [:]
  }

  /// The object of an identifier.
  func object(_ identifier: ArraySlice<UInt8>) throws(HDF5Refusal) -> HDF5Cursor {
    var identifier = HDF5Cursor(identifier)
    switch try identifier.byte() >> 4 {
    case 0:
      let offset = try identifier.number(offsetSize)
      let count = try identifier.number(lengthSize)
      guard count <= largestObject else { throw .damaged("an object of a heap is larger than it may be") }
      return try object(at: offset, count: count)
    case 1:
      guard let place = separate[try identifier.number(min(8, identifier.left))] else {
        throw .damaged("a heap has no object of an identifier")
      }
      return try file.bytes(at: place.address, count: place.count, "an object of a heap")
    default: throw .foreign("objects of a heap lie within their identifiers")
    }
  }

  private static func separate(
    at address: Int, in file: HDF5File
  ) throws(HDF5Refusal) -> [Int: (address: Int, count: Int)] {
    var places: [Int: (address: Int, count: Int)] = [:]
    for record in try HDF5Tree(at: address, of: .separateObjects, in: file).records {
      var record = HDF5Cursor(record)
      guard let place = try record.address() else { throw .damaged("an object of a heap lies nowhere") }
      let count = try record.number(8)
      places[try record.number(8)] = (place, count)
    }
    return places
  }

  /// Places are counted from the first block's beginning, headers of blocks included.
  private func object(at offset: Int, count: Int) throws(HDF5Refusal) -> HDF5Cursor {
    guard let root else { throw .damaged("a heap is empty") }
    guard rows > 0 else { return try Self.part(of: try block(at: root, begins: 0, size: firstSize), offset, count) }
    var (row, begin, size) = (0, 0, firstSize)
    while offset - begin >= width * size {
      begin += width * size
      if row > 0 { size *= 2 }
      row += 1
      guard row < rows, size <= largestSize else { throw .foreign("a heap of it has more than one table") }
    }
    let column = (offset - begin) / size
    var table = try file.block("FHIB", at: root, count: 17 + offsetSize + 8 * width * rows)
    try table.skip(9 + offsetSize + 8 * (row * width + column))
    guard let place = try table.address() else { throw .damaged("an object of a heap lies in no block") }
    begin += column * size
    return try Self.part(of: try block(at: place, begins: begin, size: size), offset - begin, count)
  }

  private static func part(of block: HDF5Cursor, _ offset: Int, _ count: Int) throws(HDF5Refusal) -> HDF5Cursor {
    var block = block
    try block.skip(offset)
    return HDF5Cursor(try block.take(count))
  }

  private func block(at place: Int, begins offset: Int, size: Int) throws(HDF5Refusal) -> HDF5Cursor {
    let block = try file.bytes(at: place, count: size, "a block of a heap")
    var head = block
    let letters = try head.take(4)
    try head.skip(1)
    guard letters.elementsEqual("FHDB".utf8), try head.address() == address, try head.number(offsetSize) == offset
    else {
      throw .damaged("there is no block of a heap where one should be")
    }
    if isChecked {
      let place = head.position - block.bytes.startIndex
      let stored = try head.number(4)
      var plain = Array(block.bytes)
      plain.replaceSubrange(place..<place + 4, with: [0, 0, 0, 0])
      guard Int(HDF5Checksum.of(plain[...])) == stored else { throw .damaged("the checksum of a block FHDB is wrong") }
    }
    return block
  }
}
