import Foundation
import MRSCore
import MRSFitting
import MRSModel
import MRSProcessing
import MRSProfile
import MRSVocabulary

/// Amounts by fitting a basis: NLSF, MAP, or draws from the posterior that begin from the fit.
struct FitMethod {
  let basis: ChosenBasis
  let profile: AnalysisProfile
  let studyProtocol: StudyProtocol
  let request: QuantifyRequest
  let shared: SharedSources

  /// - Throws: `FittingError`, `SamplerError`, `LinearAlgebraError`, `ProfileError`, ``QuantifyError``.
  func result(
    of signal: ScaledSignal, timing: SignalTiming, stream: RandomStream, tasks: Int
  ) async throws -> MethodResult {
    let fitter = try fitter(of: signal, timing: timing)
    let estimate = try await AmountEstimate(
      signal, by: fitter, expecting: profile.lineshape.fromWater == true ? signal.water?.lineshape : nil,
      method: request.method,
      source: request.prior.map { " of \($0.lastPathComponent)" } ?? "", draws: request.draws, stream: stream,
      tasks: tasks)
    let added = fitter.model.names.count > basis.basis.set.names.count
    return MethodResult(
      quantification: estimate.quantification, fit: estimate.fit, posteriors: estimate.posteriors,
      sampling: estimate.sampling,
      method: "\(estimate.method), \(Self.range(fitter.options.window)), \(Self.compared(fitter.options))"
        + (added ? ", macromolecules added" : ""),
      basis: (basis.source, basis.sha256), options: fitter.options,
      prior: fitter.amountPrior.distribution,
      doubts: basis.doubts + coEdited(in: signal)
        + scaleDoubts(of: estimate.quantification, isScaled: signal.isScaled))
  }

  /// GABA of a difference, without a function of the macromolecules that are edited with it.
  private func coEdited(in signal: ScaledSignal) -> [Doubt] {
    let names = basis.basis.set.names
    let isDifference = [basis.basis.set.acquisition, signal.fid.acquisition].contains { $0.combination == .difference }
    let gaba = names.filter { Vocabulary.standard.canonicalName(of: $0) == "GABA" }
    return isDifference && !gaba.isEmpty && !names.contains(where: Vocabulary.standard.isBroad)
      ? [.coEdited(names: gaba)] : []
  }

  private func fitter(of signal: ScaledSignal, timing: SignalTiming) throws -> LeastSquares {
    let key = SharedSources.FitKey(
      acquisition: signal.fid.acquisition, profile: profile, isScaled: signal.isScaled,
      timing: [timing.echoTime, timing.repetitionTime])
    if let known = shared.fits[key] { return known }
    let recipe = FitRecipe(
      profile: profile, choices: request.choices, echoTime: timing.echoTime, repetitionTime: timing.repetitionTime)
    let fitter = try recipe.fitter(
      basis: basis.basis, for: signal.fid.acquisition, isScaled: signal.isScaled,
      prior: try prior(isScaled: signal.isScaled))
    shared.fits[key] = fitter
    return fitter
  }

  /// What is known of the amounts for MAP and the Markov chains: a cohort's prior, or the literature values of the protocol,
  /// which are of its own tissue.
  private func prior(isScaled: Bool) throws -> AmountDistribution? {
    let ofFit = request.method == .map || request.method == .posterior
    let needsPrior = ofFit || request.prior != nil
    if !isScaled, needsPrior { throw QuantifyError.priorWithoutWater }
    if let file = request.prior { return try CohortPrior(contentsOf: file).union }
    guard ofFit || request.method == .mcmc, isScaled else { return nil }
    guard profile.water.tissue == studyProtocol.profile.water.tissue else {
      if request.method == .mcmc { return nil }
      throw QuantifyError.priorOfOtherTissue(profile: profile.name, prior: studyProtocol.name)
    }
    return try CohortPrior(literatureOf: studyProtocol, profile: profile).union
  }

  /// What the result gives reason to doubt about the scale in mM.
  private func scaleDoubts(of quantification: Quantification, isScaled: Bool) -> [Doubt] {
    guard isScaled else { return [] }
    var doubts: [Doubt] = []
    let unknown = profile.namesWithoutRelaxation(among: basis.basis.set.names)
    if !unknown.isEmpty { doubts.append(.unknownRelaxation(names: unknown)) }
    if profile.water.tissue == "liver" {
      let found = quantification.amounts
        .filter {
          Vocabulary.standard.species(named: $0.name)?.tells == [.brain] && $0.value > 3 * $0.standardDeviation
        }.map(\.name)
      if !found.isEmpty { doubts.append(.otherTissue(found: found, tissue: profile.water.tissue)) }
    }
    return doubts
  }

  private static func range(_ window: ClosedRange<ChemicalShift>) -> String {
    "\(window.lowerBound.ppm)–\(window.upperBound.ppm) ppm"
  }

  /// What is compared, and over which baseline, in words.
  private static func compared(_ options: LeastSquaresOptions) -> String {
    if case .time(let skipped) = options.domain {
      return "time domain without the first \((skipped * 1e5).rounded() / 100) ms, no baseline"
    }
    guard options.baselineKnotSpacing != nil else { return "no baseline" }
    return options.adaptsBaseline
      ? "spline baseline" : "spline baseline that bends by \(BaselineChoice.bend(options.baselineBend)) %"
  }
}
