import MRSCore
import MRSModel
import MRSNetworks
import MRSProfile
import MRSStatistics

/// Compares a network with fits, on spectra that no training has seen.
public struct QuantifierComparison: Sendable {
  public let settings: StudySettings

  public init(_ settings: StudySettings) { self.settings = settings }

  /// Compares the qCNN with NLSF and with MAP on spectra that no training has seen, drawn from the qCNN's own prior:
  /// the network's best case.
  /// - Throws: `FittingError`, `NetworkError`, `StatisticsError`.
  public func compare(
    _ network: NetworkBundle<NetworkCard>, prior: AmountDistribution, basis: BasisSet
  ) async throws -> (comparison: Comparison, shown: [ShownFit]) {
    let quantifier = try NetworkQuantifier(network)
    let examples = settings.studyProtocol.training.testExamples
    let (scores, fit) = try await MethodEvaluation(settings, basis: basis, prior: prior, network: quantifier)
      .targetScores(examples: examples, stream: settings.stream.child("comparison"))
    let shown = [fit].compactMap(\.self).map { ShownFit(title: "Held-out synthetic spectrum", fit: $0) }
    return (try Comparison(of: scores, examples: examples), shown)
  }
}

extension Comparison {
  /// Two-sided tests, Holm over the targets.
  /// - Throws: `StatisticsError`.
  init(of scores: [QuantityScore], examples: Int) throws {
    func tests(_ method: EvaluationMethod) throws -> [(p: Double, adjusted: Double, isBelow: Bool)] {
      let tests = scores.compactMap { $0.paired[method] }
      let adjusted = try HolmCorrection.adjusted(tests.map(\.twoSided))
      return zip(tests, adjusted).map { ($0.twoSided, $1, $0.isBelow) }
    }
    let (nlsf, map) = (try tests(.nlsf), try tests(.map))
    let names: KeyValuePairs<EvaluationMethod, String> = [.nlsf: "nlsf", .map: "map", .network: "qcnn"]
    let targets = zip(scores, zip(nlsf, map)).map { score, tests in
      Target(
        name: score.quantity.name, priorDeviation: score.quantity.priorDeviation, bound: score.bound,
        methods: names.compactMap { method, name in
          score.methods[method].map { found in
            Method(
              method: name, agreement: found.agreement,
              errorOverBound: score.bound.map { found.agreement.rootMeanSquareError / $0 },
              errorOverPrior: found.errorOverPrior)
          }
        }, pValue: tests.0.p, adjustedPValue: tests.0.adjusted, networkIsBetter: tests.0.isBelow,
        adjustedPValueAgainstMAP: tests.1.adjusted, networkIsBetterThanMAP: tests.1.isBelow)
    }
    self.init(examples: examples, targets: targets)
  }
}
