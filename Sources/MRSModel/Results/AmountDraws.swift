import MRSCore

/// Joint draws of the amounts of one spectrum from their posterior, each with a weight.
///
/// What no covariance tells: the interval of a sum or a ratio of amounts that are far from normal.
public struct AmountDraws: Hashable, Sendable {
  /// Shape (draws, amounts), in the unit of the amounts.
  public let values: Matrix
  /// Of the draws, adding to one.
  public let weights: [Double]

  /// Where the distribution of a quantity is kept as quantiles: every hundredth, and the ends that some hundred draws
  /// tell.
  package static let probabilities = [0.005] + (1..<100).map { Double($0) / 100 } + [0.995]

  /// - Parameter weights: adding to one; `nil` for equal ones.
  public init(values: Matrix, weights: [Double]? = nil) {
    precondition(weights.map { $0.count == values.rows } ?? true, "one weight a draw")
    self.values = values
    self.weights = weights ?? [Double](repeating: 1 / Double(max(values.rows, 1)), count: values.rows)
  }

  /// Σ of the amounts at `indices` in every draw.
  public func sum(of indices: [Int]) -> [Double] {
    (0..<values.rows).map { row in indices.reduce(0) { $0 + values[row, $1] } }
  }

  /// Mean, deviation and quantiles of a quantity that is known in every draw.
  public func summary(of quantity: [Double]) -> WeightedSummary { WeightedSummary(quantity, weights: weights) }

  /// The weighted covariance of the amounts, shape (amounts, amounts).
  public var covariance: Matrix {
    var centred = values
    for j in 0..<values.columns {
      let mean = (0..<values.rows).reduce(0) { $0 + weights[$1] * values[$1, j] }
      for i in 0..<values.rows { centred[i, j] = (centred[i, j] - mean) * weights[i].squareRoot() }
    }
    return centred.gram
  }

  func scaled(by factor: Double) -> AmountDraws { AmountDraws(values: factor * values, weights: weights) }

  func restricted(to indices: [Int]) -> AmountDraws {
    AmountDraws(values: Matrix(columns: indices.map(values.column)), weights: weights)
  }
}
