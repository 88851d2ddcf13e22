import MRSCore
import MRSModel
import Numerics

/// Nonlinear-least-squares fitting of a spectrum as a sum of basis functions: the conventional quantifier.
///
/// Bounded variable projection over shared shift, phases and Voigt width and each species' own shift and width (softly
/// tied, as in LCModel), with non-negative amounts and a spline baseline. With `amountPrior` it is the maximum a
/// posteriori estimate under the same model.
public struct LeastSquares: Quantifier {
  public let model: ForwardModel
  public let options: LeastSquaresOptions
  public let amountPrior: AmountPrior
  public let unit: Quantification.Unit
  private let plan: Result<FitPlan, any Error>

  public var method: String { amountPrior == .flat ? "nlsf" : "map" }
  public var targets: [String] { model.names }

  public init(
    model: ForwardModel, options: LeastSquaresOptions = .init(), amountPrior: AmountPrior = .flat,
    unit: Quantification.Unit = .arbitrary
  ) {
    self.model = model
    self.options = options
    self.amountPrior = amountPrior
    self.unit = unit
    plan = Result { try FitPlan(model: model, options: options) }
  }

  public func quantify(_ fid: FID) throws -> Quantification { try fit(fid).quantification }

  /// The shift, phase and width that a fit of `fid` begins with.
  /// - Precondition: `fid` has as many points as the model.
  /// - Throws: ``FittingError`` for a model that cannot be fitted.
  package func firstGuess(of fid: FID) throws -> FirstGuess {
    let templates = try plan.get().templates
    let range = options.registrationRange * model.acquisition.spectrometerFrequency.megahertz
    return FirstGuess(
      registration: Registration(of: fid.samples, with: templates, range: range),
      reversed: Registration(of: fid.samples.conjugated, with: templates, range: range))
  }

  /// The full result.
  /// - Throws: ``FittingError``.
  public func fit(_ fid: FID) throws -> Fit { try fit(fid, startingFrom: nil) }

  /// The fit from a first guess that is known, or from the data's own.
  /// - Throws: ``FittingError``.
  package func fit(_ fid: FID, startingFrom known: FirstGuess?) throws -> Fit {
    let input = try FitInput(fid, model: model, options: options)
    let guess = try known ?? firstGuess(of: fid)
    let setup = FitSetup(fid: fid, plan: try plan.get().moved(by: guess.frequency), guess: guess)
    var (fit, end) = try estimate(smoothed(setup, varying: setup.shared), varying: setup.voigt)
    if setup.problem.varied.count > setup.voigt.count, fit.residualToNoise > Self.leastMisfit {
      var skewed = setup
      skewed.start = end
      fit = try estimate(
        smoothed(skewed, varying: setup.shared + setup.kernel), varying: setup.problem.varied).fit
    }
    return fit.doubting(input.indistinguishable(in: fit.covariance))
  }

  /// The residual over the noise above which a Voigt line is no longer believed: nine in ten that are Voigt lie below.
  private static let leastMisfit = 1.1

  private func estimate(_ setup: FitSetup, varying varied: [Int]) throws -> (fit: Fit, end: [Double]) {
    var setup = setup
    setup.problem.varied = varied
    switch amountPrior {
    case .flat: return try projected(setup, NormalAmounts(byName: [String: NormalAmounts.Normal]()))
    case .normal(let prior): return try projected(setup, prior)
    case .logNormal(let prior): return try posterior(setup, prior)
    }
  }

  /// A rough fit of what all species share, for a start and for a baseline as smooth as the data say.
  private func smoothed(_ setup: FitSetup, varying varied: [Int]) throws -> FitSetup {
    var setup = setup
    setup.problem.varied = varied
    let projection = VariableProjection(
      problem: setup.problem, amountMeans: model.names.map { _ in 0 },
      amountDeviations: model.names.map { _ in .infinity })
    var optimizer = options.optimizer
    optimizer.maximumIterations = 20
    optimizer.costTolerance = 1e-3
    let (summary, point) = try search(projection, setup, from: setup.start, options: optimizer)
    setup.start = summary.parameters
    if options.adaptsBaseline, let bend = projection.likeliestBend(point) { setup.problem.bend = bend }
    return setup
  }

