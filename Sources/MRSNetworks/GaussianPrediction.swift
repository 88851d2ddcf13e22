import Numerics

/// What a network with a Gaussian loss says about some examples: means and standard deviations, count × targets, in
/// the units of the training targets.
public struct GaussianPrediction: Hashable, Sendable {
  public let targets: Int
  public let means: [Double]
  public let deviations: [Double]

  public var count: Int { means.count / targets }

  public init(targets: Int, means: [Double], deviations: [Double]) {
    self.targets = targets
    self.means = means
    self.deviations = deviations
  }

  /// From a network's outputs: T means and T log variances an example.
  init(outputs: [Float], targets: Int) {
    var means: [Double] = []
    var deviations: [Double] = []
    for start in stride(from: 0, to: outputs.count, by: 2 * targets) {
      for target in 0..<targets {
        means.append(Double(outputs[start + target]))
        deviations.append(.exp(0.5 * Double(outputs[start + targets + target])))
      }
    }
    self.init(targets: targets, means: means, deviations: deviations)
  }
}
