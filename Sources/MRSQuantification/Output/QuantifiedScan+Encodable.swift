import MRSCore
import MRSFitting
import MRSModel
import MRSNetworks

/// JSON for programs: numbers that are not known or infinite are `null`. Times are in seconds, frequencies and widths in
/// Hz, phases in radians, shifts of the options in ppm; `percent` is the relative standard deviation,
/// `baselineRangePercent` by how much an amount changes with the stiffness of the baseline, `relaxationPercent` what T2
/// makes it uncertain by, which the deviation holds, `priorPercent` how much of the prior's uncertainty is left, `interval90`
/// the ends that hold it with 90 %; rows and columns of `covariance` and `correlation` are in the order of `amounts`, those of
/// `sumCovariance` in that of `sums`. `saliency` is what bins of chemical shift, by their middles, add to `difference`, that
/// of ln(amount) of the spectrum and of one `start` times as strong in the same noise, but for fat where it `keepsFat`; `sum` is
/// what they add up to. `fit` is the fit, or the reconstruction of the spectrum from a network's amounts; `distance` says how far amounts that
/// explain it are from those. Its `assumptions` are those over which amounts are averaged, as what macromolecules are like, and how likely the data
/// make each.
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
    let baselineRangePercent: Double?
    let relaxationPercent: Double?
    let priorPercent: Double?
    let interval90: [Double]?
    let members: [String]?
  }

  private struct WaterFacts: Encodable {
    let fatFraction: Double
    let fatFractionStandardDeviation: Double?
    let linewidth: Double
    let gain: Double
    let gainRelativeStandardDeviation: Double?
    let fatFractionRelaxationStandardDeviation: Double?
    let scaleRelativeStandardDeviation: Double?
    let protonConcentration: Double?
    let waterContent: Double?
    let density: Double?
    let t1: Double?
    let t2: Double?
    let echoTime: Double?
    let repetitionTime: Double?
    let attenuation: Double?
    let fatMassFraction: Double?
  }

  private struct FitFacts: Encodable {
    let termination: String
    let iterations: Int
    let noise: Double?
    let frequency: Double
    let phase: Double
    let delay: Double
    let gaussian: Double
    let shifts: [Double]
    let lorentzians: [Double]
    let parametersAtBound: [String: Double]
    let assumptions: [AssumptionShare]?
    let options: OptionFacts?
  }

  private struct SaliencyFacts: Encodable {
    let name: String
    let ppm: [Double]
    let values: [Double]
    let sum: Double
    let difference: Double
    let start: Double
    let keepsFat: Bool

    init(_ found: SpectralAttribution) {
      name = found.name
      ppm = found.shifts
      values = found.values
      sum = found.sum
      difference = found.difference
      start = found.start
      keepsFat = found.keepsFat
    }
  }

  /// Of a network: how far amounts that explain the spectrum are from its own, and the limits of its card.
  private struct ReconstructionFacts: Encodable {
    let residualToNoise: Double
    let distance: Double
    let limits: ReconstructionLimits?
  }

  private struct OptionFacts: Encodable {
    let window: [Double]
    let baselineKnotSpacing: Double?
    let baselineBend: Double?
    let domain: String
    let shiftDeviation: Double
    let broadeningDeviation: Double
    let firstOrderPhaseDeviation: Double

    init(_ options: LeastSquaresOptions) {
      window = [options.window.lowerBound.ppm, options.window.upperBound.ppm]
      baselineKnotSpacing = options.domain == .frequency ? options.baselineKnotSpacing : nil
      baselineBend = options.adaptsBaseline ? nil : options.baselineBend
      domain = "\(options.domain)"
      shiftDeviation = options.shiftDeviation
      broadeningDeviation = options.broadeningDeviation
      firstOrderPhaseDeviation = options.firstOrderPhaseDeviation
    }
  }

  private struct QualityFacts: Encodable {
    let signalToNoise: Double?
    let linewidth: Double?
    let residualToNoise: Double?
  }

  private enum Key: String, CodingKey {
    case method, unit, reference, amounts, posteriors, sampling, sums, covariance, correlation, sumCovariance, quality,
      fit, reconstruction, saliency, water
    case doubts, provenance, processing
  }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: Key.self)
    try container.encode(quantification.method, forKey: .method)
    try container.encode(quantification.unit, forKey: .unit)
    try container.encode(reference, forKey: .reference)
    try container.encode(quantification.amounts.map { row($0, [$0.name], members: nil) }, forKey: .amounts)
    if !posteriors.isEmpty { try container.encode(posteriors, forKey: .posteriors) }
    if let sampling { try container.encode(sampling, forKey: .sampling) }
    try container.encode(sums.map { row($0.amount, $0.members, members: $0.members) }, forKey: .sums)
    try container.encode(covariance, forKey: .covariance)
    try container.encode(correlation, forKey: .correlation)
    try container.encode(sumCovariance, forKey: .sumCovariance)
    if let fit = curves { try container.encode(facts(of: fit), forKey: .fit) }
    if let made = reconstruction {
      try container.encode(
        ReconstructionFacts(
          residualToNoise: made.fit.residualToNoise, distance: made.distance, limits: made.limits),
        forKey: .reconstruction)
    }
    if let saliency { try container.encode(SaliencyFacts(saliency), forKey: .saliency) }
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
          gainRelativeStandardDeviation: Self.finite(water.gainDeviation),
          fatFractionRelaxationStandardDeviation: Self.finite(scaling?.fatFractionDeviation),
          scaleRelativeStandardDeviation: Self.finite(scaling?.scaleDeviation),
          protonConcentration: scaling?.tissue.protonConcentration, waterContent: scaling?.tissue.waterContent,
          density: scaling?.tissue.density, t1: scaling?.tissue.relaxation.t1, t2: scaling?.tissue.relaxation.t2,
          echoTime: scaling?.echoTime, repetitionTime: scaling?.repetitionTime, attenuation: scaling?.attenuation,
          fatMassFraction: scaling?.fatMassFraction), forKey: .water)
    }
    try container.encode(doubts.map(DoubtRecord.init), forKey: .doubts)
    try container.encode(signal.records, forKey: .processing)
    try container.encode(provenance, forKey: .provenance)
  }

  /// Of the amounts; off the diagonal unknown, not zero, where only their own deviations are known.
  var covariance: [[Double?]] {
    let amounts = quantification.amounts
    return amounts.indices.map { i in
      amounts.indices.map { j in
        let known = quantification.covariance?[i, j]
        return Self.finite(known ?? (i == j ? amounts[i].standardDeviation * amounts[i].standardDeviation : nil))
      }
    }
  }

  /// cᵢⱼ/√(cᵢᵢ·cⱼⱼ); unknown where a variance is zero or infinite, and where no covariance is known.
  private var correlation: [[Double?]] {
    let amounts = quantification.amounts
    return amounts.indices.map { i in
      amounts.indices.map { j in
        guard let covariance = quantification.covariance else { return i == j ? 1 : nil }
        return Self.finite(covariance[i, j] / (covariance[i, i] * covariance[j, j]).squareRoot())
      }
    }
  }

  /// The covariance of the sums with one another, in their order; unknown where that of the amounts is.
  var sumCovariance: [[Double?]] {
    let names = quantification.amounts.map(\.name)
    let members = sums.map { sum in names.indices.filter { sum.members.contains(names[$0]) } }
    return members.map { left in
      members.map { right in
        guard let covariance = quantification.covariance else { return nil }
        return Self.finite(left.reduce(0) { sum, i in right.reduce(sum) { $0 + covariance[i, $1] } })
      }
    }
  }

  private func facts(of fit: Fit) -> FitFacts {
    let parameters = fit.parameters
    return FitFacts(
      termination: fit.termination.rawValue, iterations: fit.iterations, noise: Self.finite(fit.noise),
      frequency: parameters.frequency, phase: parameters.phase, delay: parameters.delay,
      gaussian: parameters.gaussian, shifts: parameters.shifts, lorentzians: parameters.lorentzians,
      parametersAtBound: fit.parametersAtBound,
      assumptions: fit.assumptions.isEmpty ? nil : fit.assumptions, options: options.map { OptionFacts($0) })
  }

  private func row(_ amount: Amount, _ names: [String], members: [String]?) -> Row {
    let ratio = ratio(of: names)
    return Row(
      name: amount.name, amount: amount.value, standardDeviation: Self.finite(amount.standardDeviation),
      percent: Self.finite(amount.percentDeviation), uncertainty: amount.uncertainty, isAtBound: amount.isAtBound,
      ratio: ratio?.value, ratioStandardDeviation: Self.finite(ratio?.standardDeviation),
      baselineRangePercent: Self.finite(baselineRangePercent(of: names)),
      relaxationPercent: Self.finite(relaxationPercent(of: names)),
      priorPercent: Self.finite(priorPercent(of: names)), interval90: BatchRecord.interval(of: amount),
      members: members)
  }

  private static func finite(_ value: Double?) -> Double? { value.flatMap { $0.isFinite ? $0 : nil } }
}
