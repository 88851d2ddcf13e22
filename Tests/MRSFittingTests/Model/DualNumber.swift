import Numerics

/// A number with its derivatives by P parameters: forward-mode differentiation, exact to rounding.
struct DualNumber {
  var value: Double
  var derivatives: [Double]

  init(_ value: Double, derivatives: [Double]) {
    self.value = value
    self.derivatives = derivatives
  }

  /// Parameter `index` of `count`.
  init(_ value: Double, parameter index: Int, of count: Int) {
    self.init(value, derivatives: (0..<count).map { $0 == index ? 1 : 0 })
  }

  /// f(self), with f and f′ at the value.
  func chained(_ function: Double, _ slope: Double) -> DualNumber {
    DualNumber(function, derivatives: derivatives.map { slope * $0 })
  }

  static func exp(_ x: DualNumber) -> DualNumber { x.chained(Double.exp(x.value), Double.exp(x.value)) }
  static func log(_ x: DualNumber) -> DualNumber { x.chained(Double.log(x.value), 1 / x.value) }
  static func cos(_ x: DualNumber) -> DualNumber { x.chained(Double.cos(x.value), -Double.sin(x.value)) }
  static func sin(_ x: DualNumber) -> DualNumber { x.chained(Double.sin(x.value), Double.cos(x.value)) }
  static func atan(_ x: DualNumber) -> DualNumber { x.chained(Double.atan(x.value), 1 / (1 + x.value * x.value)) }
  static func pow(_ x: DualNumber, _ power: DualNumber) -> DualNumber { exp(power * log(x)) }

  static func + (a: DualNumber, b: DualNumber) -> DualNumber {
    DualNumber(a.value + b.value, derivatives: zip(a.derivatives, b.derivatives).map { $0 + $1 })
  }
  static func - (a: DualNumber, b: DualNumber) -> DualNumber { a + -1 * b }
  static func * (a: DualNumber, b: DualNumber) -> DualNumber {
    DualNumber(
      a.value * b.value, derivatives: zip(a.derivatives, b.derivatives).map { $0 * b.value + $1 * a.value })
  }
  static func / (a: DualNumber, b: DualNumber) -> DualNumber { a * b.chained(1 / b.value, -1 / (b.value * b.value)) }
  static func + (a: DualNumber, b: Double) -> DualNumber { a.chained(a.value + b, 1) }
  static func + (a: Double, b: DualNumber) -> DualNumber { b + a }
  static func - (a: DualNumber, b: Double) -> DualNumber { a + -b }
  static func - (a: Double, b: DualNumber) -> DualNumber { -1 * b + a }
  static func * (a: Double, b: DualNumber) -> DualNumber { b.chained(a * b.value, a) }
  static func * (a: DualNumber, b: Double) -> DualNumber { b * a }
  static func / (a: DualNumber, b: Double) -> DualNumber { a.chained(a.value / b, 1 / b) }
  static func / (a: Double, b: DualNumber) -> DualNumber { b.chained(a / b.value, -a / (b.value * b.value)) }
  static prefix func - (a: DualNumber) -> DualNumber { -1 * a }
}
