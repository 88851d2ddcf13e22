import MRSCore
import Numerics

/// What a model that ended at its likeliest parameters has for its evidence, ln ∫ p(data|x)·p(x) dx, by Laplace: what is known
/// beforehand of x, and how sharply both are curved in it.
package struct Evidence {
  /// ln of the priors' densities at their tops, in what differs between the models that are compared.
  let densities: Double
  /// The curvature of −ln of the posterior over amounts above zero and nonlinear parameters that are not at a bound.
  let curvature: Matrix
  /// ln of the integrals over amounts at zero.
  var atZero = 0.0

  /// ln of the evidence, but for a constant.
  /// - Parameters:
  ///   - cost: −ln of the posterior at its top, priors without their densities.
  ///   - errors: what integrating over errors of shape and baseline brings.
  func logarithm(cost: Double, errors: Double) -> Double {
    guard let determinant = try? curvature.logDeterminant(), determinant.isFinite else { return -.infinity }
    return densities + atZero + errors - cost + (Double(curvature.rows) * .log(2 * .pi) - determinant) / 2
  }

  /// ln ∫₀^∞ exp(−g·a − h·a²/2) da of an amount that is best at zero, g and h > 0: √(π/2h)·exp(t²)·erfc(t) with t = g/√(2h).
  package static func integral(slope: Double, curvature: Double) -> Double {
    let t = slope / (2 * curvature).squareRoot()
    // Of a steep slope the first term of the asymptotic series, to a fiftieth of a nat.
    guard t < steep else { return -.log(slope) }
    return .log((.pi / (2 * curvature)).squareRoot() * .erfc(t)) + t * t
  }

  private static let steep = 5.0
}

extension LeastSquares.Estimate {
  /// ln of the evidence of the model that ended here, but for what is the same of all models of these data.
  /// - Parameter misfit: how many times the noise is left by the model that explains most, at least 1: what none explains is noise.
  func logEvidence(misfit: Double) throws -> Double {
    let problem = setup.problem
    let data = zip(residual, reduced).reduce(0) { $0 + $1.0 * $1.1 } * problem.weight
    let bends = problem.baseline?.logFlexibility(shares: problem.shares) ?? 0
    return try evidence().logarithm(
      cost: summary.cost - data / 2 * (1 - 1 / (misfit * misfit)),
      errors: bends - (problem.shapes?.logDeterminant ?? 0) / 2)
  }
}

extension VariableProjection {
  /// What the evidence hangs on where a search ended.
  /// - Parameter atBound: the nonlinear parameters that ended at a bound.
  func evidence(_ point: Point, atBound: [Int]) -> Evidence {
    let known = information(point, species: point.passive)
    let free = known.parameters.indices.filter { !atBound.contains(known.parameters[$0]) }
    let amounts = point.passive.count
    let slopes = penalty.slopes(at: point.amounts)
    let pulls = point.state.columns.spectra.transposedTimes(point.reduced)
    let atZero = slopes.indices.filter { !point.passive.contains($0) }.reduce(0.0) { sum, k in
      let curvature = point.products.matrix[k, k] + penalty.precision[k, k]
      return curvature > 0
        ? sum + Evidence.integral(slope: slopes[k] - problem.weight * pulls[k], curvature: curvature) : sum
    }
    return Evidence(
      densities: penalty.logDensity + problem.logDensity(of: free.map { known.parameters[$0] }),
      curvature: known.matrix.submatrix(Array(0..<amounts) + free.map { amounts + $0 }), atZero: atZero)
  }
}
