/// A message of protocol buffers as bytes on the wire, in which ONNX files are written.
///
/// Each field is a key, number·8 + kind, and a value: a varint (kind 0, seven bits a byte, the lowest first), bytes
/// behind their length (kind 2), or 32 bits (kind 5). See https://protobuf.dev/programming-guides/encoding.
struct ProtobufMessage: Hashable, Sendable {
  private(set) var bytes: [UInt8] = []

  /// An integer; below zero as its 64 bits.
  mutating func add(_ field: Int, _ value: Int) {
    addVarint(UInt64(field) << 3)
    addVarint(UInt64(bitPattern: Int64(value)))
  }

  mutating func add(_ field: Int, _ value: Float) {
    addVarint(UInt64(field) << 3 | 5)
    for place in 0..<4 { bytes.append(UInt8(truncatingIfNeeded: value.bitPattern >> (8 * place))) }
  }

  mutating func add(_ field: Int, _ value: [UInt8]) {
    addVarint(UInt64(field) << 3 | 2)
    addVarint(UInt64(value.count))
    bytes += value
  }

  mutating func add(_ field: Int, _ text: String) { add(field, Array(text.utf8)) }

  mutating func add(_ field: Int, _ message: ProtobufMessage) { add(field, message.bytes) }

  /// A message that is made in place.
  mutating func add(_ field: Int, _ make: (inout ProtobufMessage) -> Void) {
    var message = ProtobufMessage()
    make(&message)
    add(field, message)
  }

  private mutating func addVarint(_ value: UInt64) {
    var rest = value
    while rest >= 0x80 {
      bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
      rest >>= 7
    }
    bytes.append(UInt8(rest))
  }
}
