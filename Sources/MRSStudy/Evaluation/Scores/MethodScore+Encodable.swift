import MRSStatistics

extension MethodScore: Encodable {
  private enum Key: String, CodingKey {
    case count, rmse, logRMSE, logRMSEInterval, bias, slope, slopeInterval, rmseOverBound, rmseOverPrior, coverage50,
      coverage90
    case coverage90Interval, coverage95, medianRatio, thirds, ranks
  }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: Key.self)
    try container.encode(agreement.count, forKey: .count)
    try container.encode(agreement.rootMeanSquareError, forKey: .rmse)
    try container.encodeIfPresent(logRMSE, forKey: .logRMSE)
    try container.encodeIfPresent(logRMSEInterval, forKey: .logRMSEInterval)
    try container.encode(agreement.bias.estimate, forKey: .bias)
    if let slope = agreement.line?.slope {
      try container.encode(slope.estimate, forKey: .slope)
      try container.encode([slope.lower, slope.upper], forKey: .slopeInterval)
    }
    try container.encodeIfPresent(errorOverBound, forKey: .rmseOverBound)
    try container.encode(errorOverPrior, forKey: .rmseOverPrior)
    try container.encode(coverage50, forKey: .coverage50)
    if let coverage = agreement.coverage {
      try container.encode(coverage.estimate, forKey: .coverage90)
      try container.encode([coverage.lower, coverage.upper], forKey: .coverage90Interval)
    }
    try container.encode(coverage95, forKey: .coverage95)
    try container.encodeIfPresent(medianRatio, forKey: .medianRatio)
    if !thirds.isEmpty { try container.encode(thirds, forKey: .thirds) }
    try container.encodeIfPresent(ranks, forKey: .ranks)
  }
}
