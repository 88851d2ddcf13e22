import MRSCore
import MRSModel
import MRSStatistics

/// How methods did on held-out spectra, quantity by quantity.
public struct Evaluation: Sendable {
  /// A target or a sum.
  public struct Quantity: Sendable {
    public let name: String
    /// The standard deviation of the prior, mM.
    public let priorDeviation: Double
    /// The median bound at the truth with the fit's soft priors on shifts and widths, mM; `nil` where there
    /// was no conventional fit.
    public let bound: Double?
    public let methods: [EvaluationMethod: MethodScore]
    /// By method, what it does not tell of a sum, which it then does not tell either.
    public let untold: [EvaluationMethod: [String]]
    /// By the method that the network is held against: Wilcoxon's signed-rank P, one-sided, of |error| of the network
    /// below and above that of the other, each after Holm over all targets (or all sums). Errors are of the values that are
    /// printed, mM, and of the logarithms of medians.
    public let below: [EvaluationMethod: Double]
    public let above: [EvaluationMethod: Double]
    public let logBelow: [EvaluationMethod: Double]
    public let logAbove: [EvaluationMethod: Double]
  }

  /// The spectra of one variant of a folder.
  public struct Group: Sendable, Encodable {
    public let name: String
    public let examples: Int
    /// By method.
    public let alarms: [String: AlarmCount]
    /// By method and quantity: the median of estimate over truth.
    public let medianRatios: [String: [String: Double]]
  }

  /// The scenario's name, or that of a folder.
  public let scenario: String
  /// In words.
  public let title: String
  public let isPlanted: Bool
  public let examples: Int
  /// Those that were asked, in order.
  public let methods: [EvaluationMethod]
  public let targets: [Quantity]
  public let sums: [Quantity]
  public let alarms: [EvaluationMethod: AlarmCount]
  /// TARP: of all targets together.
  public let jointRanks: [EvaluationMethod: PosteriorRanks]
  /// None for spectra of a generator.
  public let groups: [Group]

  /// - Parameter ranks: by method.
  /// - Throws: `StatisticsError`.
  init(
    scenario: String, title: String, isPlanted: Bool, of spectra: [EvaluatedSpectrum], methods: [EvaluationMethod],
    targets: [QuantityScore], sums: [QuantityScore], ranks: [EvaluationMethod: CalibrationRanks], groups: [Group] = []
  ) throws {
    self.scenario = scenario
    self.title = title
    self.isPlanted = isPlanted
    self.methods = methods
    self.groups = groups
    examples = spectra.count
    self.targets = try Self.quantities(targets, ranks: ranks)
    self.sums = try Self.quantities(sums, ranks: [:])
    alarms = try Dictionary(
      uniqueKeysWithValues: methods.map { method in
        (method, try AlarmCount(of: method, in: spectra, targets: targets.map(\.quantity)))
      })
    jointRanks = ranks.mapValues(\.joint)
  }

  private static func quantities(
    _ scores: [QuantityScore], ranks: [EvaluationMethod: CalibrationRanks]
  ) throws -> [Quantity] {
    typealias Tests = [EvaluationMethod: QuantityScore.PairedTest]
    func adjusted(
      _ tests: (QuantityScore) -> Tests, _ pValue: (QuantityScore.PairedTest) -> Double
    ) throws -> [[EvaluationMethod: Double]] {
      var result = [[EvaluationMethod: Double]](repeating: [:], count: scores.count)
      for method in EvaluationMethod.allCases {
        let places = scores.indices.filter { tests(scores[$0])[method] != nil }
        let values = try HolmCorrection.adjusted(places.compactMap { tests(scores[$0])[method].map(pValue) })
        for (place, value) in zip(places, values) { result[place][method] = value }
      }
      return result
    }
    let (below, above) = (try adjusted(\.paired, \.less), try adjusted(\.paired, \.greater))
    let (logBelow, logAbove) = (
      try adjusted(\.pairedLogarithms, \.less), try adjusted(\.pairedLogarithms, \.greater)
    )
    return scores.enumerated().map { i, score in
      var methods = score.methods
      for (method, found) in ranks { methods[method]?.ranks = found.targets[score.quantity.name] }
      return Quantity(
        name: score.quantity.name, priorDeviation: score.quantity.priorDeviation, bound: score.medianBound,
        methods: methods,
        untold: score.untold,
        below: below[i], above: above[i], logBelow: logBelow[i], logAbove: logAbove[i])
    }
  }
}
