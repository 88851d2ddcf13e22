/// The names of the root group of an HDF5 file, and where what they name lies.
struct HDF5Links {
  private(set) var addresses: [String: Int] = [:]

  /// In the header itself, or in a heap where they are many.
  init(of group: HDF5Object, in file: HDF5File) throws(HDF5Refusal) {
    for body in group.bodies(.link) { try add(body) }
    var info = try group.body(.linkInfo)
    guard try info.byte() == 0 else { throw .foreign("its links are not of version 0") }
    if try info.byte() & 1 != 0 { try info.skip(8) }
    guard let heapAddress = try info.address() else { return }
    guard let treeAddress = try info.address() else { throw .damaged("its links have no names") }
    let heap = try HDF5Heap(at: heapAddress, in: file)
    for record in try HDF5Tree(at: treeAddress, of: .links, in: file).records {
      // The hash of the name stands before.
      try add(heap.object(record.dropFirst(4)))
    }
  }

  private mutating func add(_ message: HDF5Cursor) throws(HDF5Refusal) {
    var message = message
    guard try message.byte() == 1 else { throw .foreign("a link of it is not of version 1") }
    let flags = try message.byte()
    if flags & 8 != 0 {
      guard try message.byte() == 0 else { throw .foreign("a link of it leads elsewhere") }
    }
    if flags & 4 != 0 { try message.skip(8) }
    if flags & 16 != 0 { try message.skip(1) }
    let size = try message.number(1 << Int(flags & 3))
    let name = String(decoding: try message.take(size), as: UTF8.self)
    guard !name.isEmpty, !name.contains("/"), !name.utf8.contains(0) else {
      throw .damaged("an array of it has no valid name")
    }
    guard let address = try message.address() else { throw .damaged("a name of it is of nothing") }
    guard addresses.updateValue(address, forKey: name) == nil else { throw .damaged("two arrays of it have one name") }
  }
}
