/// Any JSON value, for headers whose keys are open.
public enum JSONValue: Hashable, Sendable, Codable {
  case null
  case bool(Bool)
  case number(Double)
  case string(String)
  case array([JSONValue])
  case object([String: JSONValue])

  public init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    if container.decodeNil() {
      self = .null
    } else if let value = try? container.decode(Bool.self) {
      self = .bool(value)
    } else if let value = try? container.decode(Double.self) {
      self = .number(value)
    } else if let value = try? container.decode(String.self) {
      self = .string(value)
    } else if let value = try? container.decode([JSONValue].self) {
      self = .array(value)
    } else {
      self = .object(try container.decode([String: JSONValue].self))
    }
  }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    switch self {
    case .null: try container.encodeNil()
    case .bool(let value): try container.encode(value)
    case .number(let value): try container.encode(value)
    case .string(let value): try container.encode(value)
    case .array(let value): try container.encode(value)
    case .object(let value): try container.encode(value)
    }
  }

  /// The number, also where it is the first element of an array.
  var number: Double? {
    switch self {
    case .number(let value): value
    case .array(let values): values.first?.number
    default: nil
    }
  }

  /// True for the values of a dimension that are not all the same: a list, or a start with an increment, both also as
  /// the `Value` of an object.
  var changes: Bool {
    switch self {
    case .array(let values): Set(values).count > 1
    case .object(let fields): fields["Value"]?.changes == true || (fields["increment"]?.number ?? 0) != 0
    default: false
    }
  }

  /// The value at `index` of a dimension: of a list, or of a start with an increment; `nil` where there is none.
  func element(_ index: Int) -> JSONValue? {
    switch self {
    case .array(let values): values.indices.contains(index) ? values[index] : nil
    case .object(let fields):
      if let start = fields["start"]?.number, let step = fields["increment"]?.number {
        .number(start + Double(index) * step)
      } else {
        fields["Value"]?.element(index)
      }
    default: nil
    }
  }

  /// The string, also where it is the first element of an array.
  var string: String? {
    switch self {
    case .string(let value): value
    case .array(let values): values.first?.string
    default: nil
    }
  }
}

extension JSONValue: CustomStringConvertible {
  /// As a person would write it: no quotes around a lone string, keys sorted.
  public var description: String {
    switch self {
    case .null: "null"
    case .bool(let value): String(value)
    case .number(let value): value == value.rounded() && abs(value) < 1e15 ? String(Int(value)) : String(value)
    case .string(let value): value
    case .array(let values): "[" + values.map(\.description).joined(separator: ", ") + "]"
    case .object(let values):
      "{" + values.sorted { $0.key < $1.key }.map { "\($0.key): \($0.value)" }.joined(separator: ", ") + "}"
    }
  }
}
