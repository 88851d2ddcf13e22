/// A graph of ONNX operations while it is built: operations in the order in which they are asked for, constants, inputs
/// and outputs.
///
/// ``ONNXValue`` has the operations. The same constant is kept once.
final class ONNXGraph {
  /// The size of a dimension; `nil` for that of the batch.
  typealias Shape = [Int?]

  /// What the operations that are asked for now belong to: their names begin with it.
  var stage = ""
  private var nodes: [ONNXNode] = []
  private var constants: [(name: String, tensor: ONNXTensor)] = []
  private var known: [ONNXTensor: String] = [:]
  private var inputs: [ProtobufMessage] = []
  private var outputs: [ProtobufMessage] = []

  func input(_ name: String, _ type: ONNXTensor.Element, _ shape: Shape, _ description: String) -> ONNXValue {
    inputs.append(Self.port(name, type, shape, description))
    return ONNXValue(graph: self, name: name, type: type)
  }

  func addOutput(_ name: String, _ value: ONNXValue, _ shape: Shape, _ description: String) {
    nodes.append(
      ONNXNode(name: "output/\(name)", operation: "Identity", inputs: [value.name], outputs: [name], attributes: []))
    outputs.append(Self.port(name, value.type, shape, description))
  }

  func constant(_ tensor: ONNXTensor) -> ONNXValue {
    if let name = known[tensor] { return ONNXValue(graph: self, name: name, type: tensor.element) }
    let name = "\(stage)/constant\(constants.count)"
    constants.append((name, tensor))
    known[tensor] = name
    return ONNXValue(graph: self, name: name, type: tensor.element)
  }

  func constant(_ values: [Double], shape: [Int]) -> ONNXValue { constant(ONNXTensor(values, shape: shape)) }

  /// A vector of integers.
  func constant(_ values: [Int]) -> ONNXValue { constant(ONNXTensor(values, shape: [values.count])) }

  /// A row, (1, values).
  func row(_ values: [Double]) -> ONNXValue { constant(values, shape: [1, values.count]) }

  /// 0, 1, … as a row of integers.
  func indices(_ count: Int) -> ONNXValue { constant(ONNXTensor(Array(0..<count), shape: [1, count])) }

  /// Numbers of files, converted to this type.
  func constant(_ array: FloatArray, shape: [Int]? = nil, as type: ONNXTensor.Element) -> ONNXValue {
    constant(ONNXTensor(array.values, shape: shape ?? array.shape)).cast(to: type)
  }

  /// One number.
  func scalar(_ value: Double, _ type: ONNXTensor.Element) -> ONNXValue {
    switch type {
    case .float, .half: constant(ONNXTensor([Float(value)], shape: []))
    case .int64, .bool: constant(ONNXTensor([Int(value)], shape: []))
    case .double: constant(ONNXTensor([value], shape: []))
    }
  }

  /// What an operation gives, the first of it where it gives more.
  /// - Parameter outputs: how many it gives.
  func apply(
    _ operation: String, _ inputs: [ONNXValue], giving type: ONNXTensor.Element, outputs: Int = 1,
    _ attributes: (name: String, value: ONNXNode.Attribute)...
  ) -> ONNXValue {
    let name = "\(stage)/\(operation)\(nodes.count)"
    let names = (0..<outputs).map { $0 == 0 ? name : "\(name).\($0)" }
    nodes.append(
      ONNXNode(
        name: name, operation: operation, inputs: inputs.map(\.name), outputs: names, attributes: attributes))
    return ONNXValue(graph: self, name: name, type: type)
  }

  /// As ONNX's `GraphProto`.
  func message(named name: String) -> ProtobufMessage {
    var message = ProtobufMessage()
    for node in nodes { message.add(1, node.message) }
    message.add(2, name)
    for constant in constants { message.add(5, constant.tensor.message(named: constant.name)) }
    for input in inputs { message.add(11, input) }
    for output in outputs { message.add(12, output) }
    return message
  }

  private static func port(
    _ name: String, _ type: ONNXTensor.Element, _ shape: Shape, _ description: String
  ) -> ProtobufMessage {
    var port = ProtobufMessage()
    port.add(1, name)
    port.add(2) { described in
      described.add(1) { tensor in
        tensor.add(1, type.rawValue)
        tensor.add(2) { sizes in
          for size in shape {
            sizes.add(1) { dimension in
              if let size { dimension.add(1, size) } else { dimension.add(2, "batch") }
            }
          }
        }
      }
    }
    port.add(3, description)
    return port
  }
}
