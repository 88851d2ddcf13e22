/// What flows along an edge of an ONNX graph; arithmetic with it adds operations to the graph. Shapes are broadcast as
/// in NumPy.
struct ONNXValue {
  let graph: ONNXGraph
  let name: String
  let type: ONNXTensor.Element

  static func + (left: ONNXValue, right: ONNXValue) -> ONNXValue { left.combined("Add", right) }
  static func - (left: ONNXValue, right: ONNXValue) -> ONNXValue { left.combined("Sub", right) }
  static func * (left: ONNXValue, right: ONNXValue) -> ONNXValue { left.combined("Mul", right) }
  static func / (left: ONNXValue, right: ONNXValue) -> ONNXValue { left.combined("Div", right) }
  static func % (left: ONNXValue, right: ONNXValue) -> ONNXValue { left.combined("Mod", right) }
  static prefix func - (value: ONNXValue) -> ONNXValue { value.changed("Neg") }

  static func + (left: ONNXValue, right: Double) -> ONNXValue { left + left.like(right) }
  static func - (left: ONNXValue, right: Double) -> ONNXValue { left - left.like(right) }
  static func * (left: ONNXValue, right: Double) -> ONNXValue { left * left.like(right) }
  static func / (left: ONNXValue, right: Double) -> ONNXValue { left / left.like(right) }
  static func - (left: Double, right: ONNXValue) -> ONNXValue { right.like(left) - right }
  static func / (left: Double, right: ONNXValue) -> ONNXValue { right.like(left) / right }

  static func < (left: ONNXValue, right: ONNXValue) -> ONNXValue { left.compared("Less", right) }
  static func <= (left: ONNXValue, right: ONNXValue) -> ONNXValue { left.compared("LessOrEqual", right) }
  static func < (left: ONNXValue, right: Double) -> ONNXValue { left < left.like(right) }
  static func > (left: ONNXValue, right: Double) -> ONNXValue { left.like(right) < left }
  static func & (left: ONNXValue, right: ONNXValue) -> ONNXValue { left.compared("And", right) }
  static func | (left: ONNXValue, right: ONNXValue) -> ONNXValue { left.compared("Or", right) }
  static prefix func ! (value: ONNXValue) -> ONNXValue { value.changed("Not") }

  var exponential: ONNXValue { changed("Exp") }
  var logarithm: ONNXValue { changed("Log") }
  var squareRoot: ONNXValue { changed("Sqrt") }
  var squared: ONNXValue { self * self }
  var magnitude: ONNXValue { changed("Abs") }
  var sine: ONNXValue { changed("Sin") }
  var cosine: ONNXValue { changed("Cos") }
  var roundedUp: ONNXValue { changed("Ceil") }
  var roundedDown: ONNXValue { changed("Floor") }
  var hyperbolicTangent: ONNXValue { changed("Tanh") }
  var sigmoid: ONNXValue { changed("Sigmoid") }

  /// asinh x = sign x·ln(|x| + √(x² + 1)): runtimes have Asinh of 32 bits only.
  var inverseHyperbolicSine: ONNXValue {
    changed("Sign") * (magnitude + (squared + 1).squareRoot).logarithm
  }

  /// eˣ − 1 of x ≥ 0, by its series where x is small.
  var exponentialMinusOne: ONNXValue {
    (self < 1e-4).chosen(self * ((self / 3 + 1) * self / 2 + 1), else: exponential - 1)
  }

  /// Not below this.
  func atLeast(_ least: Double) -> ONNXValue { combined("Max", like(least)) }

  func maximum(_ other: ONNXValue) -> ONNXValue { combined("Max", other) }

  func clamped(_ low: Double, _ high: Double) -> ONNXValue {
    graph.apply("Clip", [self, like(low), like(high)], giving: type)
  }

  /// Of two values, where this is true the first.
  func chosen(_ yes: ONNXValue, else no: ONNXValue) -> ONNXValue {
    graph.apply("Where", [self, yes, no], giving: yes.type)
  }

  func chosen(_ yes: ONNXValue, else no: Double) -> ONNXValue { chosen(yes, else: yes.like(no)) }

  /// A number of this value's type.
  func like(_ value: Double) -> ONNXValue { graph.scalar(value, type) }

  /// The same operation for every number.
  func changed(_ operation: String) -> ONNXValue { graph.apply(operation, [self], giving: type) }

  func cast(to type: ONNXTensor.Element) -> ONNXValue {
    type == self.type ? self : graph.apply("Cast", [self], giving: type, ("to", .integer(type.rawValue)))
  }

  private func combined(_ operation: String, _ other: ONNXValue) -> ONNXValue {
    graph.apply(operation, [self, other], giving: type)
  }

  private func compared(_ operation: String, _ other: ONNXValue) -> ONNXValue {
    graph.apply(operation, [self, other], giving: .bool)
  }
}
