import MRSCore

/// Nonlinear least squares with box bounds: the minimiser of ½·‖r(θ)‖² for l ≤ θ ≤ u.
///
/// Levenberg–Marquardt steps on the free parameters with Moré's scaling (1978, doi:10.1007/BFb0067700) and Nielsen's
/// damping (1999); a parameter at a bound that the gradient pushes outward is held there. Each step solves the augmented
/// system by QR, never the normal equations.
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

    public init(
      maximumIterations: Int = 200, costTolerance: Double = 1e-14, stepTolerance: Double = 1e-9,
      gradientTolerance: Double = 1e-12, initialDamping: Double = 1e-3
    ) {
      self.maximumIterations = maximumIterations
      self.costTolerance = costTolerance
      self.stepTolerance = stepTolerance
      self.gradientTolerance = gradientTolerance
      self.initialDamping = initialDamping
    }
  }

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
    public let residual: [Double]
    public let jacobian: Matrix
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
    precondition(start.count == lower.count)
    var theta = clamped(start)
    var current = try linearize(theta)
    var cost = Self.cost(current.residual)
    guard cost.isFinite else { throw FittingError.notFinite(iteration: 0) }
    let initialCost = cost
    var scale = [Double](repeating: 0, count: theta.count)
    var damping = options.initialDamping
    var growth = 2.0
    var evaluations = 1
    var iteration = 0
    var termination = Termination.iterationLimit

    search: while iteration < options.maximumIterations {
      iteration += 1
      let norms = current.jacobian.columnNorms
      for p in theta.indices { scale[p] = max(scale[p], norms[p]) }
      let gradient = current.jacobian.transposedTimes(current.residual)
      let free = theta.indices.filter { p in
        norms[p] > 0 && !(theta[p] <= lower[p] && gradient[p] >= 0) && !(theta[p] >= upper[p] && gradient[p] <= 0)
      }
      let residualNorm = (2 * cost).squareRoot()
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
        let step = try self.step(current, free: free, scale: scale, damping: damping)
        let trial = clamped(zip(theta, step).map(+))
        let move = zip(trial, theta).map(-)
        let moved = Self.norm(zip(move, scale).map(*))
        if moved <= options.stepTolerance * (Self.norm(zip(theta, scale).map(*)) + options.stepTolerance) {
          termination = .stepConverged
          break search
        }
        let linear = zip(current.residual, current.jacobian * move).map(+)
        let predicted = cost - Self.cost(linear)
        let trialCost = Self.cost(try residual(trial))
        evaluations += 1
        let actual = cost - trialCost
        if trialCost.isFinite, actual > 0 {
          let ratio = predicted > 0 ? actual / predicted : 0
          let factor = 2 * ratio - 1
          damping *= max(1.0 / 3, 1 - factor * factor * factor)
          growth = 2
          theta = trial
          current = try linearize(theta)
          cost = Self.cost(current.residual)
          if actual <= options.costTolerance * (cost + actual), predicted <= options.costTolerance * (cost + actual) {
            termination = .costConverged
            break search
          }
          break
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
      parameters: theta, residual: current.residual, jacobian: current.jacobian, initialCost: initialCost, cost: cost,
      iterations: iteration, evaluations: evaluations, termination: termination,
      atBound: theta.indices.filter { theta[$0] <= lower[$0] || theta[$0] >= upper[$0] })
  }

  /// The step δ of least ‖J·δ + r‖² + μ·‖D·δ‖² over the free parameters.
  private func step(
    _ current: Linearization, free: [Int], scale: [Double], damping: Double
  ) throws -> [Double] {
    var step = [Double](repeating: 0, count: lower.count)
    guard !free.isEmpty else { return step }
    let rows = current.residual.count
    var augmented = Matrix(zeros: rows + free.count, free.count)
    for (j, p) in free.enumerated() {
      for i in 0..<rows { augmented[i, j] = current.jacobian[i, p] }
      augmented[rows + j, j] = damping.squareRoot() * scale[p]
    }
    let right = current.residual.map { -$0 } + [Double](repeating: 0, count: free.count)
    let solution = try augmented.leastSquaresFullRank(right)
    for (j, p) in free.enumerated() { step[p] = solution[j] }
    return step
  }

  private func clamped(_ theta: [Double]) -> [Double] {
    theta.indices.map { min(max(theta[$0], lower[$0]), upper[$0]) }
  }

  private static func cost(_ residual: [Double]) -> Double { residual.reduce(0) { $0 + $1 * $1 } / 2 }
  private static func norm(_ vector: [Double]) -> Double { vector.reduce(0) { $0 + $1 * $1 }.squareRoot() }
}

extension Matrix {
  /// ‖column‖ of every column.
  var columnNorms: [Double] {
    (0..<columns).map { j in
      elements[j * rows..<(j + 1) * rows].reduce(0) { $0 + $1 * $1 }.squareRoot()
    }
  }
}
