/// One operation of an ONNX graph, by the names of what it takes and gives.
struct ONNXNode: Sendable {
  enum Attribute: Hashable, Sendable {
    case integer(Int)
    case integers([Int])
    case real(Float)
  }

  let name: String
  /// Its name in ONNX's list of operators.
  let operation: String
  let inputs: [String]
  let outputs: [String]
  let attributes: [(name: String, value: Attribute)]

  /// As ONNX's `NodeProto`.
  var message: ProtobufMessage {
    var message = ProtobufMessage()
    for input in inputs { message.add(1, input) }
    for output in outputs { message.add(2, output) }
    message.add(3, name)
    message.add(4, operation)
    for attribute in attributes {
      message.add(5) { part in
        part.add(1, attribute.name)
        switch attribute.value {
        case .real(let value):
          part.add(2, value)
          part.add(20, 1)
        case .integer(let value):
          part.add(3, value)
          part.add(20, 2)
        case .integers(let values):
          for value in values { part.add(8, value) }
          part.add(20, 7)
        }
      }
    }
    return message
  }
}
