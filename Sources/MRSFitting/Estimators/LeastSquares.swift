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
  let plans: Result<FitPlans, any Error>
  /// What it assumes of its functions, by name, and the fits under other assumptions, over which results are averaged.
  let assumption: String
  let others: [Alternative]

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
    plans = Result { try FitPlans(model: model, options: options) }
    assumption = ""
    others = []
  }

  init(
    model: ForwardModel, options: LeastSquaresOptions, amountPrior: AmountPrior, unit: Quantification.Unit,
    plans: Result<FitPlans, any Error>, assumption: String, others: [Alternative]
  ) {
    self.model = model
    self.options = options
    self.amountPrior = amountPrior
    self.unit = unit
    self.plans = plans
    self.assumption = assumption
    self.others = others
  }

  /// The same fit with other options; what shapes may look like is taken over, which is what takes time to make ready.
  package func changing(_ change: (inout LeastSquaresOptions) -> Void) -> LeastSquares {
    var options = options
    change(&options)
    let (model, plans, changed) = (model, plans, options)
    return LeastSquares(
      model: model, options: options, amountPrior: amountPrior, unit: unit,
      plans: Result { try FitPlans(model: model, options: changed, sharing: plans.get()) }, assumption: assumption,
      others: others.map { $0.with($0.fitter.changing(change)) })
  }

  /// The same fit with another prior of the amounts.
  public func under(_ prior: AmountPrior) -> LeastSquares {
    LeastSquares(
      model: model, options: options, amountPrior: prior, unit: unit, plans: plans, assumption: assumption,
      others: others.map { $0.with($0.fitter.under(prior)) })
  }

  public func quantify(_ fid: FID) throws -> Quantification { try fit(fid).quantification }

  /// The shift, phase and width that a fit of `fid` begins with.
  /// - Precondition: `fid` has as many points as the model.
  /// - Throws: ``FittingError`` for a model that cannot be fitted.
  package func firstGuess(of fid: FID) throws -> FirstGuess {
    let templates = try plans.get().whole.all.templates
    let range = options.registrationRange * model.acquisition.spectrometerFrequency.megahertz
    return FirstGuess(
      registration: Registration(of: fid.samples, with: templates, range: range),
      reversed: Registration(of: fid.samples.conjugated, with: templates, range: range))
  }

  /// The full result.
  /// - Parameter lineshape: what the water of the same voxel says of it; `nil` where that is not known.
  /// - Throws: ``FittingError``.
  public func fit(_ fid: FID, expecting lineshape: ExpectedLineshape? = nil) throws -> Fit {
    try fit(fid, startingFrom: nil, expecting: lineshape)
  }

  /// The fit from a first guess that is known, or from the data's own.
  /// - Throws: ``FittingError``.
  package func fit(
    _ fid: FID, startingFrom known: FirstGuess?, expecting lineshape: ExpectedLineshape? = nil
  ) throws -> Fit {
    try found(fid, startingFrom: known, expecting: lineshape).fit
  }

  /// Where a search ended.
  struct Estimate {
    /// With what it was set up: the errors of shape and the bend of the baseline that it had.
    let setup: FitSetup
    /// The nonlinear parameters.
    let end: [Double]
    /// Those of the model at the end.
    let amounts: [Double]
    /// How the search went, over the parameters that it had.
    let summary: LevenbergMarquardt.Summary
    /// The nonlinear parameters that ended at a bound.
    let atBound: [Int]
    let state: FitProblem.State
    /// What the end leaves of the data, and M of that.
    let residual: [Double]
    let reduced: [Double]
    /// The errors of shape that belong to the end (``LeastSquares/remade(_:)``), where they have been made.
    var remade: (setup: FitSetup, cost: Double)?
    /// How the model can still move at the end, within what is known of it.
    let freedom: () throws -> Freedom
    /// The amounts and how far they are known, which takes as long as a step of the search: for most ends nobody asks.
    let spread: () throws -> Spread
    /// What the evidence of the model hangs on.
    let evidence: () throws -> Evidence

    /// How far −ln of the posterior fell on the way, with the errors of shape held.
    var fall: Double { summary.initialCost - summary.cost }
    /// What is left over the noise.
    var residualToNoise: Double { setup.residualToNoise(of: amounts, reduced: reduced) }
  }

  /// How far amounts are known where a search ended.
  struct Spread {
    let amounts: [FitAmount]
    /// Before misfit counts as noise, shape (species, species).
    let covariance: Matrix
    /// The species whose amounts are the prior's more than the data's.
    var mostlyPrior: [String] = []
  }

  /// The full result.
  /// - Parameter other: of all samples, where the search was made in the first of them; `nil` for its own.
  func result(of best: Estimate, in other: FitSetup? = nil) throws -> Fit {
    let spread = try best.spread()
    var (state, residual, reduced) = (best.state, best.residual, best.reduced)
    if let problem = other?.problem {
      state = problem.state(best.end)
      residual = problem.residual(state, amounts: best.amounts)
      reduced = problem.reduced(residual)
    }
    let fit = (other ?? best.setup).result(
      state, amounts: spread.amounts, covariance: spread.covariance, residual: residual, reduced: reduced,
      summary: best.summary, parametersAtBound: best.atBound, method: method, unit: unit)
    return fit.doubting(spread.mostlyPrior.isEmpty ? [] : [.mostlyPrior(names: spread.mostlyPrior)])
  }

  /// - Parameters:
  ///   - near: the amounts of a rough fit.
  ///   - misfit: the residual over the noise above which errors of shape are not made anew.
  func estimate(
    _ setup: FitSetup, varying varied: [Int], near amounts: [Double], upTo misfit: Double = .infinity
  ) throws -> Estimate {
    var setup = setup
    setup.problem.varied = varied
    var best = try estimate(setup, near: amounts)
    guard setup.problem.shapes != nil, best.residualToNoise <= misfit else { return best }
    // Errors of shape hang on what is sought: they are made anew where a search ended, as long as the end of the next one is
    // likelier with those that belong to it. Without that comparison ends wander, for fat stands at an SNR of thousands.
    var ending = try remade(best)
    best.remade = ending
    for _ in 0..<Self.mostRounds {
      var next = try estimate(ending.setup, near: best.amounts)
      guard next.fall > Self.leastFall else { break }
      let again = try remade(next)
      guard again.cost < ending.cost - Self.leastGain else { break }
      next.remade = again
      (best, ending) = (next, again)
    }
    return best
  }

  /// How often the errors of shapes are made anew at most, and by how much −ln of the likelihood must fall for it.
  private static let mostRounds = 4
  private static let leastGain = 0.5
  /// The fall below which a search has ended where it began: a tenth of a standard deviation in all directions together.
  private static let leastFall = 0.005

  /// The errors of shape that belong to an estimate, and −ln of the likelihood with them but for a constant: of what is left,
  /// of the amounts by their prior, and of how much the errors can explain.
  func remade(_ found: Estimate) throws -> (setup: FitSetup, cost: Double) {
    if let known = found.remade { return known }
    let erring = try found.setup.erring(at: found.end, amounts: found.amounts)
    let cost = erring.problem.cost(
      found.end, residual: found.residual, reduced: erring.problem.reduced(found.residual))
    return (erring, cost + (try priorCost(of: found.amounts)) + (erring.problem.shapes?.logDeterminant ?? 0) / 2)
  }

  private func priorCost(of amounts: [Double]) throws -> Double {
    if case .logNormal(let prior) = amountPrior {
      return try LogNormalAmounts(prior, names: model.names).cost(amounts.map { .log($0) }).value
    }
    return penalty(near: amounts).value(at: amounts)
  }

  /// - Parameters:
  ///   - amounts: about what is expected, for ratios.
  ///   - isEnd: whether they are where another search ended, which this one begins from.
  func estimate(_ setup: FitSetup, near amounts: [Double], isEnd: Bool = false) throws -> Estimate {
    if case .logNormal(let prior) = amountPrior {
      return try posterior(setup, prior, startingFrom: isEnd ? amounts : nil)
    }
    return try projected(setup, penalty(near: amounts), near: amounts)
  }

  /// What is known of the amounts where it is quadratic in them; nothing of a log-normal prior.
  func penalty(near amounts: [Double]) -> AmountPenalty {
    switch amountPrior {
    case .flat, .logNormal: AmountPenalty(species: model.names.count)
    case .normal(let prior): AmountPenalty(prior, names: model.names)
    case .ratios(let ratios): AmountPenalty(ratios, names: model.names, near: amounts)
    }
  }

  /// A rough fit of what all species share, for a start and for a baseline as smooth as the data say.
  func smoothed(_ setup: FitSetup, varying varied: [Int]) throws -> (setup: FitSetup, amounts: [Double]) {
    var setup = setup
    let (projection, summary, point) = try rough(setup, varying: varied)
    setup.problem = projection.problem
    setup.start = summary.parameters
    let errors = setup.errorColumns(at: summary.parameters, amounts: point.amounts)
    let bend = options.adaptsBaseline ? projection.likeliestBend(point, shapes: errors?.spectra) : nil
    if let errors {
      setup.problem = try setup.problem.erring(errors, bend: bend)
    } else if let bend {
      setup.problem = try setup.problem.bending(by: bend)
    }
    return (setup, point.amounts)
  }
}
