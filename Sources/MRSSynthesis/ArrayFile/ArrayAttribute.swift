/// A text or a number attached to an array, or to a file of arrays, by name.
public enum ArrayAttribute: Hashable, Sendable, Codable {
  case text(String)
  case number(Double)
  case integer(Int)
}
