import MRSCore
import MRSFitting
import MRSModel
import MRSVocabulary

extension StageContext {
  /// What a fit or the Markov chains found in one FID.
  struct Estimate: Sendable {
    let quantification: Quantification
    /// The fit itself, or that which the chains began from.
    let fit: Fit
    let posteriors: [AmountPosterior]
    /// In words.
    let method: String
  }

  /// The basis that a request asks for, for a signal of the given acquisition.
  /// - Throws: `FormatError`, `PipelineError`, ``QuantifyError``.
  func chosenBasis(
    for acquisition: Acquisition, of file: String, _ request: QuantifyRequest
  ) async throws -> QuantifyBasis {
    if let known = request.bases?[acquisition] { return known }
    let chosen: QuantifyBasis
    if let url = request.basis {
      chosen = try QuantifyBasis(
        reading: url, for: acquisition, of: file, addsMacromolecules: request.addsMacromolecules,
        overrides: request.overrides)
    } else {
      let differences = studyProtocol.basisDifferences(from: acquisition)
      guard differences.isEmpty else {
        throw QuantifyError.noBasisForScan(file: file, studyProtocol: studyProtocol.name, differences: differences)
      }
      chosen = QuantifyBasis(
        simulated: try await with(studyProtocol: studyProtocol.adapted(to: acquisition)).simulateBasis())
    }
    request.bases?[acquisition] = chosen
    return chosen
  }

  /// The fit of signals of one acquisition: the protocol's for its own basis, that of a brain for others'.
  ///
  /// - Parameters:
  ///   - isScaled: whether the FID is in mM, and the basis so in protons; amounts in arbitrary units of a basis of others
  ///     know no relaxation.
  /// - Throws: ``QuantifyError``, `FittingError`, `LinearAlgebraError`.
  func fitter(
    for acquisition: Acquisition, with chosen: QuantifyBasis, isScaled: Bool, request: QuantifyRequest
  ) throws -> LeastSquares {
    if let known = request.bases?[acquisition, isScaled] { return known }
    let adapted = studyProtocol.adapted(to: acquisition)
    let basis = isScaled ? try chosen.inProtons() : chosen.basis
    var options =
      chosen.isForeign ? Self.foreignOptions(acquisition, names: basis.names, added: chosen.added) : adapted.fitOptions
    if let window = request.window { options.window = window }
    options.domain = request.domain
    options = request.baseline.applied(to: options)
    let model: ForwardModel
    if chosen.isForeign || !request.addsMacromolecules {
      let attenuations = chosen.isForeign && !isScaled ? [:] : adapted.attenuations(of: basis.names)
      model = ForwardModel(basis: basis, acquisition: acquisition, attenuations: attenuations)
    } else {
      model = adapted.fitModel(basis: basis, on: acquisition)
    }
    let fitter = LeastSquares(
      model: model, options: options, amountPrior: try prior(of: basis.names, in: chosen, isScaled: isScaled, request),
      unit: isScaled ? .millimolar : .arbitrary)
    request.bases?[acquisition, isScaled] = fitter
    return fitter
  }

  /// What a fit with a basis of others is told: LCModel's window, first-order phase (20° a ppm) and own width of the
  /// cholines (0.4 s⁻¹), of macromolecules how far they may vary, and a lineshape in steps of about a spectral point, none of
  /// them negative, that is a Voigt line unless many points say otherwise.
  private static func foreignOptions(
    _ acquisition: Acquisition, names: [String], added: [String]
  ) -> LeastSquaresOptions {
    let megahertz = acquisition.spectrometerFrequency.megahertz
    let groups = Macromolecules.groups.filter { added.contains($0.name) }
    func byName(_ value: (Macromolecules.Group) -> Double) -> [String: Double] {
      Dictionary(uniqueKeysWithValues: groups.map { ($0.name, value($0)) })
    }
    let cholines = SpeciesSum.totalCholine.members(among: names).map { ($0, 0.4 / .pi) }
    return LeastSquaresOptions(
      window: .ppm(0.2) ... .ppm(4.0), naturalWidths: byName { $0.broadening * megahertz },
      firstOrderPhaseDeviation: 20,
      followers: ["PCr": "Cr", "PCh": "GPC"],
      shiftDeviations: byName(\.shiftDeviation),
      broadeningDeviations: byName { $0.broadeningDeviation * megahertz }.merging(cholines) { own, _ in own },
      lineshapeSpacing: 0.0175, lineshapeDeviation: 0.02, lineshapeRange: 0...0.8)
  }

