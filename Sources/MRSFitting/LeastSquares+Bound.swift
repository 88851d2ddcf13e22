import MRSCore
import MRSModel

extension LeastSquares {
  /// The Cramér–Rao bound on the amounts of a signal that is known, with every nuisance parameter of the fit unknown: what
  /// no unbiased fit of it can undercut, whatever one fit of it found.
  ///
  /// A fit's own bound is that at its estimate. An amount that came out too small has a bound too small: the less there is
  /// of a species, the less its unknown width and shift matter. Errors are therefore held against the bound at the truth.
  ///
  /// - Parameters:
  ///   - parameters: of the species of the model, in its order.
  ///   - noise: the standard deviation of a real or imaginary part of an FID sample.
  ///   - baselineBend: how far the baseline bends, in units of the noise (``Fit/baselineBend``).
  /// - Returns: The covariance of the amounts, shape (K, K); infinite variances where nothing is known.
  /// - Throws: ``FittingError`` for a model that cannot be fitted.
  public func bound(of parameters: SignalParameters, noise: Double, baselineBend: Double) throws -> Matrix {
    let plan = try plan.get().moved(by: parameters.frequency)
    let acquisition = model.acquisition
    // White noise of deviation σ a sample is σ·Δt·√N in the spectrum.
    let spectral = noise * acquisition.dwellTime * Double(acquisition.points).squareRoot()
    var setup = FitSetup(
      fid: model.fid(parameters), plan: plan,
      guess: FirstGuess(frequency: parameters.frequency, phase: parameters.phase, gaussian: parameters.gaussian),
      noise: spectral)
    setup.problem.varied = setup.voigt
    setup.problem.bend = baselineBend
    let state = setup.problem.state(
      plan.spectral.layout.vector(
        frequency: parameters.frequency, phase: parameters.phase, delay: parameters.delay, lorentzian: 0,
        gaussian: parameters.gaussian * parameters.gaussian,
        shifts: plan.spectral.ties.parameters(of: parameters.shifts),
        broadenings: zip(parameters.lorentzians, plan.naturalWidths).map(-)))
    let residual = setup.problem.residual(state, amounts: parameters.amounts)
    let point = VariableProjection.Point(
      state: state, amounts: parameters.amounts, passive: Array(model.names.indices), residual: residual,
      reduced: setup.problem.reduced(residual), cost: 0)
    let projection = VariableProjection(
      problem: setup.problem, penalty: AmountPenalty(species: model.names.count))
    return setup.bound(point, of: projection, atBound: [])
  }
}
