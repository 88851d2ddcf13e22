import MRSCore
import MRSModel

/// The posterior with a log-normal prior on the amounts: a sum of squares in their logarithms and the nonlinear parameters.
///
/// The parameters are v_k = ln a_k, then θ; the cost is that of the data at a = exp(v) plus ½·(v − μ)ᵀΣ⁻¹(v − μ). Amounts
/// are positive by construction, and correlations of the prior (lipids share the fat fraction) are kept.
struct LogNormalPosterior: Sendable {
  let problem: FitProblem
  /// μ, in the order of the model's species.
  let means: [Double]
  /// The diagonal of Σ.
  let variances: [Double]
  /// Σ⁻¹.
  let precision: Matrix

  /// The least eigenvalue of Σ relative to the largest: what a prior says more sharply than this is said this sharply.
  private static let sharpness = 1e-4

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
    let indices = names.compactMap { prior.names.firstIndex(of: $0) }
    self.problem = problem
    means = indices.map { prior.logMeans[$0] }
    variances = indices.map { prior.logCovariance[$0, $0] }
    let eigen = try prior.logCovariance.submatrix(indices).symmetricEigen()
    let least = max(Self.sharpness * (eigen.values.last ?? 0), .leastNormalMagnitude)
    var scaled = eigen.vectors
    for j in eigen.values.indices {
      for i in 0..<scaled.rows { scaled[i, j] /= max(eigen.values[j], least).squareRoot() }
    }
    precision = scaled.timesTransposed(scaled)
  }

  private var species: Int { means.count }

  func point(_ vector: [Double]) -> Point {
    let logs = Array(vector[..<species])
    let theta = Array(vector[species...])
    let state = problem.state(theta)
    let amounts = logs.map(Double.exp)
    let residual = problem.residual(state, amounts: amounts)
    let reduced = problem.reduced(residual)
    let distances = zip(logs, means).map(-)
    let prior = zip(distances, precision * distances).reduce(0) { $0 + $1.0 * $1.1 }
    return Point(
      state: state, logs: logs, amounts: amounts, residual: residual, reduced: reduced,
      cost: problem.cost(theta, residual: residual, reduced: reduced) + prior / 2)
  }

  /// Over all of v and θ.
  func normalEquations(_ point: Point) -> NormalEquations {
    let varied = problem.varied.map { species + $0 }
    let free = Array(0..<species) + varied
    let all = species + point.state.theta.count
    let vectors = problem.vectors(
      point.state, species: Array(0..<species), scales: point.amounts, amounts: point.amounts)
    let products = problem.products(vectors)
    var curvature = Matrix(zeros: all, all)
    for (j, q) in free.enumerated() { for (i, p) in free.enumerated() { curvature[p, q] = products[i, j] } }
    for j in 0..<species { for i in 0..<species { curvature[i, j] += precision[i, j] } }

    let pulls = vectors.transposedTimes(point.reduced)
    var gradient = [Double](repeating: 0, count: all)
    for (i, p) in free.enumerated() { gradient[p] = -problem.weight * pulls[i] }
    for (k, pull) in (precision * zip(point.logs, means).map(-)).enumerated() { gradient[k] += pull }
    for (i, p) in problem.varied.enumerated() {
      curvature[species + p, species + p] += problem.precisions[i]
      gradient[species + p] += point.state.theta[p] * problem.precisions[i]
    }
    return NormalEquations(cost: point.cost, gradient: gradient, curvature: curvature)
  }
}
