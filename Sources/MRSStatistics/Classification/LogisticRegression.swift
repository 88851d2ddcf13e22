import MRSCore
import Numerics

/// Learns a ridge-penalised logistic regression on standardised features: the yardstick for every other classifier,
/// and, on nuisances alone (linewidth, SNR, fat), the test of what they give away.
///
/// Minimises −Σ(y·η − log(1 + e^η)) + (λ/2)·Σβⱼ², η = β₀ + Σβⱼzⱼ, the intercept β₀ free, by Newton's method with halved
/// steps (iteratively reweighted least squares; le Cessie & van Houwelingen 1992, doi:10.2307/2347628). The penalty
/// makes the minimum unique and finite even for separable classes, so the result depends on the examples only.
public struct LogisticRegression: ClassifierTrainer, Hashable {
  public let name: String
  /// The names of the features, in order.
  public let features: [String]
  /// λ; 1 corresponds to independent standard normal priors on the coefficients.
  public let penalty: Double

  /// - Throws: ``StatisticsError/outOfRange(quantity:value:expected:)`` unless the penalty is positive.
  public init(name: String, features: [String], penalty: Double = 1) throws(StatisticsError) {
    guard penalty > 0, penalty.isFinite else {
      throw .outOfRange(quantity: "the ridge penalty", value: penalty, expected: "positive")
    }
    self.name = name
    self.features = features
    self.penalty = penalty
  }

  public func trained(on examples: [LabelledExample<[Double]>]) throws -> any Classifier<[Double]> {
    try model(of: examples)
  }

  /// The fitted model.
  /// - Throws: ``StatisticsError``: one class only, features that are missing or not finite, no convergence.
  public func model(of examples: [LabelledExample<[Double]>]) throws(StatisticsError) -> LogisticModel {
    let positives = examples.count { $0.isPositive }
    guard positives > 0, positives < examples.count else {
      throw .oneClassOnly(
        quantity: "the training of '\(name)'", positives: positives, negatives: examples.count - positives)
    }
    for example in examples {
      try StatisticsError.requireCount(
        example.input.count, features.count, "the features of subject '\(example.subject)' for '\(name)'")
    }
    let standardization = try Standardization(rows: examples.map(\.input))
    let design = examples.map { [1] + standardization($0.input) }
    let truth = examples.map { $0.isPositive ? 1.0 : 0 }
    var weights = [Double](repeating: 0, count: features.count + 1)
    var loss = objective(weights, design, truth)
    let limit = 100
    // Near the minimum a step changes the loss by less than its rounding error, which must not reject the step.
    let slack = 1e-12 * (1 + loss)
    for _ in 0..<limit {
      let step = try newtonStep(weights, design, truth)
      var scale = 1.0
      var next = weights
      var nextLoss = loss
      repeat {
        next = zip(weights, step).map { $0 - scale * $1 }
        nextLoss = objective(next, design, truth)
        scale /= 2
      } while nextLoss > loss + slack && scale > 1e-10
      let size = step.reduce(0) { max($0, abs($1)) }
      if nextLoss <= loss + slack { (weights, loss) = (next, nextLoss) }
      // Newton's steps shrink quadratically: below 10⁻⁹ the next would change nothing.
      if size < 1e-9 {
        return LogisticModel(
          name: name, features: features, standardization: standardization, intercept: weights[0],
          coefficients: Array(weights[1...]))
      }
    }
    throw .notConverged(procedure: "the logistic regression '\(name)'", iterations: limit)
  }

  private func objective(_ weights: [Double], _ design: [[Double]], _ truth: [Double]) -> Double {
    let ridge = weights[1...].reduce(0) { $0 + $1 * $1 } * penalty / 2
    return zip(design, truth).reduce(ridge) { sum, example in
      let eta = zip(weights, example.0).reduce(0) { $0 + $1.0 * $1.1 }
      return sum + max(eta, 0) + Double.log(onePlus: Double.exp(-abs(eta))) - example.1 * eta
    }
  }

  /// H⁻¹g with g = Zᵀ(p − y) + λβ and H = Zᵀ·diag(p(1−p))·Z + λ.
  private func newtonStep(
    _ weights: [Double], _ design: [[Double]], _ truth: [Double]
  ) throws(StatisticsError) -> [Double] {
    let width = weights.count
    var gradient = Matrix(zeros: width, 1)
    var hessian = Matrix(zeros: width, width)
    for j in weights.indices.dropFirst() {
      gradient[j, 0] = penalty * weights[j]
      hessian[j, j] = penalty
    }
    for (row, y) in zip(design, truth) {
      let p = LogisticModel.logistic(zip(weights, row).reduce(0) { $0 + $1.0 * $1.1 })
      for j in 0..<width {
        gradient[j, 0] += (p - y) * row[j]
        for i in 0..<width { hessian[i, j] += p * (1 - p) * row[i] * row[j] }
      }
    }
    do {
      return try hessian.solvedPositiveDefinite(gradient).elements
    } catch {
      throw .notConverged(procedure: "the logistic regression '\(name)'", iterations: 0)
    }
  }
}
