/// What an array in a file is made of.
public enum ArrayElementKind: String, Hashable, Sendable, Codable {
  case float32, float64
}

/// A number of which an array in a file can be made.
public protocol ArrayElement: BitwiseCopyable, ExpressibleByIntegerLiteral, Sendable {
  static var elementKind: ArrayElementKind { get }
}

extension Float: ArrayElement {
  public static var elementKind: ArrayElementKind { .float32 }
}

extension Double: ArrayElement {
  public static var elementKind: ArrayElementKind { .float64 }
}
