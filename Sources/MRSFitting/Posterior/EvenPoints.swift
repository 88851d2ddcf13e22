import MRSCore
import Numerics

/// Points of the unit cube that fill it more evenly than random ones do: point i is the fraction of start + i·√p, p the
/// primes (Richtmyer 1951), from a random start, so that every point by itself is uniform.
///
/// Means of what is nearly a sum of functions of one coordinate each, as amounts are, are then far closer than 1/√n.
struct EvenPoints: Sendable {
  private let starts: [Double]
  private let steps: [Double]

  init(dimensions: Int, using stream: inout RandomStream) {
    starts = (0..<dimensions).map { _ in stream.uniform() }
    var primes: [Int] = []
    var next = 2
    while primes.count < dimensions {
      if primes.allSatisfy({ next % $0 != 0 }) { primes.append(next) }
      next += 1
    }
    steps = primes.map { Double($0).squareRoot() }
  }

  /// Each coordinate at least 0 and below 1.
  func point(_ index: Int) -> [Double] {
    zip(starts, steps).map { start, step in
      let value = start + Double(index) * step
      return value - value.rounded(.down)
    }
  }
}
