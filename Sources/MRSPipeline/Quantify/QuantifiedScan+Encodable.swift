import MRSCore
import MRSModel

/// JSON for programs: numbers that are not known or infinite are `null`.
extension QuantifiedScan: Encodable {
  private struct Row: Encodable {
    let name: String
    let amount: Double
    let standardDeviation: Double?
    let percent: Double?
    let uncertainty: Amount.UncertaintyKind
    let isAtBound: Bool
    let ratio: Double?
    let ratioStandardDeviation: Double?
    let members: [String]?
  }

  private struct WaterFacts: Encodable {
    let fatFraction: Double
    let fatFractionStandardDeviation: Double?
    let linewidth: Double
    let gain: Double
    let gainRelativeStandardDeviation: Double?
  }

  private struct QualityFacts: Encodable {
    let signalToNoise: Double?
    let linewidth: Double?
    let residualToNoise: Double?
  }

  private enum Key: String, CodingKey {
    case method, unit, reference, amounts, posteriors, sums, covariance, quality, water, doubts, provenance
  }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: Key.self)
    try container.encode(quantification.method, forKey: .method)
    try container.encode(quantification.unit, forKey: .unit)
    try container.encode(reference, forKey: .reference)
    try container.encode(quantification.amounts.map { row($0, [$0.name], members: nil) }, forKey: .amounts)
    if !posteriors.isEmpty { try container.encode(posteriors, forKey: .posteriors) }
    try container.encode(sums.map { row($0.amount, $0.members, members: $0.members) }, forKey: .sums)
    let covariance = quantification.covariance
    // A network's targets are predicted one by one: their covariances are unknown, not zero.
    try container.encode(
      (0..<covariance.rows).map { i in
        (0..<covariance.columns).map { j in fit == nil && i != j ? nil : Self.finite(covariance[i, j]) }
      }, forKey: .covariance)
    let quality = quantification.quality
    try container.encode(
      QualityFacts(
        signalToNoise: Self.finite(quality.signalToNoise), linewidth: Self.finite(quality.linewidth),
        residualToNoise: Self.finite(quality.residualToNoise)), forKey: .quality)
    if let water {
      try container.encode(
        WaterFacts(
          fatFraction: water.fatFraction, fatFractionStandardDeviation: Self.finite(water.fatFractionDeviation),
          linewidth: water.linewidth, gain: water.gain,
          gainRelativeStandardDeviation: Self.finite(water.gainDeviation)), forKey: .water)
    }
    try container.encode(plainDoubts, forKey: .doubts)
    try container.encode(provenance, forKey: .provenance)
  }

  private func row(_ amount: Amount, _ names: [String], members: [String]?) -> Row {
    let ratio = ratio(of: names)
    return Row(
      name: amount.name, amount: amount.value, standardDeviation: Self.finite(amount.standardDeviation),
      percent: Self.finite(amount.percentDeviation), uncertainty: amount.uncertainty, isAtBound: amount.isAtBound,
      ratio: ratio?.value, ratioStandardDeviation: Self.finite(ratio?.standardDeviation), members: members)
  }

  private static func finite(_ value: Double?) -> Double? { value.flatMap { $0.isFinite ? $0 : nil } }
}
