import MRSCore
import MRSNetworks
import Testing

@Suite("GaussianCalibration")
struct GaussianCalibrationTests {
  let count = 4000

  /// Two targets whose true errors are 2 and 0.5 times the predicted deviations, which differ between examples.
  func examples(seed: UInt64) -> (prediction: GaussianPrediction, truths: [Double]) {
    var stream = RandomStream(seed: seed)
    var means: [Double] = []
    var deviations: [Double] = []
    var truths: [Double] = []
    for _ in 0..<count {
      for factor in [2, 0.5] {
        let mean = stream.normal()
        let deviation = stream.uniform(in: 0.5...2)
        means.append(mean)
        deviations.append(deviation)
        truths.append(stream.normal(mean: mean, deviation: factor * deviation))
      }
    }
    return (GaussianPrediction(targets: 2, means: means, deviations: deviations), truths)
  }

  @Test(
    "Both criteria recover the factors, and the coverage is right on other examples",
    arguments: [GaussianCalibration.Criterion.unitRootMeanSquare, .coverage(0.9)])
  func recovers(criterion: GaussianCalibration.Criterion) throws {
    let held = examples(seed: 1)
    let calibration = try GaussianCalibration(of: held.prediction, truths: held.truths, criterion: criterion)
    // Standard error of a quantile at 0.9 of |z| with n = 4000: √(0.09/n)/(2φ(1.645))/1.645 ≈ 1.4 %.
    #expect(abs(calibration.factors[0] / 2 - 1) < 0.05)
    #expect(abs(calibration.factors[1] / 0.5 - 1) < 0.05)

    let fresh = examples(seed: 2)
    let corrected = try calibration.applied(to: fresh.prediction)
    for target in 0..<2 {
      let covered = (0..<count).filter { example in
        let index = 2 * example + target
        return abs(fresh.truths[index] - corrected.means[index]) <= 1.6448536 * corrected.deviations[index]
      }
      // Binomial standard error 0.5 %, and that of the factor.
      #expect(abs(Double(covered.count) / Double(count) - 0.9) < 0.025)
    }
  }

  @Test("Too few examples for the coverage, or a perfect prediction, are refused")
  func refusals() throws {
    let prediction = GaussianPrediction(targets: 1, means: [0, 0, 0], deviations: [1, 1, 1])
    #expect(throws: NetworkError.noCalibration(reason: "3 examples; a coverage of 0.9 needs at least 9")) {
      try GaussianCalibration(of: prediction, truths: [1, 2, 3], criterion: .coverage(0.9))
    }
    #expect(throws: NetworkError.self) {
      try GaussianCalibration(of: prediction, truths: [0, 0, 0], criterion: .unitRootMeanSquare)
    }
  }
}
