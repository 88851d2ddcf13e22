import Numerics

/// Kolmogorov's test of whether numbers are spread evenly between 0 and 1.
///
/// D = max |F_n(u) − u| over the empirical distribution F_n; P from Kolmogorov's limit Q(λ) = 2·Σ
/// (−1)^(j−1)·exp(−2j²λ²) with λ = (√n + 0.12 + 0.11/√n)·D (Stephens 1970, doi:10.1111/j.2517-6161.1970.tb00821.x),
/// good to 1 % from five numbers on.
public struct UniformityTest: Hashable, Sendable, Codable {
  public let count: Int
  /// D.
  public let statistic: Double
  public let pValue: Double

  /// - Throws: ``StatisticsError``: no values, or one outside 0…1.
  public init(_ values: [Double]) throws(StatisticsError) {
    guard !values.isEmpty else {
      throw .tooFew(quantity: "the values of the test of uniformity", found: 0, needed: 1)
    }
    if let wrong = values.first(where: { !(0...1).contains($0) }) {
      throw .outOfRange(quantity: "a value of the test of uniformity", value: wrong, expected: "between 0 and 1")
    }
    let n = Double(values.count)
    let sorted = values.sorted()
    count = sorted.count
    statistic = sorted.enumerated().reduce(0) { largest, value in
      max(largest, value.element - Double(value.offset) / n, Double(value.offset + 1) / n - value.element)
    }
    pValue = Self.upperTail((n.squareRoot() + 0.12 + 0.11 / n.squareRoot()) * statistic)
  }

  /// Q(λ). The series alternates and falls; below 0.2 it is 1 to twelve digits.
  private static func upperTail(_ lambda: Double) -> Double {
    guard lambda > 0.2 else { return 1 }
    var sum = 0.0
    for j in 1...100 {
      let term = Double.exp(-2 * Double(j * j) * lambda * lambda)
      sum += j.isMultiple(of: 2) ? -term : term
      if term < 1e-17 { break }
    }
    return min(1, max(0, 2 * sum))
  }
}
