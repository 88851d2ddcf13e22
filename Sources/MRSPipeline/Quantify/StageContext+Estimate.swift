import MRSCore
import MRSFitting
import MRSModel

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

  /// The model and the options that an FID is fitted with: the protocol's for its own basis, those of a brain for others'.
  ///
  /// - Parameters:
  ///   - basis: the functions of `chosen`, in protons where the FID is in mM.
  ///   - isScaled: whether the FID is in mM; amounts in arbitrary units of a basis of others know no relaxation.
  static func fitted(
    _ fid: FID, with basis: BasisSet, of chosen: QuantifyBasis, in studyProtocol: StudyProtocol, isScaled: Bool,
    request: QuantifyRequest
  ) -> (model: ForwardModel, options: LeastSquaresOptions) {
    var options = chosen.isForeign
      ? LeastSquaresOptions(window: .ppm(0.2) ... .ppm(4.0)) : studyProtocol.fitOptions
    if let window = request.window { options.window = window }
    guard chosen.isForeign || !request.addsMacromolecules else {
      return (studyProtocol.fitModel(basis: basis, on: fid.acquisition), options)
    }
    let attenuations = chosen.isForeign && !isScaled ? [:] : studyProtocol.attenuations(of: basis.names)
    return (ForwardModel(basis: basis, acquisition: fid.acquisition, attenuations: attenuations), options)
  }

  /// The amounts in an FID by the request's method.
  ///
  /// - Parameter hasKnownAmounts: whether the FID is in mM of what the protocol describes, so that its literature values
  ///   are a prior of the chains; otherwise every amount from zero on is as likely.
  /// - Throws: `FittingError`, `SamplerError`, `LinearAlgebraError`.
  func estimate(
    _ fid: FID, model: ForwardModel, options: LeastSquaresOptions, unit: Quantification.Unit, hasKnownAmounts: Bool,
    by method: QuantifyRequest.Method
  ) async throws -> Estimate {
    guard method == .mcmc else {
      let fit = try LeastSquares(model: model, options: options, unit: unit).fit(fid)
      return Estimate(
        quantification: fit.quantification, fit: fit, posteriors: [], method: "nonlinear least squares (NLSF)")
    }
    let prior: AmountPrior = hasKnownAmounts ? .logNormal(try studyProtocol.fitPrior(studyProtocol.literaturePrior().union)) : .flat
    let sampled = try await MarkovChainQuantifier(
      model: model, options: options, prior: prior, unit: unit, stream: stream.child("mcmc")
    ).sample(fid, tasks: tasks)
    let amounts = sampled.amounts
    return Estimate(
      quantification: sampled.quantification, fit: sampled.fit, posteriors: sampled.posteriors,
      method: "posterior by \(amounts.count) Markov chains of \(amounts.first?.count ?? 0) draws (NUTS), amounts "
        + (hasKnownAmounts ? "with the protocol's literature values as prior" : "from zero on as likely"))
  }
}
