/// The members of the objects of a JSON text with their places, so that some can be blanked where they stand.
///
/// The text must be one that ``JSONText`` reads.
struct JSONMembers {
  struct Member {
    let key: String
    /// From the key's quote to the end of the value.
    let place: Range<Int>
    let value: Range<Int>
    /// Where the comma after it stands.
    let comma: Int?
  }

  /// The members of one object, and the keys that lead to it.
  struct Object {
    let path: [String]
    let members: [Member]
  }

  private let bytes: [UInt8]
  private var offset = 0
  private var objects: [Object] = []

  /// All objects of a text, the inner ones first.
  static func objects(of bytes: [UInt8]) -> [Object] {
    var reader = JSONMembers(bytes: bytes)
    reader.value([])
    return reader.objects
  }

  private init(bytes: [UInt8]) { self.bytes = bytes }

  private mutating func skipBlanks() {
    while offset < bytes.count, bytes[offset] <= 0x20 { offset += 1 }
  }

  private mutating func value(_ path: [String]) {
    skipBlanks()
    guard offset < bytes.count else { return }
    switch bytes[offset] {
    case UInt8(ascii: "{"): object(path)
    case UInt8(ascii: "["):
      offset += 1
      while offset < bytes.count {
        skipBlanks()
        if offset < bytes.count, bytes[offset] == UInt8(ascii: "]") { break }
        value(path)
        skipBlanks()
        guard offset < bytes.count, bytes[offset] == UInt8(ascii: ",") else { break }
        offset += 1
      }
      offset += 1
    case UInt8(ascii: "\""): string()
    default:
      while offset < bytes.count, !",]}".utf8.contains(bytes[offset]), bytes[offset] > 0x20 { offset += 1 }
    }
  }

  private mutating func string() {
    offset += 1
    while offset < bytes.count, bytes[offset] != UInt8(ascii: "\"") {
      offset += bytes[offset] == UInt8(ascii: "\\") ? 2 : 1
    }
    offset += 1
  }

  private mutating func object(_ path: [String]) {
    var members: [Member] = []
    offset += 1
    while offset < bytes.count {
      skipBlanks()
      guard offset < bytes.count, bytes[offset] == UInt8(ascii: "\"") else { break }
      let start = offset
      string()
      let key = String(decoding: bytes[(start + 1)..<max(start + 1, min(offset, bytes.count) - 1)], as: UTF8.self)
      skipBlanks()
      offset += 1
      skipBlanks()
      let first = offset
      value(path + [key])
      let end = offset
      skipBlanks()
      let hasComma = offset < bytes.count && bytes[offset] == UInt8(ascii: ",")
      members.append(Member(key: key, place: start..<end, value: first..<end, comma: hasComma ? offset : nil))
      guard hasComma else { break }
      offset += 1
    }
    skipBlanks()
    offset += 1
    objects.append(Object(path: path, members: members))
  }
}
