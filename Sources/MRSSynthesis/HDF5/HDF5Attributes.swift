/// The texts and numbers attached to an array, or to a file.
struct HDF5Attributes {
  /// Those that are a single text of fixed length or a number.
  private(set) var values: [String: ArrayAttribute] = [:]
  /// The names of others.
  private(set) var others: Set<String> = []

  /// In the header itself, or in a heap where they are many or long.
  init(of object: HDF5Object, in file: HDF5File) throws(HDF5Refusal) {
    for body in object.bodies(.attribute) { try add(body) }
    guard var info = object.bodies(.attributeInfo).first else { return }
    guard try info.byte() == 0 else { throw .foreign("the attributes of it are not of version 0") }
    if try info.byte() & 1 != 0 { try info.skip(2) }
    guard let heapAddress = try info.address() else { return }
    guard let treeAddress = try info.address() else { throw .damaged("its attributes have no names") }
    let heap = try HDF5Heap(at: heapAddress, in: file)
    for record in try HDF5Tree(at: treeAddress, of: .attributes, in: file).records {
      var record = HDF5Cursor(record)
      let identifier = try record.take(8)
      guard try record.byte() & 2 == 0 else { throw .foreign("its attributes are shared") }
      try add(heap.object(identifier))
    }
  }

  private mutating func add(_ message: HDF5Cursor) throws(HDF5Refusal) {
    var message = message
    guard try message.byte() == 3, try message.byte() == 0 else {
      throw .foreign("an attribute of it is shared, or not of version 3")
    }
    let (nameSize, typeSize, spaceSize) = (try message.number(2), try message.number(2), try message.number(2))
    try message.skip(1)
    let name = String(decoding: try message.take(nameSize).prefix { $0 != 0 }, as: UTF8.self)
    let type = try HDF5Type(HDF5Cursor(try message.take(typeSize)))
    let shape = try HDF5Array.shape(HDF5Cursor(try message.take(spaceSize)))
    guard values[name] == nil, others.insert(name).inserted else { throw .damaged("two attributes have one name") }
    guard HDF5Array.count(shape) == 1 else { return }
    let data = try message.take(type.size)
    let bits = data.prefix(8).reversed().reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
    switch type {
    case .float64: values[name] = .number(Double(bitPattern: bits))
    case .int64: values[name] = .integer(Int(truncatingIfNeeded: bits))
    case .text: values[name] = .text(String(decoding: data.prefix { $0 != 0 }, as: UTF8.self))
    case .float32, .unknown: return
    }
    others.remove(name)
  }
}
