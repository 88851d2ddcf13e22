import MRSCore
import MRSModel

/// The posterior with a log-normal prior on the amounts: a sum of squares in their logarithms and the nonlinear parameters.
///
/// The parameters are v_k = ln a_k, then θ (``ParameterLayout``); the cost is that of the data at a = exp(v) plus ½·(v − μ)ᵀΣ⁻¹(v − μ). Amounts
/// are positive by construction, and correlations of the prior (lipids share the fat fraction) are kept.
struct LogNormalPosterior: Sendable {
  let problem: FitProblem
  let prior: LogNormalAmounts

  struct Point: Sendable {
    let state: FitProblem.State
    let logs: [Double]
    let amounts: [Double]
    let residual: [Double]
    let reduced: [Double]
    let cost: Double
  }

  /// - Throws: ``FittingError/priorIncomplete(names:)``, `LinearAlgebraError`.
  init(problem: FitProblem, prior: AmountDistribution) throws {
    let names = problem.model.model.names
    let missing = names.filter { !prior.names.contains($0) }
    guard missing.isEmpty else { throw FittingError.priorIncomplete(names: missing) }
    self.problem = problem
    self.prior = try LogNormalAmounts(prior, names: names)
  }

  private var species: Int { problem.model.species }

  func point(_ vector: [Double]) -> Point {
    let logs = Array(vector[..<species])
    let theta = Array(vector[species...])
    let state = problem.state(theta)
    let amounts = logs.map(Double.exp)
    let residual = problem.residual(state, amounts: amounts)
    let reduced = problem.reduced(residual)
    return Point(
      state: state, logs: logs, amounts: amounts, residual: residual, reduced: reduced,
      cost: problem.cost(theta, residual: residual, reduced: reduced) + prior.cost(logs).value)
  }

  /// Over all of v and θ.
  func normalEquations(_ point: Point) -> NormalEquations {
    let varied = problem.varied.map { species + $0 }
    let free = Array(0..<species) + varied
    let all = species + point.state.theta.count
    let vectors = problem.vectors(
      point.state, species: Array(0..<species), scales: point.amounts, amounts: point.amounts)
    let products = problem.products(vectors).matrix
    var curvature = Matrix(zeros: all, all)
    for (j, q) in free.enumerated() { for (i, p) in free.enumerated() { curvature[p, q] = products[i, j] } }
    for j in 0..<species { for i in 0..<species { curvature[i, j] += prior.precision[i, j] } }

    let pulls = vectors.transposedTimes(point.reduced)
    var gradient = [Double](repeating: 0, count: all)
    for (i, p) in free.enumerated() { gradient[p] = -problem.weight * pulls[i] }
    for (k, pull) in prior.cost(point.logs).slopes.enumerated() { gradient[k] += pull }
    for p in problem.varied {
      curvature[species + p, species + p] += problem.precision(of: p)
      gradient[species + p] += problem.pull(of: p, at: point.state.theta)
    }
    return NormalEquations(cost: point.cost, gradient: gradient, curvature: curvature)
  }
}
