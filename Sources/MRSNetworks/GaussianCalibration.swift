import Numerics

/// One factor a target by which predicted standard deviations are multiplied, so that they are right on examples that
/// training did not see.
public struct GaussianCalibration: Codable, Hashable, Sendable {
  /// What the factors make right.
  public enum Criterion: Codable, Hashable, Sendable {
    /// Standardised errors z = (truth − mean)/deviation have a root mean square of 1.
    case unitRootMeanSquare
    /// The central interval of this probability, such as 0.9, holds the truth that often: the factor is the
    /// ⌈(n+1)·p⌉-th smallest |z| of n (Vovk et al. 2005, doi:10.1007/b106715, for the n+1), divided by the standard
    /// normal quantile of (1+p)/2.
    case coverage(Double)
  }

  public let criterion: Criterion
  /// One for each target.
  public let factors: [Double]

  public init(criterion: Criterion, factors: [Double]) {
    self.criterion = criterion
    self.factors = factors
  }

  /// The factors from a prediction of held-out examples.
  ///
  /// - Parameter truths: count × targets, in the units of the prediction.
  /// - Throws: ``NetworkError/noCalibration(reason:)`` when the examples are too few or their errors not finite.
  public init(
    of prediction: GaussianPrediction, truths: [Double], criterion: Criterion
  ) throws(NetworkError) {
    guard truths.count == prediction.means.count else {
      throw .sizeMismatch(what: "true values", expected: prediction.means.count, found: truths.count)
    }
    let count = prediction.count
    var factors: [Double] = []
    for target in 0..<prediction.targets {
      let errors = (0..<count).map { example in
        let index = example * prediction.targets + target
        return abs(truths[index] - prediction.means[index]) / prediction.deviations[index]
      }
      guard errors.allSatisfy(\.isFinite) else {
        throw .noCalibration(reason: "target \(target) has standardised errors that are not finite")
      }
      let factor = try Self.factor(errors: errors, criterion: criterion)
      guard factor > 0 else {
        throw .noCalibration(reason: "target \(target) is predicted without any error, which no data can be")
      }
      factors.append(factor)
    }
    self.init(criterion: criterion, factors: factors)
  }

  /// The prediction with its deviations multiplied by the factors.
  public func applied(to prediction: GaussianPrediction) throws(NetworkError) -> GaussianPrediction {
    guard prediction.targets == factors.count else {
      throw .sizeMismatch(what: "calibration factors", expected: prediction.targets, found: factors.count)
    }
    return prediction.scaled(by: factors)
  }

  private static func factor(errors: [Double], criterion: Criterion) throws(NetworkError) -> Double {
    switch criterion {
    case .unitRootMeanSquare:
      guard errors.count >= 2 else { throw .noCalibration(reason: "\(errors.count) examples; at least 2 are needed") }
      return (errors.map { $0 * $0 }.reduce(0, +) / Double(errors.count)).squareRoot()
    case .coverage(let probability):
      guard probability > 0, probability < 1 else {
        throw .invalidOption(field: "coverage", value: "\(probability)", expected: "more than 0 and less than 1")
      }
      let rank = Int((Double(errors.count + 1) * probability).rounded(.up))
      guard rank <= errors.count else {
        // (n+1)·p ≤ n, but for the rounding of the quotient.
        let needed = Int((probability / (1 - probability) - 1e-9).rounded(.up))
        throw .noCalibration(
          reason: "\(errors.count) examples; a coverage of \(probability) needs at least \(needed)")
      }
      return errors.sorted()[rank - 1] / centralQuantile(probability)
    }
  }

  /// The q with P(|Z| ≤ q) = p for a standard normal Z, by bisection of erf(q/√2) = p to double precision.
  static func centralQuantile(_ probability: Double) -> Double {
    var low = 0.0
    var high = 40.0
    while true {
      let middle = 0.5 * (low + high)
      guard middle > low, middle < high else { return high }
      if Double.erf(middle / 2.0.squareRoot()) < probability { low = middle } else { high = middle }
    }
  }
}
