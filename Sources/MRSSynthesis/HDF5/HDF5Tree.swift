/// The records of a tree of an HDF5 file (B-tree of version 2) that is a single leaf, as those of the few names in a file of
/// arrays are.
struct HDF5Tree {
  enum Kind: UInt8 {
    case separateObjects = 1
    case links = 5
    case attributes = 8
  }

  /// How many names fit into the leaf: 512 bytes, of which 10 are its frame, 11 a link's record and 17 an attribute's.
  static let mostLinks = 45
  static let mostAttributes = 29

  /// In the order of the tree, that of the names' hashes.
  let records: [ArraySlice<UInt8>]

  init(at address: Int, of kind: Kind, in file: HDF5File) throws(HDF5Refusal) {
    var header = try file.block("BTHD", at: address, count: 38)
    guard try header.byte() == 0, try header.byte() == kind.rawValue else {
      throw .damaged("a tree is not of the kind that it should be")
    }
    let node = try header.number(4)
    let size = try header.number(2)
    let depth = try header.number(2)
    try header.skip(2)
    let root = try header.address()
    let count = try header.number(2)
    guard depth == 0 else { throw .foreign("it has more names than a file of arrays") }
    guard count > 0, let root else {
      records = []
      return
    }
    guard size > 0, 10 + count * size <= node else { throw .damaged("a tree has more records than room") }
    var leaf = try file.block("BTLF", at: root, count: 10 + count * size)
    guard try leaf.byte() == 0, try leaf.byte() == kind.rawValue else {
      throw .damaged("a leaf of a tree is of another kind than the tree")
    }
    var records: [ArraySlice<UInt8>] = []
    for _ in 0..<count { records.append(try leaf.take(size)) }
    self.records = records
  }
}
