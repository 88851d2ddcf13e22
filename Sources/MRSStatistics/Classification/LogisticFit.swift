import MRSCore
import Numerics

/// The minimum of a penalised logistic loss: −Σ(y·η − log(1 + e^η)) + ½Σλⱼwⱼ², η = o + Σwⱼxⱼ.
///
/// By Newton's method with halved steps (iteratively reweighted least squares).
struct LogisticFit: Sendable {
  /// w, one a column of the design.
  let weights: [Double]
  /// The inverse of the loss's second derivative at the minimum, shape (columns, columns): without penalties the
  /// covariance of the weights.
  let covariance: Matrix

  /// What is fitted.
  struct Problem: Sendable {
    /// One row an example.
    let design: [[Double]]
    /// y, between 0 and 1.
    let targets: [Double]
    /// o; empty for none.
    var offsets: [Double] = []
    /// λ, one a column.
    let penalties: [Double]

    private func eta(_ weights: [Double], _ row: Int) -> Double {
      zip(weights, design[row]).reduce(offsets.isEmpty ? 0 : offsets[row]) { $0 + $1.0 * $1.1 }
    }

    func loss(_ weights: [Double]) -> Double {
      let ridge = zip(weights, penalties).reduce(0) { $0 + $1.1 * $1.0 * $1.0 } / 2
      return design.indices.reduce(ridge) { sum, row in
        let eta = eta(weights, row)
        return sum + max(eta, 0) + Double.log(onePlus: Double.exp(-abs(eta))) - targets[row] * eta
      }
    }

    /// g = Xᵀ(p − y) + λw and H = Xᵀ·diag(p(1−p))·X + λ.
    func derivatives(_ weights: [Double]) -> (gradient: Matrix, hessian: Matrix) {
      let width = weights.count
      var gradient = Matrix(zeros: width, 1)
      var hessian = Matrix(diagonal: penalties)
      for j in 0..<width { gradient[j, 0] = penalties[j] * weights[j] }
      for row in design.indices {
        let p = LogisticModel.logistic(eta(weights, row))
        for j in 0..<width {
          gradient[j, 0] += (p - targets[row]) * design[row][j]
          for i in 0..<width { hessian[i, j] += p * (1 - p) * design[row][i] * design[row][j] }
        }
      }
      return (gradient, hessian)
    }
  }

  /// - Parameter name: of what is fitted, for errors: "the logistic regression 'amounts'".
  /// - Throws: ``StatisticsError/notConverged(procedure:iterations:)``, as where nothing is penalised and the design
  ///   separates the classes.
  init(_ problem: Problem, name: String) throws(StatisticsError) {
    var weights = [Double](repeating: 0, count: problem.penalties.count)
    var loss = problem.loss(weights)
    let limit = 100
    // Near the minimum a step changes the loss by less than its rounding error, which must not reject the step.
    let slack = 1e-12 * (1 + loss)
    for _ in 0..<limit {
      let (gradient, hessian) = problem.derivatives(weights)
      let step: [Double]
      do {
        step = try hessian.solvedPositiveDefinite(gradient).elements
      } catch {
        throw .notConverged(procedure: name, iterations: 0)
      }
      var scale = 1.0
      var next = weights
      var nextLoss = loss
      repeat {
        next = zip(weights, step).map { $0 - scale * $1 }
        nextLoss = problem.loss(next)
        scale /= 2
      } while nextLoss > loss + slack && scale > 1e-10
      let size = step.reduce(0) { max($0, abs($1)) }
      if nextLoss <= loss + slack { (weights, loss) = (next, nextLoss) }
      // Newton's steps shrink quadratically: below 10⁻⁹ the next would change nothing.
      if size < 1e-9 {
        self.weights = weights
        do {
          covariance = try problem.derivatives(weights).hessian.invertedPositiveDefinite()
        } catch {
          throw .notConverged(procedure: name, iterations: 0)
        }
        return
      }
    }
    throw .notConverged(procedure: name, iterations: limit)
  }
}
