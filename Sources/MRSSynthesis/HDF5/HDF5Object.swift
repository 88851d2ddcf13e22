/// The header of an object of an HDF5 file (version 2), the group or one of the arrays: a list of messages.
struct HDF5Object {
  /// The kinds of messages that are read, and those that would change what the others say.
  enum Kind: UInt8 {
    case dataspace = 0x01
    case linkInfo = 0x02
    case datatype = 0x03
    case link = 0x06
    case externalFiles = 0x07
    case layout = 0x08
    case filters = 0x0b
    case attribute = 0x0c
    case continuation = 0x10
    case attributeInfo = 0x15
  }

  private let messages: [(kind: Kind, body: HDF5Cursor)]

  init(at address: Int, in file: HDF5File) throws(HDF5Refusal) {
    var start = try file.bytes(at: address, count: 6, "the header of an object")
    try start.skip(4)
    guard try start.byte() == 2 else { throw .foreign("the header of an object is not of version 2") }
    let flags = try start.byte()
    let before = 6 + (flags & 0x20 != 0 ? 16 : 0) + (flags & 0x10 != 0 ? 4 : 0)
    let width = 1 << Int(flags & 3)
    var prefix = try file.bytes(at: address, count: before + width, "the header of an object")
    try prefix.skip(before)
    let count = try prefix.number(width)
    try file.require(address, count, "the header of an object")
    var first = try file.block("OHDR", at: address, count: before + width + count + 4)
    try first.skip(before - 4 + width)
    let entry = 4 + (flags & 4 != 0 ? 2 : 0)
    var found: [(kind: Kind, body: HDF5Cursor)] = []
    var blocks = [first]
    var read = 0
    while read < blocks.count {
      for message in try Self.messages(of: blocks[read], entry: entry) {
        guard message.kind == .continuation else {
          found.append(message)
          continue
        }
        var body = message.body
        guard let next = try body.address() else { throw .damaged("a header goes on nowhere") }
        let length = try body.number(8)
        guard blocks.count < Self.mostBlocks else { throw .damaged("a header goes on without end") }
        blocks.append(try file.block("OCHK", at: next, count: length))
      }
      read += 1
    }
    messages = found
  }

  /// What messages of a kind say.
  func bodies(_ kind: Kind) -> [HDF5Cursor] { messages.filter { $0.kind == kind }.map(\.body) }

  /// What the one message of a kind says.
  func body(_ kind: Kind) throws(HDF5Refusal) -> HDF5Cursor {
    let all = bodies(kind)
    guard all.count == 1 else { throw .foreign("an object of it is no array (\(all.count) messages of \(kind))") }
    return all[0]
  }

  private static let mostBlocks = 64

  private static func messages(
    of block: HDF5Cursor, entry: Int
  ) throws(HDF5Refusal) -> [(kind: Kind, body: HDF5Cursor)] {
    var block = block
    var messages: [(kind: Kind, body: HDF5Cursor)] = []
    // Fewer bytes than an empty message takes are a gap.
    while block.left >= entry {
      let code = try block.byte()
      let size = try block.number(2)
      let flags = try block.byte()
      try block.skip(entry - 4)
      let body = try block.take(size)
      guard let kind = Kind(rawValue: code) else { continue }
      guard flags & 2 == 0 else { throw .foreign("messages of its headers are shared") }
      messages.append((kind, HDF5Cursor(body)))
    }
    return messages
  }
}
