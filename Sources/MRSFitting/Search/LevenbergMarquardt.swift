import MRSCore

/// Nonlinear least squares with box bounds: the minimiser of ½·‖r(θ)‖² for l ≤ θ ≤ u.
///
/// Levenberg–Marquardt steps on the free parameters with Moré's scaling (1978, doi:10.1007/BFb0067700), which here
/// forgets, and Nielsen's damping (1999); a parameter at a bound that the gradient pushes outward is held there. Steps
/// are those of a ``LocalModel``: by QR of residual and Jacobian. Narrow curved valleys are followed with geodesic
/// acceleration (Transtrum & Sethna 2012, arXiv:1201.5885). Documentation/Optimiser.md has its digits on NIST's problems.
public struct LevenbergMarquardt: Sendable {
  /// When to stop, with reasons for the defaults.
  public struct Options: Hashable, Sendable {
    public var maximumIterations: Int
    /// Stop when the relative fall of the cost and that predicted are both below this.
    public var costTolerance: Double
    /// Stop when ‖D·δ‖ < this·‖D·θ‖: no parameter moves in its eighth digit.
    public var stepTolerance: Double
    /// Stop when the largest cosine between the residual and a column of the Jacobian is below this.
    public var gradientTolerance: Double
    /// The first damping relative to the scaled curvature.
    public var initialDamping: Double
    /// Whether steps are bent along the model's second directional derivative, at one more residual a step. It takes a
    /// valley that winds over decades in hundreds of steps instead of thousands (MGH10); well-scaled problems near their
    /// solution do without.
    public var isAccelerated: Bool

    public init(
      maximumIterations: Int = 200, costTolerance: Double = 1e-14, stepTolerance: Double = 1e-9,
      gradientTolerance: Double = 1e-12, initialDamping: Double = 1e-3, isAccelerated: Bool = true
    ) {
      self.maximumIterations = maximumIterations
      self.costTolerance = costTolerance
      self.stepTolerance = stepTolerance
      self.gradientTolerance = gradientTolerance
      self.initialDamping = initialDamping
      self.isAccelerated = isAccelerated
    }
  }

  /// The share of a parameter's scale that outlives a step. Moré's scale never falls: after a start where the model is
  /// steep in a parameter, that parameter hardly moves again. A scale that forgets at once lets the model run away.
  private static let scaleMemory = 0.7
  /// The share of the tolerance below which a predicted fall of the cost counts as none.
  private static let nothing = 0.3
  /// The least share of the predicted fall of the cost that makes a step acceptable (MINPACK's).
  private static let leastGain = 1e-4
  /// The largest 2·‖D·a‖/‖D·v‖ at which a step's linearization is trusted, and the share of the step at which the second
  /// derivative is taken (Transtrum & Sethna's values).
  private static let largestBend = 0.75
  private static let probe = 0.1

  /// The residual r(θ), shape (M), and its Jacobian ∂r/∂θ, shape (M, P).
  public struct Linearization: Sendable {
    public let residual: [Double]
    public let jacobian: Matrix

    public init(residual: [Double], jacobian: Matrix) {
      self.residual = residual
      self.jacobian = jacobian
    }
  }

  /// Why it stopped.
  public enum Termination: String, Hashable, Sendable, Codable {
    case costConverged = "cost converged"
    case stepConverged = "step converged"
    case gradientConverged = "gradient converged"
    case exactFit = "residual is zero"
    case iterationLimit = "iteration limit"
    case dampingLimit = "no step lowers the cost"

    public var isConverged: Bool { self != .iterationLimit }
  }

  /// Where it ended and how.
  public struct Summary: Sendable {
    public let parameters: [Double]
    /// ½·‖r‖² at the start and at the end.
    public let initialCost: Double
    public let cost: Double
    public let iterations: Int
    public let evaluations: Int
    public let termination: Termination
    /// The parameters held at a bound at the end.
    public let atBound: [Int]
  }

