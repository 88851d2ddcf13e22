/// The shift and scale that give every feature mean 0 and standard deviation 1 over the training examples.
public struct Standardization: Hashable, Sendable, Codable {
  public let means: [Double]
  /// Standard deviations with n − 1; 1 for a feature that does not vary, which then is 0 everywhere.
  public let deviations: [Double]

  /// - Throws: ``StatisticsError``: fewer than two rows, rows of differing length, values that are not finite.
  public init(rows: [[Double]]) throws(StatisticsError) {
    guard rows.count >= 2, let width = rows.first?.count else {
      throw .tooFew(quantity: "the examples to standardise by", found: rows.count, needed: 2)
    }
    for row in rows {
      try StatisticsError.requireCount(row.count, width, "the features of an example")
      try StatisticsError.requireFinite(row, "the features of an example")
    }
    let n = Double(rows.count)
    let means = (0..<width).map { column in rows.reduce(0) { $0 + $1[column] } / n }
    deviations = (0..<width).map { column in
      let sum = rows.reduce(0) { $0 + ($1[column] - means[column]) * ($1[column] - means[column]) }
      let deviation = (sum / (n - 1)).squareRoot()
      // A constant feature leaves a deviation of rounding errors, which must not be blown up to 1.
      return deviation > 1e-12 * abs(means[column]) ? deviation : 1
    }
    self.means = means
  }

  /// (x − mean)/deviation, feature by feature.
  public func callAsFunction(_ features: [Double]) -> [Double] {
    precondition(features.count == means.count)
    return features.indices.map { (features[$0] - means[$0]) / deviations[$0] }
  }
}