  /// What is known of the amounts beforehand: of a brain basis of others, ratios; of what the protocol describes, the ratios
  /// of a triglyceride if asked for, and for MAP and the Markov chains its literature values or a cohort's.
  ///
  /// - Parameter isScaled: whether amounts are in mM.
  /// - Throws: ``QuantifyError``, `PipelineError`, `LinearAlgebraError`.
  private func prior(of names: [String], in chosen: QuantifyBasis, isScaled: Bool, _ request: QuantifyRequest) throws
    -> AmountPrior
  {
    if chosen.isForeign {
      guard request.lipids == .free else { throw QuantifyError.foreignLipids(basis: chosen.source) }
      guard request.method != .map, request.prior == nil else { throw QuantifyError.foreignPrior(basis: chosen.source) }
      let ratios = request.usesRatios ? AmountRatio.brain(of: names) : []
      return ratios.isEmpty ? .flat : .ratios(ratios)
    }
    if request.lipids == .triglyceride { return .ratios(studyProtocol.lipidRatios()) }
    if !isScaled, request.method == .map || request.prior != nil { throw QuantifyError.priorWithoutWater }
    guard request.method != .fit, isScaled else { return .flat }
    let known = try request.prior.map { try Self.decode(CohortPrior.self, from: $0) } ?? studyProtocol.literaturePrior()
    return .logNormal(try studyProtocol.fitPrior(known.union))
  }

  /// The amounts in an FID by the request's method.
  /// - Throws: `FittingError`, `SamplerError`, `LinearAlgebraError`.
  func estimate(_ fid: FID, by fitter: LeastSquares, _ request: QuantifyRequest) async throws -> Estimate {
    let prior = fitter.amountPrior
    let source = request.prior.map { " of \($0.lastPathComponent)" } ?? ""
    guard request.method == .mcmc else {
      let fit = try fitter.fit(fid)
      let name = request.method == .map ? "maximum a posteriori (MAP)" : "nonlinear least squares (NLSF)"
      return Estimate(
        quantification: fit.quantification, fit: fit, posteriors: [],
        method: name + (prior == .flat ? "" : ", \(prior)\(source)"))
    }
    let sampled = try await MarkovChainQuantifier(
      model: fitter.model, options: fitter.options, prior: prior, unit: fitter.unit, stream: stream.child("mcmc")
    ).sample(fid, tasks: tasks)
    let amounts = sampled.amounts
    return Estimate(
      quantification: sampled.quantification, fit: sampled.fit, posteriors: sampled.posteriors,
      method:
        "posterior by \(amounts.count) Markov chains of \(amounts.first?.count ?? 0) draws (NUTS), \(prior)\(source)")
  }
}

extension AmountPrior: CustomStringConvertible {
  /// What is known of the amounts, in words.
  public var description: String {
    switch self {
    case .flat: "amounts from zero on as likely"
    case .normal: "normal priors of amounts"
    case .ratios(let ratios): "soft priors on ratios of amounts (\(ratios.map(\.name).joined(separator: ", ")))"
    case .logNormal: "log-normal prior of amounts"
    }
  }
}

extension LeastSquaresOptions {
  /// What is compared, and over which baseline, in words.
  package var compared: String {
    guard domain == .frequency else { return "\(domain), no baseline" }
    guard baselineKnotSpacing != nil else { return "no baseline" }
    return adaptsBaseline ? "spline baseline" : "spline baseline that bends by \(BaselineChoice.bend(baselineBend)) %"
  }
}

extension FitDomain: CustomStringConvertible {
  public var description: String {
    switch self {
    case .frequency: "frequency domain"
    case .time(let skipped): "time domain without the first \((skipped * 1e5).rounded() / 100) ms"
    }
  }
}
