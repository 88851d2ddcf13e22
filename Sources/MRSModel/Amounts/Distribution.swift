import MRSCore
import Numerics

/// What a quantity is drawn from.
///
/// In a protocol file: `{ kind = "logNormal", median = 2.3, variation = 0.3 }`, likewise `normal` (mean, deviation),
/// `uniform` and `logUniform` (low, high) and `fixed` (value).
public enum Distribution: Hashable, Sendable {
  case fixed(Double)
  case uniform(low: Double, high: Double)
  case logUniform(low: Double, high: Double)
  case normal(mean: Double, deviation: Double)
  /// `variation` is the coefficient of variation CV; the log's standard deviation is √ln(1 + CV²).
  case logNormal(median: Double, variation: Double)

  /// One number.
  public func draw(using stream: inout RandomStream) -> Double {
    switch self {
    case .fixed(let value): value
    case .uniform(let low, let high): stream.uniform(in: low...high)
    case .logUniform(let low, let high): .exp(stream.uniform(in: .log(low)...(.log(high))))
    case .normal(let mean, let deviation): stream.normal(mean: mean, deviation: deviation)
    case .logNormal(let median, let variation):
      median * .exp(Self.logDeviation(variation: variation) * stream.normal())
    }
  }

  public var mean: Double {
    switch self {
    case .fixed(let value): value
    case .uniform(let low, let high): (low + high) / 2
    case .logUniform(let low, let high): high == low ? low : (high - low) / .log(high / low)
    case .normal(let mean, _): mean
    case .logNormal(let median, let variation): median * (1 + variation * variation).squareRoot()
    }
  }

  /// Half of the draws lie below.
  public var median: Double {
    switch self {
    case .fixed(let value): value
    case .uniform(let low, let high): (low + high) / 2
    case .logUniform(let low, let high): (low * high).squareRoot()
    case .normal(let mean, _): mean
    case .logNormal(let median, _): median
    }
  }

  public var standardDeviation: Double {
    switch self {
    case .fixed: 0
    case .uniform(let low, let high): (high - low) / 12.0.squareRoot()
    case .logUniform(let low, let high):
      high == low ? 0 : ((high * high - low * low) / (2 * .log(high / low)) - mean * mean).squareRoot()
    case .normal(_, let deviation): deviation
    case .logNormal(_, let variation): mean * variation
    }
  }

  /// √ln(1 + CV²).
  public static func logDeviation(variation: Double) -> Double {
    Double.log(onePlus: variation * variation).squareRoot()
  }
}
