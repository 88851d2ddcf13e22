import Numerics

extension ROCCurve {
  /// DeLong's interval on the logit scale, logit A ± z·SE/(A(1−A)), which stays between 0 and 1 and covers better near
  /// the ends (Pepe 2003, *The Statistical Evaluation of Medical Tests*, §5.2.4); `nil` where the standard error is
  /// unknown or zero: then take ``scoreInterval(confidence:)``.
  /// - Throws: ``StatisticsError/outOfRange(quantity:value:expected:)`` for a confidence outside 0…1.
  public func logitInterval(confidence: Double = 0.95) throws(StatisticsError) -> ConfidenceInterval? {
    try ConfidenceInterval.validate(confidence: confidence)
    guard let standardError, standardError > 0, area > 0, area < 1 else { return nil }
    let middle = Double.log(area / (1 - area))
    let half = NormalDistribution.deviations(confidence: confidence) * standardError / (area * (1 - area))
    return ConfidenceInterval(
      estimate: area, lower: LogisticModel.logistic(middle - half), upper: LogisticModel.logistic(middle + half),
      confidence: confidence)
  }

  /// The areas θ that a normal test with the variance of Hanley & McNeil at θ itself does not reject: an interval that
  /// is there for perfect separation too (method 5 of Newcombe 2006, doi:10.1002/sim.2324).
  ///
  /// |A − θ| = z·√V(θ), V(θ) = θ(1−θ)/(mn)·(1 + n*·(1−θ)/(2−θ) + n*·θ/(1+θ)), n* = (m + n)/2 − 1.
  /// - Throws: ``StatisticsError/outOfRange(quantity:value:expected:)`` for a confidence outside 0…1.
  public func scoreInterval(confidence: Double = 0.95) throws(StatisticsError) -> ConfidenceInterval {
    try ConfidenceInterval.validate(confidence: confidence)
    let z = NormalDistribution.deviations(confidence: confidence)
    func isCompatible(_ theta: Double) -> Bool {
      abs(area - theta) <= z * ROCPrecision.balancedVariance(theta, positives, negatives).squareRoot()
    }
    return ConfidenceInterval(
      estimate: area, lower: area == 0 ? 0 : Self.edge(from: area, to: 0, where: isCompatible),
      upper: area == 1 ? 1 : Self.edge(from: area, to: 1, where: isCompatible), confidence: confidence)
  }

  /// Where between `inside` and `outside` the condition ends: bisection to the last bit but four.
  private static func edge(
    from inside: Double, to outside: Double, where isCompatible: (Double) -> Bool
  ) -> Double {
    var (inside, outside) = (inside, outside)
    while abs(outside - inside) > 1e-15 {
      let middle = (inside + outside) / 2
      if middle == inside || middle == outside { break }
      if isCompatible(middle) { inside = middle } else { outside = middle }
    }
    return inside
  }
}
