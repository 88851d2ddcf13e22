import MRSCore
import Numerics

/// A factor of one coordinate that no normal distribution stands for: the log-normal prior of an amount, or the ends of
/// a parameter's range.
///
/// Expectation propagation takes the moments of normal × factor, the proposal draws from normal × factor, both on a
/// grid: of ln a for an amount, of the value itself between ends.
package enum ExactSite: Hashable, Sendable {
  /// Of ln a, mean and standard deviation.
  case logNormal(mean: Double, deviation: Double)
  /// 1 between the ends, 0 beyond.
  case bounded(low: Double, high: Double)

  /// Where the grid begins and ends for a normal of the given mean and deviation.
  private func ends(_ mean: Double, _ deviation: Double) -> (low: Double, high: Double) {
    switch self {
    case .logNormal(let logMean, let logDeviation):
      let reach = Self.reach * logDeviation
      let low = max(logMean - reach, .log(max(mean - Self.normalReach * deviation, 1e-12)))
      let high = min(logMean + reach, .log(max(mean + Self.normalReach * deviation, 1e-11)))
      return high - low > 1e-6 ? (low, high) : (logMean - reach, logMean)
    case .bounded(let low, let high):
      // Beyond an end the normal falls off exponentially.
      let below = max(low - mean, 0)
      let above = max(mean - high, 0)
      let near = deviation * deviation / max(below, above, deviation)
      var first = max(low, mean - Self.normalReach * deviation)
      var last = min(high, mean + Self.normalReach * deviation)
      if below > 0 { (first, last) = (low, min(high, low + Self.tail(near, mean + Self.farReach * deviation - low))) }
      if above > 0 { (first, last) = (max(low, high - Self.tail(near, high - mean + Self.farReach * deviation)), high) }
      return last > first ? (first, last) : (low, high)
    }
  }

  /// How far inwards what a normal beyond an end leaves between the ends reaches: as an exponential of the given
  /// length, or as the normal itself where that ends before.
  private static func tail(_ length: Double, _ end: Double) -> Double {
    let exponential = 3 * normalReach * length
    return end > 0 ? min(exponential, max(end, exponential / 3)) : exponential
  }

  /// In deviations of the site and of the normal.
  private static let reach = 5.5
  private static let normalReach = 6.5
  private static let farReach = 8.0

  /// ln of normal × factor, but for a constant, on a grid of so many points, with where the grid begins and its step.
  private func grid(_ mean: Double, _ deviation: Double, points: Int) -> (low: Double, step: Double, logs: [Double]) {
    let (low, high) = ends(mean, deviation)
    let step = (high - low) / Double(points - 1)
    let inverse = 1 / deviation
    switch self {
    case .bounded:
      let logs = (0..<points).map { i in
        let distance = (low + step * Double(i) - mean) * inverse
        return -0.5 * distance * distance
      }
      return (low, step, logs)
    case .logNormal(let logMean, let logDeviation):
      // A geometric progression: one exponential for all of the grid.
      let ratio = Double.exp(step)
      var value = Double.exp(low)
      let own = 1 / logDeviation
      let logs = (0..<points).map { i in
        let (distance, ofPrior) = ((value - mean) * inverse, (low + step * Double(i) - logMean) * own)
        value *= ratio
        return -0.5 * (distance * distance + ofPrior * ofPrior)
      }
      return (low, step, logs)
    }
  }

  /// The coordinate at a place of the grid.
  private func value(at place: Double) -> Double {
    if case .logNormal = self { .exp(place) } else { place }
  }

  /// Mean and variance of the coordinate under normal × factor.
  package func moments(mean: Double, deviation: Double) -> (mean: Double, variance: Double) {
    let grid = grid(mean, deviation, points: 96)
    let top = grid.logs.max() ?? 0
    var (total, first, second) = (0.0, 0.0, 0.0)
    for (index, log) in grid.logs.enumerated() where log > top - 40 {
      let value = value(at: grid.low + grid.step * Double(index))
      // By trapezoids: at an end of the range the density need not vanish.
      let isEnd = index == 0 || index == grid.logs.count - 1
      let weight = Double.exp(log - top) * (isEnd ? 0.5 : 1)
      total += weight
      first += weight * value
      second += weight * value * value
    }
    let average = first / total
    // Of a coordinate squeezed to one point of the grid the step is what is known of it.
    let least = 1e-6 * average * average + .leastNormalMagnitude
    return (average, max(second / total - average * average, least))
  }

  /// A draw from normal × factor.
  /// - Parameter share: uniform on 0 … 1.
  /// - Returns: the coordinate's value, its place in the grid's variable, and ln of the density there in that variable.
  package func draw(mean: Double, deviation: Double, share: Double) -> (value: Double, logDensity: Double) {
    let points = 32
    let grid = grid(mean, deviation, points: points)
    let top = grid.logs.max() ?? 0
    // The floor keeps every place possible.
    let density = grid.logs.map { log in (log > top - 20 ? Double.exp(log - top) : 0) + 1e-9 }
    var cumulative = 0.0
    for i in 1..<points { cumulative += 0.5 * (density[i - 1] + density[i]) }
    var left = share * cumulative
    var cell = 0
    while cell < points - 2 {
      let area = 0.5 * (density[cell] + density[cell + 1])
      if left <= area { break }
      left -= area
      cell += 1
    }
    let (from, slope) = (density[cell], density[cell + 1] - density[cell])
    left = min(left, from + 0.5 * slope)
    // From the area under a straight line to the place on it.
    let part =
      abs(slope) < 1e-9 * from
      ? left / from : ((max(from * from + 2 * slope * left, 0)).squareRoot() - from) / slope
    let inside = min(max(part, 0), 1)
    let place = grid.low + grid.step * (Double(cell) + inside)
    let logDensity = Double.log((from + slope * inside) / (cumulative * grid.step))
    return (value(at: place), logDensity)
  }
}