  public let options: Options
  public let lower: [Double]
  public let upper: [Double]

  /// - Precondition: `lower` and `upper` are of one length, each lower bound not above its upper bound.
  public init(lower: [Double], upper: [Double], options: Options = Options()) {
    precondition(lower.count == upper.count && zip(lower, upper).allSatisfy { $0 <= $1 })
    self.lower = lower
    self.upper = upper
    self.options = options
  }

  /// Without bounds.
  public init(unboundedParameters count: Int, options: Options = Options()) {
    self.init(
      lower: [Double](repeating: -.infinity, count: count), upper: [Double](repeating: .infinity, count: count),
      options: options)
  }

  /// Minimises from `start`, which is first moved within the bounds.
  ///
  /// - Throws: what `residual` or `linearize` throws; ``FittingError/notFinite(iteration:)`` when the start gives a
  ///   residual that is not finite. A trial step with such a residual is refused, not an error.
  public func minimize(
    from start: [Double],
    residual: ([Double]) throws -> [Double],
    linearize: ([Double]) throws -> Linearization
  ) throws -> Summary {
    try minimize(
      from: start, cost: { try residual($0).reduce(0) { $0 + $1 * $1 } / 2 },
      model: { ResidualModel(try linearize($0)) },
      bend: { velocity, theta, current, free, scale, damping, evaluations in
        guard options.isAccelerated else { return velocity }
        return try accelerated(
          velocity, at: theta, current, free: free, scale: scale, damping: damping, residual: residual,
          evaluations: &evaluations)
      })
  }

  /// Bends a step v at θ along a curved valley; `nil` where the step is not to be trusted.
  typealias Bend<Model> = (
    _ velocity: [Double], _ theta: [Double], _ model: Model, _ free: [Int], _ scale: [Double], _ damping: Double,
    _ evaluations: inout Int
  ) throws -> [Double]?

  /// The same search on any local model; `cost` is asked for trial points, `model` for those that are accepted.
  func minimize<Model: LocalModel>(
    from start: [Double], cost trialCost: ([Double]) throws -> Double, model: ([Double]) throws -> Model,
    bend: Bend<Model> = { velocity, _, _, _, _, _, _ in velocity }
  ) throws -> Summary {
    precondition(start.count == lower.count)
    var theta = clamped(start)
    var current = try model(theta)
    guard current.cost.isFinite else { throw FittingError.notFinite(iteration: 0) }
    let initialCost = current.cost
    var cost = initialCost
    var scale = [Double](repeating: 0, count: theta.count)
    var damping = options.initialDamping
    var growth = 2.0
    var evaluations = 1
    var iteration = 0
    var termination = Termination.iterationLimit

    search: while iteration < options.maximumIterations {
      iteration += 1
      let norms = current.columnNorms
      for p in theta.indices { scale[p] = max(Self.scaleMemory * scale[p], norms[p]) }
      let gradient = current.gradient
      let free = theta.indices.filter { p in
        norms[p] > 0 && !(theta[p] <= lower[p] && gradient[p] >= 0) && !(theta[p] >= upper[p] && gradient[p] <= 0)
      }
      let residualNorm = (2 * current.cost).squareRoot()
      guard residualNorm > 0 else {
        termination = .exactFit
        break
      }
      let cosine = free.map { abs(gradient[$0]) / (norms[$0] * residualNorm) }.max() ?? 0
      if cosine <= options.gradientTolerance {
        termination = .gradientConverged
        break
      }

      while true {
        let (velocity, held) = try boundedStep(current, at: theta, free: free, scale: scale, damping: damping)
        if let step = try bend(velocity, theta, current, free, scale, damping, &evaluations) {
          var trial = clamped(zip(theta, step).map(+))
          // Rounding must not keep a parameter from its bound.
          for (p, bound) in held { trial[p] = bound }
          let move = zip(trial, theta).map(-)
          if Self.norm(zip(move, scale).map(*))
            <= options.stepTolerance * (Self.norm(zip(theta, scale).map(*)) + options.stepTolerance)
          {
            termination = .stepConverged
            break search
          }
          let predicted = current.cost - current.cost(after: options.isAccelerated ? velocity : move)
          // Where Gauss–Newton steps are trusted, one that promises next to nothing need not be taken.
          if !options.isAccelerated, predicted <= Self.nothing * options.costTolerance * current.cost {
            termination = .costConverged
            break search
          }
          let newCost = try trialCost(trial)
          evaluations += 1
          let actual = current.cost - newCost
          if newCost.isFinite, actual > 0, actual >= Self.leastGain * predicted {
            let ratio = predicted > 0 ? actual / predicted : 0
            let factor = 2 * ratio - 1
            damping *= max(1.0 / 3, 1 - factor * factor * factor)
            growth = 2
            theta = trial
            cost = newCost
            let nothing = options.costTolerance * current.cost
            if actual <= nothing, predicted <= nothing {
              termination = .costConverged
              break search
            }
            current = try model(theta)
            break
          }
        }
        damping *= growth
        growth *= 2
        if damping > 1e16 {
          termination = .dampingLimit
          break search
        }
      }
    }
    return Summary(
      parameters: theta, initialCost: initialCost, cost: cost, iterations: iteration, evaluations: evaluations,
      termination: termination, atBound: theta.indices.filter { theta[$0] <= lower[$0] || theta[$0] >= upper[$0] })
  }

