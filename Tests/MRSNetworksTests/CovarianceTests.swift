import MRSCore
import MRSNetworks
import Numerics
import Testing

@Suite("Covariance of targets")
struct CovarianceTests {
  /// Two targets whose errors have deviations 0.5 and 0.3 and a correlation that is 0.8 for a positive input, −0.5 otherwise.
  struct Correlated: ExampleSource {
    let count: Int
    let stream: RandomStream
    var inputSize: Int { 1 }
    var sideInputSize: Int { 0 }
    var targetSize: Int { 2 }

    func examples(at indices: [Int]) -> ExampleBatch {
      var batch = ExampleBatch(inputs: [], targets: [])
      for index in indices {
        var own = stream.child(index)
        let x = own.uniform() < 0.5 ? -1.0 : 1.0
        let correlation = x > 0 ? 0.8 : -0.5
        let (a, b) = (own.normal(), own.normal())
        batch.inputs.append(Float(x))
        batch.targets.append(Float(x + 0.5 * a))
        batch.targets.append(Float(-x + 0.3 * (correlation * a + (1 - correlation * correlation).squareRoot() * b)))
      }
      return batch
    }
  }

  @Test("Training with the whole covariance recovers deviations and correlations")
  func recovery() throws {
    let architecture = try NetworkArchitecture(
      inputChannels: 1, inputPoints: 1, layers: [.flatten, .linear(width: 16, start: .normal), .relu], targets: 2,
      loss: .gaussianCovariance)
    let steps = 1500
    let trainer = try Trainer(
      architecture: architecture,
      options: TrainingOptions(
        steps: steps, batchSize: 64, learningRate: 1e-2, validationInterval: steps, shuffles: false, engineThreads: 1),
      stream: RandomStream(seed: 4))
    let (network, curve) = try trainer.train(
      on: Correlated(count: steps * 64, stream: RandomStream(seed: 5)),
      validation: Correlated(count: 2000, stream: RandomStream(seed: 6)))
    let prediction = try network.gaussianPrediction(inputs: [1, -1], count: 2)
    let covariances = try #require(prediction.covariances)
    for (covariance, correlation) in zip(covariances, [0.8, -0.5]) {
      // 48,000 examples each: sampling allows 0.005; the last batches, of 64 each, some times that.
      #expect(abs(covariance[0, 0].squareRoot() - 0.5) < 0.03)
      #expect(abs(covariance[1, 1].squareRoot() - 0.3) < 0.02)
      #expect(abs(covariance[1, 0] / (0.5 * 0.3) - correlation) < 0.06)
      #expect(covariance[0, 1] == covariance[1, 0])
    }
    for k in 0..<2 { #expect(prediction.deviations[k] == covariances[0][k, k].squareRoot()) }
    // ½·(1 + ln|C|/2) a target, the mean of both correlations: what no network goes below but by chance.
    let determinants: [Double] = [0.0225 * (1 - 0.64), 0.0225 * (1 - 0.25)]
    let entropy = 0.5 + 0.125 * (Double.log(determinants[0]) + Double.log(determinants[1]))
    #expect(abs((curve.points.last?.validationLoss ?? .nan) - entropy) < 0.03)
    // Calibration widens all by their factors, and leaves correlations.
    let calibrated = try GaussianCalibration(criterion: .unitRootMeanSquare, factors: [2, 3]).applied(to: prediction)
    #expect(abs((calibrated.covariances?[0][1, 0] ?? 0) / covariances[0][1, 0] - 6) < 1e-12)
  }

  /// A covariance with correlations, of the size of standardised logarithms.
  static func covariance(_ deviations: [Double], correlation: Double) -> Matrix {
    var matrix = Matrix(zeros: deviations.count, deviations.count)
    for j in deviations.indices {
      for i in deviations.indices { matrix[i, j] = deviations[i] * deviations[j] * (i == j ? 1 : correlation) }
    }
    return matrix
  }

  @Test("A prior exchanged is the posterior that the data have under the other prior")
  func exchange() throws {
    let old = GaussianDensity(mean: [0, 0.2, -0.1], covariance: Self.covariance([1, 0.9, 1.1], correlation: 0.3))
    let new = GaussianDensity(mean: [0.5, -0.4, 0.3], covariance: Self.covariance([0.5, 0.6, 0.4], correlation: 0.1))
    // Data of three numbers, and the posterior of each prior: precision and precision·mean add.
    let data = (
      precision: try Self.covariance([0.6, 0.7, 2], correlation: -0.2).invertedPositiveDefinite(), mean: [0.4, 1, -0.6]
    )
    func posterior(_ prior: GaussianDensity) throws -> GaussianDensity {
      let precision = try prior.covariance.invertedPositiveDefinite()
      let covariance = try (precision + data.precision).invertedPositiveDefinite()
      return GaussianDensity(
        mean: covariance * zip(precision * prior.mean, data.precision * data.mean).map(+), covariance: covariance)
    }
    let exchanged = try posterior(old).exchanging(prior: old, for: new)
    let expected = try posterior(new)
    #expect(exchanged.raised == 0)
    for k in 0..<3 {
      #expect(abs(exchanged.posterior.mean[k] - expected.mean[k]) < 1e-10)
      for j in 0..<3 { #expect(abs(exchanged.posterior.covariance[j, k] - expected.covariance[j, k]) < 1e-10) }
    }
  }

  @Test("A posterior wider than its prior in a direction takes that direction from the new prior")
  func wider() throws {
    let old = GaussianDensity(mean: [0, 0], covariance: Matrix(diagonal: [1, 1]))
    let new = GaussianDensity(mean: [1, 2], covariance: Matrix(diagonal: [0.04, 0.04]))
    let found = GaussianDensity(mean: [0, 0.5], covariance: Matrix(diagonal: [1.3, 0.2]))
    let (posterior, raised) = try found.exchanging(prior: old, for: new)
    #expect(raised == 1)
    // Data of precision 10⁻⁴ beside the new prior's 25.
    #expect(abs(posterior.covariance[0, 0] - 1 / 25.0001) < 1e-9)
    #expect(abs(posterior.mean[0] - 25 / 25.0001) < 1e-9)
    #expect(abs(posterior.covariance[1, 1] - 1 / (4 + 25)) < 1e-9)
    #expect(abs(posterior.mean[1] - (5 * 0.5 + 25 * 2) / 29) < 1e-9)
    #expect(throws: LinearAlgebraError.self) {
      try found.exchanging(prior: GaussianDensity(mean: [0, 0], covariance: Matrix(zeros: 2, 2)), for: new)
    }
  }
}
