import MRSFitting
import MRSModel

/// What a batch found in one spectrum, or why it found nothing: one line of `results.jsonl`.
public struct BatchRecord: Codable, Hashable, Sendable {
  /// An amount or a sum, and its ratio to the reference; a deviation that is not finite is left out.
  public struct Row: Codable, Hashable, Sendable {
    public let name: String
    public let amount: Double
    public let standardDeviation: Double?
    public let isAtBound: Bool
    public let ratio: Double?
    public let ratioStandardDeviation: Double?
    /// By how much it changes with the stiffness of the baseline, percent; absent where no others were tried.
    public let baselineRangePercent: Double?
    /// What T2 of its species makes it uncertain by, which the deviation holds, percent; absent for amounts in arbitrary units.
    public let relaxationPercent: Double?
    /// How much of the prior's uncertainty is left, percent; absent without a prior.
    public let priorPercent: Double?
    /// The ends of the central interval that holds it with 90 %; absent where nothing is known of it.
    public let interval90: [Double]?
    /// The species of a sum; absent for a species.
    public let members: [String]?

    init(_ amount: Amount, of names: [String], in scan: QuantifiedScan, members: [String]? = nil) {
      let ratio = scan.ratio(of: names)
      name = amount.name
      self.amount = amount.value
      standardDeviation = BatchRecord.finite(amount.standardDeviation)
      isAtBound = amount.isAtBound
      self.ratio = ratio?.value
      ratioStandardDeviation = BatchRecord.finite(ratio?.standardDeviation)
      baselineRangePercent = BatchRecord.finite(scan.baselineRangePercent(of: names))
      relaxationPercent = BatchRecord.finite(scan.relaxationPercent(of: names))
      priorPercent = BatchRecord.finite(scan.priorPercent(of: names))
      interval90 = BatchRecord.interval(of: amount)
      self.members = members
    }
  }

  /// The place in the batch, from 0.
  public let index: Int
  public let spectrum: String
  /// Which signal of its file, and where and when it was measured; absent for a file of one.
  public let place: SignalPlace?
  /// Why there are no amounts; `nil` where there are.
  public let error: String?
  public let method: String?
  public let unit: String?
  public let amounts: [Row]
  public let sums: [Row]
  /// What ratios are taken to, as `Cr+PCr`; `nil` for no ratios.
  public let reference: String?
  /// Of the amounts, in their order; `nil` in it for what is not known.
  public let covariance: [[Double?]]?
  /// Of the sums, in their order.
  public let sumCovariance: [[Double?]]?
  public let posteriors: [AmountPosterior]?
  /// How draws from the posterior were made; absent for methods that do not draw, and for Markov chains alone.
  public let sampling: PosteriorSampling?
  public let signalToNoise: Double?
  public let linewidth: Double?
  /// How likely each of the assumptions is over which amounts are averaged, as what macromolecules are like; absent where there is one.
  public let assumptions: [AssumptionShare]?
  public let residualToNoise: Double?
  public let fatFraction: Double?
  public let fatFractionStandardDeviation: Double?
  public let doubts: [DoubtRecord]
  /// The relative standard deviation that all concentrations share because the tissue's water is not known better; absent without water.
  public let scaleRelativeStandardDeviation: Double?

  public init(index: Int, spectrum: String, place: SignalPlace? = nil, error: String) {
    self.index = index
    self.spectrum = spectrum
    self.place = place
    self.error = error
    (method, unit, posteriors, sampling) = (nil, nil, nil, nil)
    (reference, covariance, sumCovariance) = (nil, nil, nil)
    (amounts, sums, doubts) = ([], [], [])
    (signalToNoise, linewidth, residualToNoise, assumptions) = (nil, nil, nil, nil)
    (fatFraction, fatFractionStandardDeviation, scaleRelativeStandardDeviation) = (nil, nil, nil)
  }

  public init(index: Int, spectrum: String, place: SignalPlace? = nil, _ scan: QuantifiedScan) {
    let quantification = scan.quantification
    self.index = index
    self.spectrum = spectrum
    self.place = place
    error = nil
    method = quantification.method
    unit = quantification.unit.rawValue
    amounts = quantification.amounts.map { Row($0, of: [$0.name], in: scan) }
    sums = scan.sums.map { Row($0.amount, of: $0.members, in: scan, members: $0.members) }
    reference = scan.reference.isEmpty ? nil : scan.referenceName
    covariance = scan.covariance
    sumCovariance = scan.sumCovariance
    posteriors = scan.posteriors.isEmpty ? nil : scan.posteriors
    sampling = scan.sampling
    signalToNoise = Self.finite(quantification.quality.signalToNoise)
    linewidth = Self.finite(quantification.quality.linewidth)
    residualToNoise = Self.finite(quantification.quality.residualToNoise)
    assumptions = scan.fit.flatMap { $0.assumptions.isEmpty ? nil : $0.assumptions }
    fatFraction = scan.water.map(\.fatFraction)
    fatFractionStandardDeviation = Self.finite(scan.water?.fatFractionDeviation)
    doubts = scan.doubts.map(DoubtRecord.init)
    scaleRelativeStandardDeviation = Self.finite(scan.scaling?.scaleDeviation)
  }

  /// The ends that hold an amount with 90 %; `nil` where the data say nothing.
  static func interval(of amount: Amount) -> [Double]? {
    guard amount.standardDeviation.isFinite else { return nil }
    let interval = amount.interval(confidence: 0.9)
    return [interval.lowerBound, interval.upperBound]
  }

  private static func finite(_ value: Double?) -> Double? { value.flatMap { $0.isFinite ? $0 : nil } }
}
