import MRSModel
import MRSProfile
import MRSVocabulary
import Numerics

/// A target, or a sum that a quantification prints, of which estimates are held against the truth.
package struct EvaluatedQuantity: Sendable {
  let name: String
  /// All that it consists of in the truth.
  let members: [String]
  /// The standard deviation of the prior, mM.
  let priorDeviation: Double
  /// mM: 99.9 % of the prior are above. The logarithm of a smaller estimate, as of zero, is taken as that of this one.
  let leastAmount: Double

  package init(_ name: String, members: [String], prior: AmountDistribution) {
    self.name = name
    self.members = members
    let indices = members.compactMap { prior.names.firstIndex(of: $0) }
    priorDeviation =
      indices.count == 1
      ? prior.standardDeviation(indices[0]) : prior.moments(ofSum: members)?.deviation ?? .infinity
    leastAmount = indices.reduce(0) { $0 + .exp(prior.logMeans[$1] - 3.09 * prior.logDeviation($1)) }
  }

  static func targets(of studyProtocol: StudyProtocol, prior: AmountDistribution) -> [EvaluatedQuantity] {
    studyProtocol.targets.filter(prior.names.contains).map { .init($0, members: [$0], prior: prior) }
  }

  /// The sums usual in the field, of everything that the prior is of.
  static func sums(prior: AmountDistribution) -> [EvaluatedQuantity] {
    Vocabulary.standard.reportedSums(among: prior.names).map {
      .init($0.name, members: $0.members(among: prior.names), prior: prior)
    }.filter { $0.members.count > 1 }
  }

  /// `nil` where a member is not known.
  func truth(in truth: SpectrumTruth) -> Double? {
    if let sum = truth.sums[name] { return sum }
    var total = 0.0
    for member in members {
      guard let amount = truth.amounts[member] else { return nil }
      total += amount
    }
    return total
  }

  /// What a quantification prints of it: nothing where it lacks a member, as a sum is not that of its parts, and nothing that
  /// is no number, as the mean of a log-normal without end is.
  func amount(in quantification: Quantification) -> Amount? {
    guard missing(in: quantification).isEmpty, let amount = quantification.sum(of: members, as: name),
      amount.value.isFinite
    else { return nil }
    return amount
  }

  /// Those of its members that a quantification does not tell.
  func missing(in quantification: Quantification) -> [String] {
    members.filter { member in !quantification.amounts.contains { $0.name == member } }
  }
}

extension Amount {
  /// The logarithm of the median, of at least `least`: the estimate of an amount's logarithm.
  package func logMedian(least: Double) -> Double {
    let median =
      switch distribution {
      case .normal: value
      case .logNormal(let mean, _): Double.exp(mean)
      case .logarithmic(let spread): spread.median
      // Of draws the middle of a narrow interval is the median.
      case .quantiles: interval(confidence: 1e-9).lowerBound
      }
    return .log(max(median, least))
  }
}
