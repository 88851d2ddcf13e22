/// Constants of an ONNX graph: their type, shape and bytes; the last index runs fastest.
struct ONNXTensor: Hashable, Sendable {
  /// The types that we use, by their numbers in ONNX.
  enum Element: Int, Hashable, Sendable {
    case float = 1
    case int64 = 7
    case bool = 9
    case half = 10
    case double = 11
  }

  let element: Element
  let shape: [Int]
  /// Little-endian.
  let bytes: [UInt8]

  init(_ values: [Double], shape: [Int]) {
    self.init(.double, shape, of: values.map(\.bitPattern))
  }

  init(_ values: [Int], shape: [Int]) {
    self.init(.int64, shape, of: values.map { UInt64(bitPattern: Int64($0)) })
  }

  /// In 16 bits where nothing is lost by it, else in 32.
  init(_ values: [Float], shape: [Int]) {
    if values.count > 1, values.allSatisfy({ HalfPrecision.rounded($0) == $0 }) {
      self.init(.half, shape, of: values.map { HalfPrecision.bits(of: $0) })
    } else {
      self.init(.float, shape, of: values.map(\.bitPattern))
    }
  }

  private init(_ element: Element, _ shape: [Int], of values: [some FixedWidthInteger]) {
    precondition(values.count == shape.reduce(1, *), "\(values.count) values cannot have the shape \(shape)")
    self.element = element
    self.shape = shape
    var bytes: [UInt8] = []
    bytes.reserveCapacity(values.count * (values.first?.bitWidth ?? 0) / 8)
    for value in values {
      for place in 0..<value.bitWidth / 8 { bytes.append(UInt8(truncatingIfNeeded: value >> (8 * place))) }
    }
    self.bytes = bytes
  }

  /// As ONNX's `TensorProto`.
  func message(named name: String) -> ProtobufMessage {
    var message = ProtobufMessage()
    for size in shape { message.add(1, size) }
    message.add(2, element.rawValue)
    message.add(8, name)
    message.add(9, bytes)
    return message
  }
}
