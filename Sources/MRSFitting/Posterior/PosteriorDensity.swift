import MRSCore
import MRSModel
import MRSStatistics
import Numerics

/// The posterior density of one spectrum's parameters under the whole model of its fit: own shifts and widths of
/// species, soft constraints, ends of ranges, baseline and errors of shape as the fit marginalised them, and the
/// log-normal prior.
///
/// ln p = −(ν/2)·ln(rᵀMr/σ²) − ½·(v − μ)ᵀΣ⁻¹(v − μ) − ½·Σ((θ − c)/σ_θ)²: the noise's level is integrated out under 1/σ,
/// with ν real data less the baseline's free directions (``SpectralPosterior``), so that what the model does not
/// explain counts as noise. The sum of squares is that of a ``LocalExpansion``.
package struct PosteriorDensity: Sendable {
  let expansion: LocalExpansion
  let coordinates: PosteriorCoordinates
  /// ν.
  let freedom: Double

  init(_ expansion: LocalExpansion, _ coordinates: PosteriorCoordinates) {
    self.expansion = expansion
    self.coordinates = coordinates
    let problem = expansion.problem
    let free = problem.baseline?.freeDirections(bend: problem.bend) ?? 0
    freedom = max(problem.model.dataCount - Double(free), 1)
  }

  /// The same density, expanded about another point.
  func expanded(about point: [Double]) -> PosteriorDensity {
    PosteriorDensity(LocalExpansion(expansion.problem, at: nonlinear(at: point)), coordinates)
  }

  /// The same, over a baseline that bends `factor` times as far.
  /// - Throws: `LinearAlgebraError`.
  func bending(by factor: Double) throws(LinearAlgebraError) -> PosteriorDensity {
    PosteriorDensity(try expansion.bending(by: factor * expansion.problem.bend), coordinates)
  }

  func amounts(at point: [Double]) -> [Double] { point[..<coordinates.species].map(Double.exp) }

  func nonlinear(at point: [Double]) -> [Double] { coordinates.nonlinear(point, over: expansion.origin) }

  func coefficients(at point: [Double]) -> [Double] {
    expansion.coefficients(amounts: amounts(at: point), nonlinear(at: point))
  }

  /// ln p of a sum of squares rᵀMr/σ².
  func logLikelihood(square: Double) -> Double { -freedom / 2 * .log(max(square, .leastNormalMagnitude)) }

  /// ln p of points, −∞ beyond the ends of ranges.
  package func logDensities(at points: [[Double]]) -> [Double] {
    guard !points.isEmpty else { return [] }
    let squares = expansion.squares(of: Matrix(columns: points.map(coefficients)))
    return zip(points, squares).map { coordinates.logPrior($0) + logLikelihood(square: $1) }
  }

  /// ln p from Fourier transforms instead of the expansion.
  package func exactLogDensity(at point: [Double]) -> Double {
    let problem = expansion.problem
    let residual = problem.residual(problem.state(nonlinear(at: point)), amounts: amounts(at: point))
    let square = zip(residual, problem.reduced(residual)).reduce(0) { $0 + $1.0 * $1.1 } * problem.weight
    return coordinates.logPrior(point) + logLikelihood(square: square)
  }

  /// What is to be added to the mean weight for the evidence ln p(data): the constants of noise, errors of shape and
  /// priors.
  ///
  /// Parameters with a range and no deviation are uniform in it. What is left out is the same for all models of one
  /// window and one baseline: the volume of the baseline's free directions and the noise's level.
  var logNormalisation: Double {
    let problem = expansion.problem
    var value = -(problem.shapes?.logDeterminant ?? 0) / 2
    let species = Double(coordinates.species)
    value += ((try? coordinates.prior.precision.logDeterminant()) ?? 0) / 2 - species / 2 * .log(2 * .pi)
    for i in coordinates.parameters.indices {
      value +=
        coordinates.precisions[i] > 0
        ? 0.5 * .log(coordinates.precisions[i] / (2 * .pi)) : -.log(coordinates.upper[i] - coordinates.lower[i])
    }
    return value
  }
}

/// For Markov chains: nonlinear parameters through variables without ends.
extension PosteriorDensity: LogDensity {
  package var dimension: Int { coordinates.dimension }

  private func bounded(_ index: Int) -> BoundedParameter {
    .interval(low: coordinates.lower[index], high: coordinates.upper[index])
  }

  /// The variables of a point.
  package func variables(of point: [Double]) -> [Double] {
    let species = coordinates.species
    return point[..<species] + coordinates.parameters.indices.map { bounded($0).variable(of: point[species + $0]) }
  }

  /// The point of variables.
  package func point(of variables: [Double]) -> [Double] {
    let species = coordinates.species
    return variables[..<species]
      + coordinates.parameters.indices.map { bounded($0).evaluate(variables[species + $0]).value }
  }

  package func evaluate(_ variables: [Double]) -> (value: Double, gradient: [Double]) {
    let species = coordinates.species
    let ranges = coordinates.parameters.indices.map { bounded($0).evaluate(variables[species + $0]) }
    let logs = Array(variables[..<species])
    let point = logs + ranges.map(\.value)
    let (amounts, theta) = (amounts(at: point), nonlinear(at: point))
    let coefficients = expansion.coefficients(amounts: amounts, theta)
    let left = expansion.products * coefficients
    let square = zip(coefficients, left).reduce(0) { $0 + $1.0 * $1.1 }
    let prior = coordinates.prior.cost(logs)
    var value = logLikelihood(square: square) - prior.value
    let weight = freedom / max(square, .leastNormalMagnitude)
    var gradient = expansion.pulls(left, amounts: amounts, theta, parameters: coordinates.parameters).map {
      weight * $0
    }
    for k in 0..<species { gradient[k] -= prior.slopes[k] }
    for (i, range) in ranges.enumerated() {
      let distance = range.value - coordinates.centres[i]
      value += range.logJacobian - 0.5 * coordinates.precisions[i] * distance * distance
      gradient[species + i] =
        (gradient[species + i] - coordinates.precisions[i] * distance) * range.slope + range.logJacobianSlope
    }
    return (value, gradient)
  }
}
