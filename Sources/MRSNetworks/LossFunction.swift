/// What the outputs of a network mean, and what training makes small.
public enum LossFunction: Codable, Hashable, Sendable {
  /// The outputs are, for T targets, T means μ and then T log variances s, both in the units of the targets as they
  /// were given (standardise them first).
  ///
  /// Loss: the mean over examples and targets of ½·(s + (y − μ)²·e⁻ˢ) (Nix and Weigend 1994,
  /// doi:10.1109/ICNN.1994.374138), without its constant ½·log 2π. With `beta` β > 0 each term is weighted by the
  /// predicted variance e^(β·s), through which no gradient flows: examples of large variance then keep their say in
  /// fitting the mean, β = ½ being the usual choice (Seitzer et al. 2022, arXiv:2203.09168). Validation loss is always
  /// that of β = 0, for only it measures the likelihood.
  case gaussianNegativeLogLikelihood(beta: Double = 0)
  /// The outputs are logits z of labels y between 0 and 1. Loss: the mean of log(1 + eᶻ) − y·z.
  case binaryCrossEntropy

  /// Numbers an example that a network must put out for `targets` targets.
  public func outputs(forTargets targets: Int) -> Int {
    switch self {
    case .gaussianNegativeLogLikelihood: 2 * targets
    case .binaryCrossEntropy: targets
    }
  }

  /// The log variance stays within centre ± reach: standard deviations from 0.0025 to 20 of a standardised target.
  static let logVarianceCentre = -3.0
  static let logVarianceReach = 9.0

  func validate() throws(NetworkError) {
    if case .gaussianNegativeLogLikelihood(let beta) = self, !(0...1).contains(beta) {
      throw .invalidArchitecture(field: "loss.beta", value: "\(beta)", expected: "0 to 1")
    }
  }

  /// The outputs from the last layer's numbers: a log variance is bounded by centre + reach·tanh((r − centre)/reach),
  /// which is close to r in between and, unlike a hard clamp, has a gradient everywhere.
  func outputs(ofLastLayer layer: Tensor, targets: Int) throws(NetworkError) -> Tensor {
    guard case .gaussianNegativeLogLikelihood = self else { return layer }
    let mean = try layer.slice(dimension: 1, start: 0, length: targets)
    let logVariance = try layer.slice(dimension: 1, start: targets, length: targets)
      .affine(factor: 1 / Self.logVarianceReach, term: -Self.logVarianceCentre / Self.logVarianceReach)
      .hyperbolicTangent()
      .affine(factor: Self.logVarianceReach, term: Self.logVarianceCentre)
    return try Tensor.concatenated([mean, logVariance], dimension: 1)
  }

  /// The loss to minimise, a scalar.
  func trainingLoss(outputs: Tensor, targets: Tensor) throws(NetworkError) -> Tensor {
    switch self {
    case .gaussianNegativeLogLikelihood(let beta):
      let (terms, logVariance) = try Self.gaussianTerms(outputs: outputs, targets: targets)
      guard beta > 0 else { return try terms.mean() }
      let weight = try logVariance.detached().affine(factor: beta, term: 0).exponential()
      return try terms.multiplied(by: weight).mean()
    case .binaryCrossEntropy:
      return try outputs.binaryCrossEntropy(labels: targets)
    }
  }

  /// The loss that says how good the network is, a scalar.
  func validationLoss(outputs: Tensor, targets: Tensor) throws(NetworkError) -> Tensor {
    switch self {
    case .gaussianNegativeLogLikelihood: try Self.gaussianTerms(outputs: outputs, targets: targets).terms.mean()
    case .binaryCrossEntropy: try outputs.binaryCrossEntropy(labels: targets)
    }
  }

  /// ½·(s + (y − μ)²·e⁻ˢ) and s, both N×T.
  private static func gaussianTerms(
    outputs: Tensor, targets: Tensor
  ) throws(NetworkError) -> (terms: Tensor, logVariance: Tensor) {
    let count = targets.shape[1]
    let error = try targets.subtracting(outputs.slice(dimension: 1, start: 0, length: count))
    let logVariance = try outputs.slice(dimension: 1, start: count, length: count)
    let precision = try logVariance.affine(factor: -1, term: 0).exponential()
    let terms = try error.multiplied(by: error).multiplied(by: precision).adding(logVariance)
    return (try terms.affine(factor: 0.5, term: 0), logVariance)
  }
}
