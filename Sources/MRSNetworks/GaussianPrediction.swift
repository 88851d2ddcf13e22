import MRSCore
import Numerics

/// What a network with a Gaussian loss says about some examples: means and standard deviations, count × targets, in
/// the units of the training targets.
public struct GaussianPrediction: Hashable, Sendable {
  public let targets: Int
  public let means: [Double]
  public let deviations: [Double]
  /// The covariance of each example's targets; `nil` where the network tells them one by one.
  public let covariances: [Matrix]?

  public var count: Int { means.count / targets }

  public init(targets: Int, means: [Double], deviations: [Double], covariances: [Matrix]? = nil) {
    self.targets = targets
    self.means = means
    self.deviations = deviations
    self.covariances = covariances
  }

  /// From a network's outputs, as ``LossFunction`` describes them.
  init(outputs: [Float], targets: Int, loss: LossFunction) {
    let size = loss.outputs(forTargets: targets)
    var means: [Double] = []
    var deviations: [Double] = []
    var covariances: [Matrix] = []
    for start in stride(from: 0, to: outputs.count, by: size) {
      let own = outputs[start..<start + size].map(Double.init)
      means += own[..<targets]
      let scales = own[targets..<2 * targets].map { Double.exp(0.5 * $0) }
      guard loss == .gaussianCovariance else {
        deviations += scales
        continue
      }
      let covariance = Self.covariance(scales: scales, lower: own[(2 * targets)...])
      covariances.append(covariance)
      deviations += covariance.diagonal.map { $0.squareRoot() }
    }
    self.init(
      targets: targets, means: means, deviations: deviations,
      covariances: loss == .gaussianCovariance ? covariances : nil)
  }

  /// (L·Lᵀ)⁻¹ = Kᵀ·K with K = L⁻¹ = diag(scales)·(1 + N)⁻¹, N row by row.
  private static func covariance(scales: [Double], lower: ArraySlice<Double>) -> Matrix {
    let count = scales.count
    var inverse = Matrix(diagonal: [Double](repeating: 1, count: count))
    for j in 0..<count {
      for i in j + 1..<max(count, j + 1) {
        let row = lower.startIndex + i * (i - 1) / 2
        inverse[i, j] = -(j..<i).reduce(0) { $0 + lower[row + $1] * inverse[$1, j] }
      }
    }
    for j in 0..<count { for i in j..<count { inverse[i, j] *= scales[i] } }
    return inverse.gram
  }

  /// With every deviation times its target's factor, correlations as they are.
  func scaled(by factors: [Double]) -> GaussianPrediction {
    GaussianPrediction(
      targets: targets, means: means,
      deviations: deviations.enumerated().map { $1 * factors[$0 % factors.count] },
      covariances: covariances?.map { covariance in
        var scaled = covariance
        for j in factors.indices { for i in factors.indices { scaled[i, j] *= factors[i] * factors[j] } }
        return scaled
      })
  }
}
