/// A type that is one value of a configuration, not made of others.
protocol TreeScalar: Decodable {
  /// Nil where the value is of another type or out of range.
  init?(tree value: ConfigurationValue)
  /// What an error says it wants, as "a number".
  static var expectation: String { get }
  var treeValue: ConfigurationValue? { get }
}

extension Bool: TreeScalar {
  init?(tree value: ConfigurationValue) {
    guard case .boolean(let boolean) = value else { return nil }
    self = boolean
  }
  static var expectation: String { "true or false" }
  var treeValue: ConfigurationValue? { .boolean(self) }
}

extension String: TreeScalar {
  init?(tree value: ConfigurationValue) {
    guard case .string(let string) = value else { return nil }
    self = string
  }
  static var expectation: String { "a string, in quotes" }
  var treeValue: ConfigurationValue? { .string(self) }
}

extension Double: TreeScalar {
  init?(tree value: ConfigurationValue) {
    switch value {
    case .float(let number): self = number
    case .integer(let integer):
      guard let exact = Double(exactly: integer) else { return nil }
      self = exact
    default: return nil
    }
  }
  static var expectation: String { "a number" }
  var treeValue: ConfigurationValue? { .float(self) }
}

extension Float: TreeScalar {
  init?(tree value: ConfigurationValue) {
    guard let number = Double(tree: value), Float(number).isFinite || !number.isFinite else { return nil }
    self = Float(number)
  }
  static var expectation: String { "a number of single precision" }
  /// The double of the same shortest decimal digits: 0.1, not 0.10000000149011612.
  var treeValue: ConfigurationValue? { .float(Double("\(self)") ?? Double(self)) }
}

extension TreeScalar where Self: FixedWidthInteger {
  init?(tree value: ConfigurationValue) {
    guard case .integer(let integer) = value, let exact = Self(exactly: integer) else { return nil }
    self = exact
  }
  static var expectation: String {
    bitWidth == 64 ? (isSigned ? "an integer" : "an integer that is not negative") : "an integer from \(min) to \(max)"
  }
  var treeValue: ConfigurationValue? { Int64(exactly: self).map(ConfigurationValue.integer) }
}

extension Int: TreeScalar {}
extension Int8: TreeScalar {}
extension Int16: TreeScalar {}
extension Int32: TreeScalar {}
extension Int64: TreeScalar {}
extension UInt: TreeScalar {}
extension UInt8: TreeScalar {}
extension UInt16: TreeScalar {}
extension UInt32: TreeScalar {}
extension UInt64: TreeScalar {}
