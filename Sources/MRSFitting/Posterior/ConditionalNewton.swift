import MRSCore
import MRSModel
import Numerics

/// Where the coordinates that are not exact lie, and how far they spread, given the amounts and shared widths of a
/// draw: Newton's method for many draws at a time.
///
/// Own shifts and widths of species enter as a_k·exp(z_k·t): what they are and how well they are known hangs on the
/// amount drawn. JᵀMJ is put together from inner products of the expansion's columns (``SlopeProducts``); of the slopes
/// the lowest orders are enough, for the draws are weighted by the density itself.
struct ConditionalNewton: Sendable {
  private let density: PosteriorDensity
  private let products: SlopeProducts
  /// Of the rest, whatever the draw: where it begins, and the inner products of slopes there for amounts of one.
  private let start: [Double]
  private let unitSlopes: [Double]
  private let unitGram: [Double]
  /// 1/σ² of the noise's level at the start. That of a draw whose rest is not yet found would let the misfit count as
  /// noise.
  private let weight: Double

  /// How far a logarithm may move in one step.
  private static let longestStep = 2.0

  /// - Parameter start: a point whose rest all draws begin from.
  init(_ density: PosteriorDensity, from start: [Double]) {
    self.density = density
    products = SlopeProducts(density)
    self.start = start
    unitSlopes = products.slopes(
      amounts: [Double](repeating: 1, count: density.coordinates.species), density.nonlinear(at: start))
    unitGram = products.grams([unitSlopes])[0]
    let coefficients = density.coefficients(at: start)
    let square = zip(coefficients, density.expansion.products * coefficients).reduce(0) { $0 + $1.0 * $1.1 }
    weight = density.freedom / max(square, .leastNormalMagnitude)
  }

  /// Mean − mode of the rest at the start, where fat's amounts are much as in any draw.
  /// - Throws: `LinearAlgebraError`.
  func skew() throws(LinearAlgebraError) -> [Double] {
    let scale = products.scales(of: density.amounts(at: start))
    let found = try solved(
      start, gram: { unitGram[$0 * scale.count + $1] * scale[$0] * scale[$1] }, pulls: scale.map { _ in 0 })
    return RestSkew(density, factor: found.factor).values
  }

  /// For each point, whose exact coordinates are a draw's, the mean of the rest and the factor of its precision.
  /// - Throws: `LinearAlgebraError`.
  func conditionals(
    of points: [[Double]]
  ) throws(LinearAlgebraError) -> [(mean: [Double], factor: CholeskyFactor)] {
    let coordinates = density.coordinates
    var points = points
    let first = left(of: points)
    for n in points.indices {
      // At the common start slopes differ by the amounts alone.
      let amounts = density.amounts(at: points[n])
      let scale = products.scales(of: amounts)
      let slopes = products.scaled(unitSlopes, by: scale)
      let step = try solved(
        points[n], gram: { unitGram[$0 * scale.count + $1] * scale[$0] * scale[$1] },
        pulls: products.pulls(slopes, first[n])
      ).step
      for (i, place) in coordinates.rest.enumerated() {
        let reach = i < coordinates.restLogs ? Self.longestStep : .infinity
        points[n][place] += min(max(step[i], -reach), reach)
      }
      points[n] = coordinates.clamped(points[n])
    }
    let second = left(of: points)
    let slopes = points.map { products.slopes(amounts: density.amounts(at: $0), density.nonlinear(at: $0)) }
    let grams = products.grams(slopes)
    var result: [(mean: [Double], factor: CholeskyFactor)] = []
    for (n, point) in points.enumerated() {
      let gram = grams[n]
      let found = try solved(
        point, gram: { gram[$0 * products.count + $1] }, pulls: products.pulls(slopes[n], second[n]))
      let mean = coordinates.rest.enumerated().map { i, place in
        let reach = i < coordinates.restLogs ? Self.longestStep : .infinity
        return point[place] + min(max(found.step[i], -reach), reach)
      }
      result.append((mean, found.factor))
    }
    return result
  }

  /// Gc of each point.
  private func left(of points: [[Double]]) -> [[Double]] {
    let products = density.expansion.products
    let left = products * Matrix(columns: points.map(density.coefficients))
    return points.indices.map { Array(left.elements[$0 * products.rows..<($0 + 1) * products.rows]) }
  }

  private func solved(
    _ point: [Double], gram: (Int, Int) -> Double, pulls: [Double]
  ) throws(LinearAlgebraError) -> (step: [Double], factor: CholeskyFactor) {
    let coordinates = density.coordinates
    let (rest, species) = (coordinates.rest, coordinates.species)
    let count = rest.count
    var precision = Matrix(zeros: count, count)
    var gradient = [Double](repeating: 0, count: count)
    let parts = products.parts
    for j in 0..<count {
      for part in parts[j] { gradient[j] += weight * part.factor * pulls[part.slope] }
      for i in j..<count {
        var sum = 0.0
        for a in parts[j] { for b in parts[i] { sum += a.factor * b.factor * gram(a.slope, b.slope) } }
        precision.elements[j * count + i] = weight * sum
      }
    }
    let slopes = coordinates.prior.cost(Array(point[..<species])).slopes
    for j in 0..<count {
      let place = rest[j]
      if place < species {
        gradient[j] -= slopes[place]
        for i in j..<coordinates.restLogs { precision[i, j] += coordinates.prior.precision[rest[i], place] }
      } else {
        let own = coordinates.precisions[place - species]
        precision[j, j] += own
        gradient[j] -= own * (point[place] - coordinates.centres[place - species])
      }
    }
    let factor = try CholeskyFactor(precision)
    return (factor.solve(gradient), factor)
  }
}
