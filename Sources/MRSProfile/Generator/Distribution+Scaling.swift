import MRSModel

extension Distribution {
  /// The distribution of the quantity times a positive factor.
  package func scaled(by factor: Double) -> Distribution {
    switch self {
    case .fixed(let value): .fixed(value * factor)
    case .uniform(let low, let high): .uniform(low: low * factor, high: high * factor)
    case .logUniform(let low, let high): .logUniform(low: low * factor, high: high * factor)
    case .normal(let mean, let deviation): .normal(mean: mean * factor, deviation: deviation * factor)
    case .logNormal(let median, let variation): .logNormal(median: median * factor, variation: variation)
    }
  }
}
