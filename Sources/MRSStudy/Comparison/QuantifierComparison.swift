import MRSCore
import MRSFitting
import MRSModel
import MRSNetworks
import MRSProfile
import MRSStatistics
import MRSSynthesis
import Numerics

/// Compares a network with fits, on spectra that no training has seen.
public struct QuantifierComparison: Sendable {
  public let settings: StudySettings

  public init(_ settings: StudySettings) { self.settings = settings }

  /// Compares the qCNN with NLSF and with MAP on spectra that no training has seen, drawn from the qCNN's own prior: the
  /// network's best case.
  /// - Throws: `FittingError`, `NetworkError`, `StatisticsError`.
  public func compare(
    _ network: NetworkBundle<NetworkCard>, prior: AmountDistribution, basis: BasisSet
  ) async throws -> (comparison: Comparison, shown: [ShownFit]) {
    let studyProtocol = settings.studyProtocol
    let held = settings.stream.child("comparison")
    let source = SpectrumGenerator(studyProtocol, basis: basis).synthesizer(amounts: prior)
    let examples = (0..<studyProtocol.training.testExamples).map { source.example($0, of: held) }
    let protocolFits = ProtocolFits(studyProtocol, basis: basis)
    let (conventional, posterior) = (try protocolFits.conventional(), try protocolFits.posterior(prior))
    let worker = settings.worker
    let fits = try await worker.map(examples, "NLSF on held-out spectra", unit: "spectra") {
      try conventional.fit($0.fid)
    }
    let maps = try await worker.map(examples, "MAP on held-out spectra", unit: "spectra") {
      try posterior.quantify($0.fid)
    }
    // Of the truth, not of what a fit found: an amount that came out too small has a bound too small.
    let bounds = try await worker.map(Array(zip(examples, fits)), "Bounds at the truth", unit: "spectra") {
      example, fit in
      try conventional.penalizedBound(
        at: example.parameters.completed(by: fit.parameters), noise: example.noise,
        baselineBend: fit.baselineBend)
    }
    let quantifier = try NetworkQuantifier(
      network: network.network, card: network.card, features: network.features)
    let predictions = try quantifier.quantify(examples.map(\.fid))

    let results = [("nlsf", fits.map(\.quantification)), ("map", maps), ("qcnn", predictions)]
    var rows:
      [(
        name: String, prior: Double, bound: Double?, methods: [Comparison.Method], p: Double, pMAP: Double,
        better: Bool, betterMAP: Bool
      )] = []
    for target in studyProtocol.targets {
      guard let k = prior.names.firstIndex(of: target) else { continue }
      let truths = examples.map { $0.parameters.amounts[k] }
      let variances = bounds.map { $0[k, k] }.filter(\.isFinite)
      let bound = variances.isEmpty ? nil : (variances.reduce(0, +) / Double(variances.count)).squareRoot()
      var errors: [String: [Double]] = [:]
      var methods: [Comparison.Method] = []
      for (name, quantifications) in results {
        let amounts = quantifications.compactMap { $0[target] }
        let agreement = try Agreement(
          target: target, truths: truths, estimates: amounts.map(\.value),
          intervals: (amounts.map { $0.interval(confidence: 0.9) }, 0.9))
        errors[name] = zip(amounts, truths).map { abs($0.value - $1) }
        methods.append(
          .init(
            method: name, agreement: agreement, errorOverBound: bound.map { agreement.rootMeanSquareError / $0 },
            errorOverPrior: agreement.rootMeanSquareError / prior.standardDeviation(k)))
      }
      func test(against other: String) throws -> (p: Double, isBetter: Bool) {
        let differences = zip(errors["qcnn"] ?? [], errors[other] ?? []).map { $0 - $1 }
        return (
          try WilcoxonSignedRank(differences: differences).pValue, differences.sorted()[differences.count / 2] < 0
        )
      }
      let (nlsf, map) = (try test(against: "nlsf"), try test(against: "map"))
      rows.append((target, prior.standardDeviation(k), bound, methods, nlsf.p, map.p, nlsf.isBetter, map.isBetter))
    }
    let adjusted = try HolmCorrection.adjusted(rows.map(\.p))
    let adjustedMAP = try HolmCorrection.adjusted(rows.map(\.pMAP))
    let targets = rows.indices.map { i in
      Comparison.Target(
        name: rows[i].name, priorDeviation: rows[i].prior, bound: rows[i].bound, methods: rows[i].methods,
        pValue: rows[i].p, adjustedPValue: adjusted[i], networkIsBetter: rows[i].better,
        adjustedPValueAgainstMAP: adjustedMAP[i], networkIsBetterThanMAP: rows[i].betterMAP)
    }
    let shown = fits.prefix(1).map { ShownFit(title: "Held-out synthetic spectrum", fit: $0) }
    return (Comparison(examples: examples.count, targets: targets), Array(shown))
  }
}
