extension Distribution: Codable {
  private enum Key: String, CodingKey { case kind, value, low, high, mean, deviation, median, variation }

  /// - Throws: `DecodingError` naming the field when a number makes no distribution.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: Key.self)
    func number(_ key: Key, where isGood: (Double) -> Bool = { $0.isFinite }, _ expected: String) throws -> Double {
      let value = try container.decode(Double.self, forKey: key)
      guard value.isFinite, isGood(value) else {
        throw DecodingError.dataCorruptedError(
          forKey: key, in: container, debugDescription: "\(value) found; expected \(expected)")
      }
      return value
    }
    let kind = try container.decode(String.self, forKey: .kind)
    switch kind {
    case "fixed":
      self = .fixed(try number(.value, "a number"))
    case "uniform":
      let low = try number(.low, "a number")
      self = .uniform(low: low, high: try number(.high, where: { $0 >= low }, "a number not below low (\(low))"))
    case "logUniform":
      let low = try number(.low, where: { $0 > 0 }, "a positive number")
      self = .logUniform(low: low, high: try number(.high, where: { $0 >= low }, "a number not below low (\(low))"))
    case "normal":
      self = .normal(
        mean: try number(.mean, "a number"),
        deviation: try number(.deviation, where: { $0 >= 0 }, "a number not below 0"))
    case "logNormal":
      self = .logNormal(
        median: try number(.median, where: { $0 > 0 }, "a positive number"),
        variation: try number(.variation, where: { $0 >= 0 }, "a coefficient of variation not below 0"))
    default:
      throw DecodingError.dataCorruptedError(
        forKey: .kind, in: container,
        debugDescription: "'\(kind)' found; expected fixed, uniform, logUniform, normal or logNormal")
    }
  }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: Key.self)
    switch self {
    case .fixed(let value):
      try container.encode("fixed", forKey: .kind)
      try container.encode(value, forKey: .value)
    case .uniform(let low, let high), .logUniform(let low, let high):
      if case .uniform = self {
        try container.encode("uniform", forKey: .kind)
      } else {
        try container.encode("logUniform", forKey: .kind)
      }
      try container.encode(low, forKey: .low)
      try container.encode(high, forKey: .high)
    case .normal(let mean, let deviation):
      try container.encode("normal", forKey: .kind)
      try container.encode(mean, forKey: .mean)
      try container.encode(deviation, forKey: .deviation)
    case .logNormal(let median, let variation):
      try container.encode("logNormal", forKey: .kind)
      try container.encode(median, forKey: .median)
      try container.encode(variation, forKey: .variation)
    }
  }
}