  /// By variable projection.
  private func projected(_ setup: FitSetup, _ prior: NormalAmounts) throws -> (fit: Fit, end: [Double]) {
    let projection = VariableProjection(
      problem: setup.problem, amountMeans: model.names.map { prior.byName[$0]?.mean ?? 0 },
      amountDeviations: model.names.map { prior.byName[$0]?.deviation ?? .infinity })
    let (summary, point) = try search(projection, setup, from: setup.start, options: options.optimizer)
    let fit = setup.result(
      point.state,
      amounts: point.amounts.map {
        FitAmount(value: $0, fitted: $0, uncertainty: amountPrior == .flat ? .cramerRao : .posterior)
      },
      covariance: setup.bound(point, of: projection, atBound: summary.atBound), residual: point.residual,
      reduced: point.reduced, summary: summary, parametersAtBound: summary.atBound, method: method, unit: unit)
    return (fit, summary.parameters)
  }

  /// How far below its median an amount begins at most, as a difference of logarithms.
  private static let farthestStart = 2.0

  private func search(
    _ projection: VariableProjection, _ setup: FitSetup, from start: [Double], options: LevenbergMarquardt.Options
  ) throws -> (LevenbergMarquardt.Summary, VariableProjection.Point) {
    var latest = projection.point(start, startingFrom: [])
    func point(_ theta: [Double]) -> VariableProjection.Point {
      if theta != latest.state.theta { latest = projection.point(theta, startingFrom: latest.passive) }
      return latest
    }
    let summary = try LevenbergMarquardt(lower: setup.lower, upper: setup.upper, options: options).minimize(
      from: start, cost: { point($0).cost }, model: { try projection.normalEquations(point($0)) })
    return (summary, point(summary.parameters))
  }

  /// The mode of the posterior in the logarithms of the amounts, and its curvature there (Laplace).
  private func posterior(_ setup: FitSetup, _ prior: AmountDistribution) throws -> (fit: Fit, end: [Double]) {
    let posterior = try LogNormalPosterior(problem: setup.problem, prior: prior)
    let species = model.names.count
    // The linear solution under the prior's mean and deviation is near; where it is at zero, a share of the median is.
    let near = VariableProjection(
      problem: setup.problem, amountMeans: model.names.map { prior.moments(of: $0).mean },
      amountDeviations: model.names.map { prior.moments(of: $0).deviation }
    ).point(setup.start, startingFrom: []).amounts
    let start = zip(near, posterior.means).map { max(.log(max($0, .leastNormalMagnitude)), $1 - Self.farthestStart) } + setup.start
    var latest = posterior.point(start)
    func point(_ vector: [Double]) -> LogNormalPosterior.Point {
      if vector != latest.logs + latest.state.theta { latest = posterior.point(vector) }
      return latest
    }
    let summary = try LevenbergMarquardt(
      lower: [Double](repeating: -.infinity, count: species) + setup.lower,
      upper: [Double](repeating: .infinity, count: species) + setup.upper, options: options.optimizer
    ).minimize(
      from: start, cost: { point($0).cost },
      model: { posterior.normalEquations(point($0)) })
    let end = point(summary.parameters)
    let free = Array(0..<species)
      + setup.problem.varied.map { species + $0 }.filter { !summary.atBound.contains($0) }
    let spread = try posterior.normalEquations(end).curvature.submatrix(free).invertedPositiveDefinite()
    // A log-normal's mean and covariance.
    let means = (0..<species).map { end.amounts[$0] * .exp(spread[$0, $0] / 2) }
    var covariance = Matrix(zeros: species, species)
    for j in 0..<species {
      for i in 0..<species { covariance[i, j] = means[i] * means[j] * Double.expMinusOne(spread[i, j]) }
    }
    let fit = setup.result(
      end.state,
      amounts: (0..<species).map {
        FitAmount(
          value: means[$0], fitted: end.amounts[$0], uncertainty: .posterior, logDeviation: spread[$0, $0].squareRoot())
      },
      covariance: covariance, residual: end.residual, reduced: end.reduced, summary: summary,
      parametersAtBound: summary.atBound.filter { $0 >= species }.map { $0 - species }, method: method, unit: unit)
    return (fit, end.state.theta)
  }
}
