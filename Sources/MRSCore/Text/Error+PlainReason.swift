import Foundation

extension Error {
  /// Why a file cannot be read or written, in plain words: what of a JSON text is missing or of another kind, the system's
  /// reason, or what an error of this package says of itself.
  public var plainReason: String {
    switch self as any Error {
    case DecodingError.keyNotFound(let key, let context):
      "'\(Self.dotted(context.codingPath + [key]))' is missing"
    case DecodingError.typeMismatch(_, let context), DecodingError.valueNotFound(_, let context):
      "'\(Self.dotted(context.codingPath))' is of another kind than expected"
    case DecodingError.dataCorrupted(let context) where context.codingPath.isEmpty:
      "it is no valid JSON, or cut short"
    case DecodingError.dataCorrupted(let context):
      "'\(Self.dotted(context.codingPath))': \(context.debugDescription.printable)"
    case is CocoaError, is POSIXError, is URLError: systemReason
    default: "\(self)".contains("Error Domain=") ? systemReason : "\(self)"
    }
  }

  private static func dotted(_ path: [any CodingKey]) -> String {
    path.isEmpty ? "the whole" : path.map(\.stringValue).joined(separator: ".").printable
  }
}
