import MRSCore
import Numerics

/// Networks that answer together: each tells all targets, and where they differ none of them knows; or each tells one target.
///
/// Of K networks that tell all, means m_k and covariances C_k, the answer is the normal distribution with the mean and the
/// covariance of their mixture (Lakshminarayanan et al. 2017, arXiv:1612.01474),
///
///     m = Σ m_k/K,  C = Σ C_k/K + Σ (m_k − m)·(m_k − m)ᵀ/K.
struct NetworkEnsemble: Hashable, Sendable {
  private let members: [TrainedNetwork]
  private let isOneByOne: Bool

  /// - Parameter targets: of the whole.
  init(_ members: [TrainedNetwork], targets: Int) {
    self.members = members
    isOneByOne = Self.isOneByOne(members.count, tells: members[0].architecture.targets, of: targets)
  }

  static func isOneByOne(_ members: Int, tells: Int, of targets: Int) -> Bool {
    members > 1 && tells == 1 && members == targets
  }

  /// The answer, and of each example how far the networks lie apart: the root of the mean over targets of the variance between
  /// them over that within; `nil` where there is one, or each tells another target.
  func prediction(
    inputs: [Float], sideInputs: [Float], count: Int, threads: Int = 1
  ) throws -> (prediction: GaussianPrediction, spreads: [Double]?) {
    let told = try members.map {
      try $0.gaussianPrediction(inputs: inputs, sideInputs: sideInputs, count: count, threads: threads)
    }
    guard told.count > 1 else { return (told[0], nil) }
    return isOneByOne ? (GaussianPrediction(joining: told), nil) : GaussianPrediction.mixture(of: told)
  }
}

extension GaussianPrediction {
  /// Of predictions of one target each.
  fileprivate init(joining parts: [GaussianPrediction]) {
    let count = parts[0].count
    self.init(
      targets: parts.count, means: (0..<count).flatMap { i in parts.map { $0.means[i] } },
      deviations: (0..<count).flatMap { i in parts.map { $0.deviations[i] } })
  }

  fileprivate static func mixture(of parts: [GaussianPrediction]) -> (GaussianPrediction, spreads: [Double]) {
    let (targets, share) = (parts[0].targets, 1 / Double(parts.count))
    let means = parts[0].means.indices.map { i in parts.reduce(0) { $0 + share * $1.means[i] } }
    func between(_ i: Int, _ j: Int) -> Double {
      parts.reduce(0) { $0 + share * ($1.means[i] - means[i]) * ($1.means[j] - means[j]) }
    }
    let within = means.indices.map { i in parts.reduce(0) { $0 + share * $1.deviations[i] * $1.deviations[i] } }
    let apart = means.indices.map { between($0, $0) }
    let spreads = (0..<parts[0].count).map { example -> Double in
      let own = example * targets..<(example + 1) * targets
      return (own.reduce(0) { $0 + apart[$1] / within[$1] } / Double(targets)).squareRoot()
    }
    let covariances = parts[0].covariances.map { first in
      first.indices.map { example -> Matrix in
        var sum = Matrix(zeros: targets, targets)
        for j in 0..<targets {
          for i in 0..<targets {
            let own = parts.reduce(0) { $0 + share * ($1.covariances?[example][i, j] ?? 0) }
            sum[i, j] = own + between(example * targets + i, example * targets + j)
          }
        }
        return sum
      }
    }
    let whole = GaussianPrediction(
      targets: targets, means: means, deviations: zip(within, apart).map { ($0 + $1).squareRoot() },
      covariances: covariances)
    return (whole, spreads)
  }
}

extension [TrainedNetwork] {
  /// What they answer together, as a ``NetworkQuantifier`` of them does before it is calibrated; and how far they lie apart, where
  /// there are several that tell the same.
  public func prediction(
    of examples: ExampleBatch, count: Int, targets: Int, threads: Int
  ) throws -> (prediction: GaussianPrediction, spreads: [Double]?) {
    try NetworkEnsemble(self, targets: targets).prediction(
      inputs: examples.inputs, sideInputs: examples.sideInputs, count: count, threads: threads)
  }
}
