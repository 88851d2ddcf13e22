import MRSCore
import MRSFitting
import MRSModel
import MRSNetworks
import MRSProfile

/// Evaluates methods on held-out spectra of a scenario, or on a folder of scans whose truth is known.
public struct MethodEvaluation: Sendable {
  public let settings: StudySettings
  public let basis: BasisSet
  /// That of the amounts in the network's training; the maximum a posteriori fit is told it too.
  public let prior: AmountDistribution
  /// `nil` where none is asked.
  public let network: NetworkQuantifier?

  public init(_ settings: StudySettings, basis: BasisSet, prior: AmountDistribution, network: NetworkQuantifier?) {
    self.settings = settings
    self.basis = basis
    self.prior = prior
    self.network = network
  }

  /// Evaluates `methods` on the first `examples` spectra of a scenario, which are drawn from a child of the stream that
  /// no training draws from, and the same in every scenario but for what is planted.
  /// - Throws: `FittingError`, `NetworkError`, `ProfileError`, `SimulationError`, `StatisticsError`,
  ///   `CancellationError`.
  public func evaluation(
    on scenario: EvaluationScenario, examples: Int, methods: [EvaluationMethod]
  ) async throws -> Evaluation {
    let source = try await ScenarioSpectra(
      scenario, of: settings, basis: basis, prior: prior, stream: settings.stream.child("evaluation"))
    let told = scenario == .toldPrior ? try under(UnlikeSpectra.shifted(prior)) : self
    let (spectra, _) = try await told.evaluator.evaluated(source, count: examples, methods: methods)
    var ranks: [EvaluationMethod: CalibrationRanks] = [:]
    if !scenario.isPlanted {
      for method in methods {
        ranks[method] = try await CalibrationRanks(
          of: method, in: spectra, prior: told.prior, targets: settings.studyProtocol.targets,
          stream: settings.stream.child("evaluation ranks").child(method.rawValue), tasks: settings.worker.tasks)
      }
    }
    let scores = try told.scores(of: spectra, methods: methods)
    return try Evaluation(
      scenario: scenario.rawValue, title: scenario.title, isPlanted: scenario.isPlanted, of: spectra, methods: methods,
      targets: scores.targets, sums: scores.sums, ranks: ranks)
  }

  /// What methods say of held-out spectra like those of a training, target by target, with the first fit.
  func targetScores(
    examples: Int, stream: RandomStream
  ) async throws -> (scores: [QuantityScore], shown: Fit?) {
    let source = try await ScenarioSpectra(.inDistribution, of: settings, basis: basis, prior: prior, stream: stream)
    let methods: [EvaluationMethod] = [.nlsf, .map, .network]
    let (spectra, shown) = try await evaluator.evaluated(source, count: examples, methods: methods)
    return (try scores(of: spectra, methods: methods).targets, shown)
  }

  /// The same where fit and network are told another prior.
  private func under(_ prior: AmountDistribution) throws(NetworkError) -> MethodEvaluation {
    MethodEvaluation(settings, basis: basis, prior: prior, network: try network?.under(prior))
  }

  private var evaluator: SpectrumEvaluator {
    SpectrumEvaluator(settings: settings, basis: basis, prior: prior, network: network)
  }

  /// - Throws: `StatisticsError`.
  func scores(
    of spectra: [EvaluatedSpectrum], methods: [EvaluationMethod]
  ) throws -> (targets: [QuantityScore], sums: [QuantityScore]) {
    let thirds = SpectrumThirds(of: spectra.map(\.truth))
    func scores(_ quantities: [EvaluatedQuantity]) throws -> [QuantityScore] {
      try quantities.map { try QuantityScore($0, of: spectra, methods: methods, thirds: thirds) }
    }
    return (
      try scores(EvaluatedQuantity.targets(of: settings.studyProtocol, prior: prior)),
      try scores(EvaluatedQuantity.sums(prior: prior))
    )
  }
}