  /// The step of a local model, solved again with those parameters at their bounds that would cross them.
  private func boundedStep(
    _ model: some LocalModel, at theta: [Double], free: [Int], scale: [Double], damping: Double
  ) throws -> (step: [Double], held: [Int: Double]) {
    var free = free
    var held: [Int: Double] = [:]
    var given = [Double](repeating: 0, count: theta.count)
    while true {
      let step = try model.step(free: free, scale: scale, damping: damping, given: given)
      let crossing = free.filter { theta[$0] + step[$0] < lower[$0] || theta[$0] + step[$0] > upper[$0] }
      guard !crossing.isEmpty else { return (step, held) }
      for p in crossing {
        let bound = step[p] < 0 ? lower[p] : upper[p]
        held[p] = bound
        given[p] = bound - theta[p]
      }
      free.removeAll { crossing.contains($0) }
    }
  }

  /// v + a/2 with a the step against r″, the second derivative of the residual along v, by a finite difference; `nil`
  /// where the step is not to be trusted. A probe outside the bounds is not made: v itself is returned then.
  private func accelerated(
    _ velocity: [Double], at theta: [Double], _ current: ResidualModel, free: [Int], scale: [Double], damping: Double,
    residual: ([Double]) throws -> [Double], evaluations: inout Int
  ) throws -> [Double]? {
    let probe = zip(theta, velocity).map { $0 + Self.probe * $1 }
    guard clamped(probe) == probe else { return velocity }
    let ahead = try residual(probe)
    evaluations += 1
    let slope = current.jacobian * velocity
    let second = ahead.indices.map {
      2 / Self.probe * ((ahead[$0] - current.residual[$0]) / Self.probe - slope[$0])
    }
    guard second.allSatisfy(\.isFinite) else { return nil }
    let acceleration = try current.step(against: second, free: free, scale: scale, damping: damping)
    let bend = 2 * Self.norm(zip(acceleration, scale).map(*))
    guard bend <= Self.largestBend * Self.norm(zip(velocity, scale).map(*)) else { return nil }
    return zip(velocity, acceleration).map { $0 + $1 / 2 }
  }

  private func clamped(_ theta: [Double]) -> [Double] {
    theta.indices.map { min(max(theta[$0], lower[$0]), upper[$0]) }
  }

  private static func norm(_ vector: [Double]) -> Double { vector.reduce(0) { $0 + $1 * $1 }.squareRoot() }
}
