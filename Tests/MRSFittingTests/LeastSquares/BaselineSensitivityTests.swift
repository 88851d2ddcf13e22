import MRSCore
import MRSFitting
import MRSModel
import Numerics
import Testing

/// A narrow line beside one so broad that a baseline can take it for its own.
@Suite("Other baselines")
struct BaselineSensitivityTests {
  static let model = SingletWorld.model(["narrow": 3.2, "broad": 1.6])

  static func options(_ trials: [Double], adapts: Bool = true) -> LeastSquaresOptions {
    var options = SingletWorld.options
    options.baselineKnotSpacing = 0.15
    options.baselineBend = 0.02
    options.adaptsBaseline = adapts
    options.baselineTrials = trials
    options.naturalWidths = ["narrow": 5, "broad": 60]
    return options
  }

  /// Both lines over hills that the model has not, 120 Hz wide each, of the given height.
  static func scan(hills: Double, seed: UInt64) -> FID {
    let parameters = SignalParameters(
      amounts: [10, 20], shifts: [0, 0], lorentzians: [62, 7], gaussian: 6, frequency: 0, phase: 0, delay: 0)
    var samples = model.fid(parameters).samples
    let acquisition = SingletWorld.acquisition
    for (ppm, sign) in [(0.9, 1.0), (2.1, -1), (2.8, 1), (3.7, -1)] {
      let offset = acquisition.offset(of: .ppm(ppm)).hertz
      for n in samples.indices {
        let time = acquisition.time(ofSample: n)
        let height = sign * hills * .exp(-Lineshape.gaussianRate(120) * time * time)
        samples.real[n] += height * .cos(2 * .pi * offset * time)
        samples.imaginary[n] += height * .sin(2 * .pi * offset * time)
      }
    }
    return SingletWorld.noisy(
      FID(samples: samples, acquisition: acquisition), deviation: 0.3, stream: RandomStream(seed: seed))
  }

  @Test("A broad line hangs on how far the baseline bends, a narrow one hardly: the fit says so")
  func broadAndNarrow() throws {
    let fit = try LeastSquares(model: Self.model, options: Self.options([-0.5, 0.5])).fit(Self.scan(hills: 15, seed: 1))
    let sensitivity = try #require(fit.baselineSensitivity)
    let values = fit.quantification.amounts.map(\.value)
    let broad = try #require(sensitivity.range(of: [0], relativeTo: values[0]))
    let narrow = try #require(sensitivity.range(of: [1], relativeTo: values[1]))
    #expect(broad > 0.01 && broad > 3 * narrow, "broad \(broad), narrow \(narrow)")
    #expect(sensitivity.trials.map(\.factor) == [.pow(10, -0.5), 1, .pow(10, 0.5)])
    // A sum changes by no more than its parts do.
    let sum = try #require(sensitivity.range(of: [0, 1], relativeTo: 1))
    let parts = try [0, 1].map { try #require(sensitivity.range(of: [$0], relativeTo: 1)) }
    #expect(sum <= parts[0] + parts[1] + 1e-9)
  }

  @Test("Amounts are the means over the baselines by their probabilities, and their variances hold what lies between")
  func averages() throws {
    let fid = Self.scan(hills: 15, seed: 2)
    let fit = try LeastSquares(model: Self.model, options: Self.options([-1, -0.5, 0.5, 1])).fit(fid)
    let trials = try #require(fit.baselineSensitivity).trials
    #expect(abs(trials.reduce(0) { $0 + $1.weight } - 1) < 1e-12)
    #expect(trials.allSatisfy { $0.weight >= 0 })
    for k in 0..<2 {
      let mean = trials.reduce(0) { $0 + $1.weight * $1.amounts[k] }
      let between = trials.reduce(0) { $0 + $1.weight * ($1.amounts[k] - mean) * ($1.amounts[k] - mean) }
      let amount = fit.quantification.amounts[k]
      #expect(abs(amount.value / mean - 1) < 1e-12)
      #expect(amount.standardDeviation * amount.standardDeviation > between)
      #expect(abs(fit.covariance[k, k].squareRoot() / amount.standardDeviation - 1) < 1e-12)
    }
  }

  @Test("A bend that was asked for keeps all the weight, and the amounts are those over it alone")
  func bendThatWasAskedFor() throws {
    let fid = Self.scan(hills: 15, seed: 3)
    let asked = try LeastSquares(model: Self.model, options: Self.options([-0.5, 0.5], adapts: false)).fit(fid)
    #expect(try #require(asked.baselineSensitivity).trials.map(\.weight) == [0, 1, 0])
    let alone = try LeastSquares(model: Self.model, options: Self.options([], adapts: false)).fit(fid)
    #expect(alone.baselineSensitivity == nil)
    for (one, other) in zip(asked.quantification.amounts, alone.quantification.amounts) {
      #expect(abs(one.value / other.value - 1) < 1e-12)
    }
  }
}
