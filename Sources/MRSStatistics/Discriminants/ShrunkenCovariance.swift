import MRSCore

/// A covariance drawn towards a multiple of the identity, by as much as the sample is too small for it.
///
/// (1 − ρ)·S + ρ·μ·I with S = Σ x·xᵀ/n, μ = tr S/p and ρ = min(β², δ²)/δ²; δ² = ‖S − μI‖²,
/// β² = Σ ‖x·xᵀ − S‖²/n², squares summed over elements (Ledoit & Wolf 2004, doi:10.1016/S0047-259X(03)00096-4). It has
/// an inverse for any n.
public struct ShrunkenCovariance: Sendable {
  /// Shape (p, p).
  public let matrix: Matrix
  /// ρ, between 0 and 1.
  public let shrinkage: Double

  /// - Parameter residuals: one row an example, of mean zero.
  /// - Throws: ``StatisticsError``: no rows, rows of differing length, values that are not finite.
  public init(residuals: [[Double]]) throws(StatisticsError) {
    guard let width = residuals.first?.count, width > 0 else {
      throw .tooFew(quantity: "the rows that a covariance is made of", found: 0, needed: 1)
    }
    for row in residuals {
      try StatisticsError.requireCount(row.count, width, "the columns that a covariance is made of")
      try StatisticsError.requireFinite(row, "the rows that a covariance is made of")
    }
    let n = Double(residuals.count)
    let sample = (1 / n) * Matrix(columns: residuals).timesTransposed(Matrix(columns: residuals))
    let mean = sample.diagonal.reduce(0, +) / Double(width)
    let identity = Matrix(diagonal: [Double](repeating: 1, count: width))
    let distance = (sample + (-mean) * identity).elements.reduce(0) { $0 + $1 * $1 }
    // ‖x·xᵀ‖² = (x·x)², and the mean of x·xᵀ is S.
    let fourth = residuals.reduce(0.0) { sum, row in
      let square = row.reduce(0) { $0 + $1 * $1 }
      return sum + square * square
    }
    let scatter = (fourth / n - sample.elements.reduce(0) { $0 + $1 * $1 }) / n
    let share = distance > 0 ? min(max(scatter, 0), distance) / distance : 1
    shrinkage = share
    matrix = (1 - share) * sample + (share * mean) * identity
  }
}
