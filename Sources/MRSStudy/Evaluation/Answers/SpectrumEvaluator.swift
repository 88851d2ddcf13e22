import MRSCore
import MRSFitting
import MRSModel
import MRSNetworks
import MRSProcessing
import MRSProfile
import MRSStatistics

/// Asks methods about held-out spectra.
struct SpectrumEvaluator: Sendable {
  let settings: StudySettings
  let basis: BasisSet
  /// What the maximum a posteriori fit knows of the amounts.
  let prior: AmountDistribution
  /// Needed where the network is asked.
  let network: NetworkQuantifier?

  /// Spectra that a network is shown at once: always as many, so that no result depends on who else is asked.
  private static let block = 250

  /// What `methods` say of the first `count` spectra of a source; with a fit, that of the first.
  /// - Throws: `FittingError`, `NetworkError`, `ProfileError`, `CancellationError`.
  func evaluated(
    _ source: ScenarioSpectra, count: Int, methods: [EvaluationMethod]
  ) async throws -> (spectra: [EvaluatedSpectrum], shown: Fit?) {
    var spectra = try await asked(source, count: count, network: methods.contains(.network) ? network : nil)
    var shown: Fit?
    if methods.contains(.nlsf) {
      let fits = try await conventional(source, count: count)
      for (i, fit) in fits.enumerated() {
        spectra[i].answers[.nlsf] = fit.answer
        spectra[i].variances = fit.variances
      }
      shown = fits.first?.fit
    }
    for method in methods {
      guard let quantifier = try quantifier(for: method) else { continue }
      let title = "\(method.title) on held-out spectra"
      let answers = try await settings.worker.map(Array(0..<count), title, unit: "spectra") { index in
        let fid = source.spectrum(index).fid
        return try Self.answer(to: fid) { try quantifier.quantify(fid) }
      }
      for (i, answer) in answers.enumerated() { spectra[i].answers[method] = answer }
    }
    return (spectra, shown)
  }

  /// Of the methods that are told the prior and asked about one spectrum after the other.
  private func quantifier(for method: EvaluationMethod) throws -> (any Quantifier)? {
    switch method {
    case .nlsf, .network: nil
    case .map: try ProtocolFits(settings.studyProtocol, basis: basis).posterior(prior)
    case .posterior:
      PosteriorQuantifier(
        try ProtocolFits(settings.studyProtocol, basis: basis).posterior(prior),
        stream: settings.stream.child("evaluation posterior"))
    }
  }

  /// The truths, with what a network says.
  private func asked(
    _ source: ScenarioSpectra, count: Int, network: NetworkQuantifier?
  ) async throws -> [EvaluatedSpectrum] {
    let blocks = stride(from: 0, to: count, by: Self.block).map { $0..<min($0 + Self.block, count) }
    return try await settings.worker.map(blocks, "Held-out spectra", unit: "blocks of \(Self.block)") { block in
      let spectra = block.map { source.spectrum($0) }
      let answers = try network.map { try Self.answers(of: $0, to: spectra.map(\.fid)) }
      return spectra.indices.map { i in
        EvaluatedSpectrum(truth: spectra[i].truth, answers: answers.map { [.network: $0[i]] } ?? [:])
      }
    }.flatMap(\.self)
  }

  /// What the network says of many at once, or of each where some are refused.
  private static func answers(
    of network: NetworkQuantifier, to fids: [FID]
  ) throws -> [EvaluatedSpectrum.Answer] {
    do {
      return try zip(fids, network.quantify(fids)).map { fid, found in
        .init(found, doubts: try signalDoubts(of: fid) + found.doubts)
      }
    } catch is NetworkError {
      return try fids.map { fid in try answer(to: fid) { try network.quantify(fid) } }
    }
  }

  /// What the conventional fit says, with the bound at the truth: not of what a fit found, for an amount that came out
  /// too small has a bound too small.
  private func conventional(
    _ source: ScenarioSpectra, count: Int
  ) async throws -> [(answer: EvaluatedSpectrum.Answer, variances: [String: Double], fit: Fit?)] {
    let fitter = try ProtocolFits(settings.studyProtocol, basis: basis).conventional()
    let quantities =
      EvaluatedQuantity.targets(of: settings.studyProtocol, prior: prior) + EvaluatedQuantity.sums(prior: prior)
    return try await settings.worker.map(Array(0..<count), "NLSF on held-out spectra", unit: "spectra") { index in
      let spectrum = source.spectrum(index)
      var fit: Fit?
      let answer = try Self.answer(to: spectrum.fid) {
        let found = try fitter.fit(spectrum.fid)
        fit = found
        return found.quantification
      }
      let shown = index == 0 ? fit : nil
      guard let fit, let parameters = spectrum.parameters else { return (answer, [:], shown) }
      let bound = try fitter.penalizedBound(
        at: parameters.completed(by: fit.parameters), noise: spectrum.noise, baselineBend: fit.baselineBend)
      let variances = quantities.map { quantity -> (String, Double) in
        let indices = quantity.members.compactMap { fitter.model.names.firstIndex(of: $0) }
        return (quantity.name, indices.reduce(0) { sum, i in indices.reduce(sum) { $0 + bound[i, $1] } })
      }
      return (answer, Dictionary(variances.filter { $0.1.isFinite }, uniquingKeysWith: { $1 }), shown)
    }
  }

  /// What is found, or a refusal: an error about the signal.
  private static func answer(
    to fid: FID, _ find: () throws -> Quantification
  ) throws -> EvaluatedSpectrum.Answer {
    do {
      let found = try find()
      return .init(found, doubts: try signalDoubts(of: fid) + found.doubts)
    } catch is FittingError {
      return .refusal
    } catch is SamplerError {
      return .refusal
    } catch NetworkError.protocolMismatch {
      return .refusal
    }
  }

  /// What the signal itself gives reason to doubt, as in every quantification of a scan.
  private static func signalDoubts(of fid: FID) throws -> [Doubt] {
    let scan = FIDArray(acquisition: fid.acquisition, coils: 1, averages: 1, samples: [fid.samples])
    return try ScaledSignal(scan: scan, steps: [], model: nil).doubts
  }
}
