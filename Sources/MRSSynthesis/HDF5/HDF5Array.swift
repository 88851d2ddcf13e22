/// An array of an HDF5 file: in one piece, neither compressed nor elsewhere.
struct HDF5Array {
  let type: HDF5Type
  let shape: [Int]
  /// Where its elements begin; nil where it has none.
  let address: Int?
  let attributes: HDF5Attributes

  init(_ object: HDF5Object, in file: HDF5File) throws(HDF5Refusal) {
    guard object.bodies(.filters).isEmpty else { throw .foreign("its elements are filtered") }
    guard object.bodies(.externalFiles).isEmpty else { throw .foreign("its elements are in another file") }
    type = try HDF5Type(object.body(.datatype))
    shape = try Self.shape(object.body(.dataspace))
    var layout = try object.body(.layout)
    guard try layout.byte() == 3, try layout.byte() == 1 else { throw .foreign("it is not in one piece") }
    let address = try layout.address()
    let stored = try layout.number(8)
    guard let count = Self.count(shape),
      case (let size, let overflow) = count.multipliedReportingOverflow(by: type.size),
      !overflow, size == stored
    else { throw .damaged("the shape \(shape) does not fill its \(stored) bytes") }
    if size > 0 {
      guard let address else { throw .damaged("its elements are nowhere") }
      try file.require(address, size, "what the shape \(shape) needs")
      self.address = address
    } else {
      self.address = nil
    }
    attributes = try HDF5Attributes(of: object, in: file)
  }

  /// The number of elements; nil where it overflows.
  static func count(_ shape: [Int]) -> Int? {
    var count = 1
    for extent in shape {
      let (product, overflow) = count.multipliedReportingOverflow(by: extent)
      guard !overflow else { return nil }
      count = product
    }
    return count
  }

  /// From a dataspace message; of a scalar, no extents.
  static func shape(_ message: HDF5Cursor) throws(HDF5Refusal) -> [Int] {
    var message = message
    guard try message.byte() == 2 else { throw .foreign("a dataspace of it is not of version 2") }
    let rank = try message.number(1)
    let flags = try message.byte()
    let kind = try message.byte()
    guard kind <= 1, (kind == 0) == (rank == 0), rank <= 32 else { throw .foreign("a dataspace of it is empty") }
    var shape: [Int] = []
    for _ in 0..<rank { shape.append(try message.number(8)) }
    if flags & 1 != 0 {
      for extent in shape where try message.bits(8) != UInt64(extent) { throw .foreign("an array of it can grow") }
    }
    return shape
  }
}
