import MRSCore
import MRSModel
import Numerics

/// A line that no species of a fit has, where one would explain the most of what is left.
///
/// The score test of its amount (Rao 1948): with c the spectrum of a single line of the shared lineshape, r what the fit has left and
/// X how the fit could still move, χ² = (cᵀMr)²/(cᵀMc − cᵀMX·(XᵀMX + prior)⁻¹·XᵀMc), all over σ². What other species can take of
/// such a line, within what is known of them, counts for nothing.
struct ForeignLine {
  /// Where it is, Hz from the carrier.
  let frequency: Double
  /// By how much χ² would fall.
  let fall: Double

  /// The likeliest at some frequencies; `nil` where none explains anything.
  /// - Parameter frequencies: Hz from the carrier.
  init?(among frequencies: [Double], in problem: FitProblem, _ freedom: LeastSquares.Freedom) {
    guard !frequencies.isEmpty else { return nil }
    let columns = problem.model.lines(
      at: frequencies, naturalWidth: Self.naturalWidth, freedom.state.parameters)
    let lines = problem.products(columns)
    // Parameters that move nothing are as good as known; others that depend on one another need a ridge far below what matters.
    let moving = freedom.curvature.diagonal.indices.filter { freedom.curvature[$0, $0] > 0 }
    var curvature = freedom.curvature.submatrix(moving)
    for i in moving.indices { curvature[i, i] *= 1 + Self.ridge }
    guard !moving.isEmpty, let factor = try? CholeskyFactor(curvature) else { return nil }
    let slopes = problem.products(Matrix(columns: moving.map { freedom.vectors.column($0) }))
    let shared = factor.solveLower(slopes.crossed(with: lines))
    let pulls = columns.transposedTimes(freedom.reduced)
    var best: ForeignLine?
    for i in frequencies.indices {
      let pull = problem.weight * pulls[i]
      let left = lines.matrix[i, i] - shared.column(i).reduce(0) { $0 + $1 * $1 }
      guard pull > 0, left > Self.leastLeft * lines.matrix[i, i] else { continue }
      let fall = pull * pull / left
      if fall > best?.fall ?? 0 { best = ForeignLine(frequency: frequencies[i], fall: fall) }
    }
    guard let best else { return nil }
    self = best
  }

  private init(frequency: Double, fall: Double) {
    self.frequency = frequency
    self.fall = fall
  }

  /// Of the line, Hz, beside the shared width.
  private static let naturalWidth = 2.0
  private static let ridge = 1e-9
  /// The share of a line that others must leave for it to be told from them.
  private static let leastLeft = 1e-3
}
