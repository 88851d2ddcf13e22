/// What the outputs of a network mean, and what training makes small.
public enum LossFunction: Hashable, Sendable {
  /// The outputs are, for T targets, T means μ and then T log variances s, both in the units of the targets as they
  /// were given (standardise them first).
  ///
  /// Loss: the mean over examples and targets of ½·(s + (y − μ)²·e⁻ˢ) (Nix and Weigend 1994,
  /// doi:10.1109/ICNN.1994.374138), without its constant ½·log 2π. With `beta` β > 0 each term is weighted by the
  /// predicted variance e^(β·s), through which no gradient flows: examples of large variance then keep their say in
  /// fitting the mean, β = ½ being the usual choice (Seitzer et al. 2022, arXiv:2203.09168). Validation loss is always
  /// that of β = 0, for only it measures the likelihood.
  case gaussianNegativeLogLikelihood(beta: Double = 0)
  /// The whole covariance, so that sums and ratios have intervals: the outputs are T means μ, T numbers s, and the
  /// T·(T − 1)/2 numbers N_ij, i > j, of a unit lower triangle, row by row. The precision is L·Lᵀ with
  /// L = (1 + N)·diag(e^(−s/2)) (Dorta et al. 2018, arXiv:1802.07079).
  ///
  /// Loss: the mean over examples and targets of ½·(s + w²), w = Lᵀ·(y − μ).
  case gaussianCovariance
  /// The outputs are logits z of labels y between 0 and 1. Loss: the mean of log(1 + eᶻ) − y·z.
  case binaryCrossEntropy

  /// Numbers an example that a network must put out for `targets` targets.
  public func outputs(forTargets targets: Int) -> Int {
    switch self {
    case .gaussianNegativeLogLikelihood: 2 * targets
    case .gaussianCovariance: 2 * targets + targets * (targets - 1) / 2
    case .binaryCrossEntropy: targets
    }
  }

  /// Whether the outputs are means and variances.
  public var isGaussian: Bool { self != .binaryCrossEntropy }

  func validate() throws(NetworkError) {
    if case .gaussianNegativeLogLikelihood(let beta) = self, !(0...1).contains(beta) {
      throw .invalidArchitecture(field: "loss.beta", value: "\(beta)", expected: "0 to 1")
    }
  }
}

extension LossFunction: Codable {
  private enum Key: String, CodingKey { case kind, beta }

  /// Its name in a protocol and in a bundle.
  private enum Kind: String, Codable, CaseIterable { case gaussian, gaussianCovariance, crossEntropy }

  public init(from decoder: any Decoder) throws {
    let values = try decoder.container(keyedBy: Key.self)
    switch try values.decode(Kind.self, forKey: .kind) {
    case .gaussian:
      self = .gaussianNegativeLogLikelihood(beta: try values.decodeIfPresent(Double.self, forKey: .beta) ?? 0)
    case .gaussianCovariance: self = .gaussianCovariance
    case .crossEntropy: self = .binaryCrossEntropy
    }
  }

  public func encode(to encoder: any Encoder) throws {
    var values = encoder.container(keyedBy: Key.self)
    switch self {
    case .gaussianNegativeLogLikelihood(let beta):
      try values.encode(Kind.gaussian, forKey: .kind)
      try values.encode(beta, forKey: .beta)
    case .gaussianCovariance: try values.encode(Kind.gaussianCovariance, forKey: .kind)
    case .binaryCrossEntropy: try values.encode(Kind.crossEntropy, forKey: .kind)
    }
  }
}
