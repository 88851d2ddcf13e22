import Numerics

/// The Gauss–Legendre rule of n nodes on [−1, 1]: exact for polynomials of degree 2n − 1. Nodes rise.
struct GaussLegendre: Hashable, Sendable {
  let nodes: [Double]
  let weights: [Double]

  /// Newton's method on P_n from the asymptotic zeros cos(π·(i + ¾)/(n + ½)) (Abramowitz & Stegun 1964, 22.16.6).
  static func rule(count: Int) -> GaussLegendre {
    var nodes: [Double] = []
    var weights: [Double] = []
    for i in 0..<count {
      var x = -Double.cos(.pi * (Double(i) + 0.75) / (Double(count) + 0.5))
      var derivative = 1.0
      for _ in 0..<100 {
        var (previous, value) = (1.0, x)
        for k in 1..<max(count, 1) {
          (previous, value) = (value, (Double(2 * k + 1) * x * value - Double(k) * previous) / Double(k + 1))
        }
        derivative = Double(count) * (x * value - previous) / (x * x - 1)
        let step = value / derivative
        x -= step
        if abs(step) < 1e-15 { break }
      }
      nodes.append(x)
      weights.append(2 / ((1 - x * x) * derivative * derivative))
    }
    return GaussLegendre(nodes: nodes, weights: weights)
  }

  /// The rule on another interval.
  func on(_ interval: ClosedRange<Double>) -> [(position: Double, weight: Double)] {
    let half = (interval.upperBound - interval.lowerBound) / 2
    return zip(nodes, weights).map { (interval.lowerBound + half * ($0 + 1), half * $1) }
  }
}
