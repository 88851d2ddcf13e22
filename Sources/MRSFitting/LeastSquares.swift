import MRSCore
import MRSModel
import Numerics

/// Nonlinear-least-squares fitting of a spectrum as a sum of basis functions: the conventional quantifier.
///
/// Bounded variable projection over shared shift, phases and Voigt width and each species' own shift and width (softly
/// tied, as in LCModel), with non-negative amounts and a spline baseline. With `amountPrior` it is the maximum a
/// posteriori estimate under the same model.
public struct LeastSquares: Quantifier {
  /// Gaussian priors on the amounts, for the maximum a posteriori estimate.
  public struct AmountPrior: Hashable, Sendable {
    /// The mean and standard deviation by species; species not named are free.
    public let byName: [String: (mean: Double, deviation: Double)]

    public init(byName: [String: (mean: Double, deviation: Double)]) { self.byName = byName }

    public static func == (left: AmountPrior, right: AmountPrior) -> Bool {
      left.byName.mapValues { [$0.mean, $0.deviation] } == right.byName.mapValues { [$0.mean, $0.deviation] }
    }

    public func hash(into hasher: inout Hasher) {
      for (name, prior) in byName.sorted(by: { $0.key < $1.key }) {
        hasher.combine(name)
        hasher.combine(prior.mean)
        hasher.combine(prior.deviation)
      }
    }
  }

  public let model: ForwardModel
  public let options: LeastSquaresOptions
  public let amountPrior: AmountPrior?
  public let unit: Quantification.Unit
  /// What the first guess of every fit is found with.
  private let templates: RegistrationTemplates

  public var method: String { amountPrior == nil ? "nlsf" : "map" }
  public var targets: [String] { model.names }

  public init(
    model: ForwardModel, options: LeastSquaresOptions = .init(), amountPrior: AmountPrior? = nil,
    unit: Quantification.Unit = .arbitrary
  ) {
    self.model = model
    self.options = options
    self.amountPrior = amountPrior
    self.unit = unit
    templates = RegistrationTemplates(model: model, options: options)
  }

  public func quantify(_ fid: FID) throws -> Quantification { try fit(fid).quantification }

  /// The shift, phase and width that a fit of `fid` begins with.
  /// - Precondition: `fid` has as many points as the model.
  package func firstGuess(of fid: FID) -> FirstGuess {
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
  package func fit(_ fid: FID, startingFrom guess: FirstGuess?) throws -> Fit {
    let input = try FitInput(fid, model: model, options: options)
    let setup = try FitSetup(
      fid: fid, model: model, options: options, amountPrior: amountPrior, guess: guess ?? firstGuess(of: fid))
    var passive: [Int] = []
    let summary = try LevenbergMarquardt(lower: setup.lower, upper: setup.upper, options: options.optimizer).minimize(
      from: setup.start,
      residual: { theta in
        setup.problem.residual(theta, setup.problem.solve(theta, startingFrom: passive, derivatives: false))
      },
      linearize: { theta in
        let solution = setup.problem.solve(theta, startingFrom: passive, derivatives: true)
        passive = solution.passive
        return .init(
          residual: setup.problem.residual(theta, solution),
          jacobian: try setup.problem.jacobian(theta, solution))
      })
    let fit = try setup.result(of: summary, startingFrom: passive, method: method, unit: unit)
    return fit.doubting(input.indistinguishable(in: fit.covariance))
  }
}
