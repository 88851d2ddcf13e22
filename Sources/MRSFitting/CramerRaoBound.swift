import MRSCore
import MRSModel

extension LeastSquares {
  /// The Cramér–Rao bound on the amounts of a signal that is known, with every nuisance parameter of the fit unknown and
  /// nothing assumed of it: what no unbiased fit of the data alone can undercut, whatever one fit of it found.
  ///
  /// - Parameters:
  ///   - parameters: the truth, of the species of the model in its order.
  ///   - noise: the standard deviation of a real or imaginary part of an FID sample.
  ///   - baselineBend: how far the baseline bends, in units of the noise (``Fit/baselineBend``); infinite to assume nothing
  ///     of it either.
  /// - Returns: The covariance of the amounts, shape (K, K); infinite variances where nothing is known.
  /// - Throws: ``FittingError`` for a model that cannot be fitted.
  public func cramerRaoBound(
    at parameters: SignalParameters, noise: Double, baselineBend: Double = .infinity
  ) throws -> Matrix {
    try bound(at: parameters, noise: noise, baselineBend: baselineBend, withSoftPriors: false)
  }

  /// The same with the fit's soft constraints on shifts, widths and phase: what this fit could reach at the truth.
  ///
  /// A fit's own bound is that at its estimate. An amount that came out too small has a bound too small: the less there is
  /// of a species, the less its unknown width and shift matter. Errors are therefore held against the bound at the truth.
  /// - Throws: as ``cramerRaoBound(at:noise:baselineBend:)``.
  public func penalizedBound(
    at parameters: SignalParameters, noise: Double, baselineBend: Double
  ) throws -> Matrix {
    try bound(at: parameters, noise: noise, baselineBend: baselineBend, withSoftPriors: true)
  }

  private func bound(
    at parameters: SignalParameters, noise: Double, baselineBend: Double, withSoftPriors: Bool
  ) throws -> Matrix {
    let plan = try plans.get().whole.all.moved(by: parameters.frequency)
    let acquisition = model.acquisition
    // White noise of deviation σ a sample is σ·Δt·√N in the spectrum.
    let spectral = noise * acquisition.dwellTime * Double(acquisition.points).squareRoot()
    var setup = FitSetup(
      fid: model.fid(parameters), plan: plan,
      guess: FirstGuess(frequency: parameters.frequency, phase: parameters.phase, gaussian: parameters.gaussian),
      noise: spectral)
    setup.problem.varied = setup.voigt
    setup.problem = try setup.problem.bending(by: baselineBend)
    if !withSoftPriors { setup.problem.deviations = setup.problem.deviations.map { _ in .infinity } }
    let state = setup.problem.state(
      plan.spectral.layout.vector(
        frequency: parameters.frequency, phase: parameters.phase, delay: parameters.delay, lorentzian: 0,
        gaussian: parameters.gaussian * parameters.gaussian,
        shifts: plan.spectral.ties.parameters(of: parameters.shifts),
        broadenings: zip(parameters.lorentzians, plan.naturalWidths).map(-)))
    let residual = setup.problem.residual(state, amounts: parameters.amounts)
    let projection = VariableProjection(
      problem: setup.problem, penalty: AmountPenalty(species: model.names.count))
    let point = VariableProjection.Point(
      state: state, products: setup.problem.products(projection.vectors(state)), amounts: parameters.amounts,
      passive: Array(model.names.indices), residual: residual, reduced: setup.problem.reduced(residual), cost: 0)
    return setup.bound(point, of: projection, atBound: [])
  }
}
