import MRSCore
import MRSFitting
import MRSModel
import Numerics
import Testing

@Suite("Degenerate input of a fit")
struct DegenerateInputTests {
  static let fid = SingletWorld.noisy(
    SingletWorld.model.fid(SingletWorld.truth), deviation: 0.5, stream: RandomStream(seed: 70))

  static func fit(_ fid: FID, _ model: ForwardModel) throws -> Fit {
    var options = SingletWorld.options
    for name in model.names { options.naturalWidths[name] = SingletWorld.naturalWidth }
    return try LeastSquares(model: model, options: options).fit(fid)
  }

  @Test("A basis without functions is refused")
  func emptyBasis() {
    #expect(throws: FittingError.emptyBasis) { try Self.fit(Self.fid, SingletWorld.model([:])) }
  }

  @Test("A damaged basis function is refused by name")
  func damagedBasis() {
    var samples = ComplexVector(zeros: 1024)
    samples.real[3] = .infinity
    let basis = BasisSet(
      functions: [BasisFunction(name: "Bad", signal: .sampled(samples))], acquisition: SingletWorld.acquisition,
      source: "test")
    let model = ForwardModel(basis: basis, acquisition: SingletWorld.acquisition)
    #expect(throws: FittingError.basisNotFinite(name: "Bad")) { try Self.fit(Self.fid, model) }
  }

  @Test(
    "Zeros, NaN and infinity are refused with what was found where", arguments: [Double.nan, .infinity, -.infinity])
  func damagedSamples(value: Double) {
    let zeros = FID(samples: ComplexVector(zeros: 1024), acquisition: SingletWorld.acquisition)
    #expect(throws: FittingError.noSignal) { try Self.fit(zeros, SingletWorld.model) }
    var damaged = Self.fid
    damaged.samples.imaginary[1023] = value
    #expect(throws: FittingError.sampleNotFinite(index: 1023)) { try Self.fit(damaged, SingletWorld.model) }
  }

  @Test("An FID of another length than the model is refused, not read past its end")
  func length() {
    var acquisition = SingletWorld.acquisition
    acquisition.points = 512
    let short = FID(samples: Self.fid.samples[0..<512], acquisition: acquisition)
    #expect(throws: FittingError.wrongLength(points: 512, expected: 1024)) {
      try Self.fit(short, SingletWorld.model)
    }
  }

  @Test("One, two, and eight points are too few, and it is said so", arguments: [1, 2, 8])
  func fewPoints(points: Int) {
    var acquisition = SingletWorld.acquisition
    acquisition.points = points
    let short = FID(samples: Self.fid.samples[0..<points], acquisition: acquisition)
    let error = #expect(throws: FittingError.self) {
      try Self.fit(short, SingletWorld.model(SingletWorld.shifts, on: acquisition))
    }
    switch error {
    case .tooFewPoints, .emptyWindow: break
    default: Issue.record("\(String(describing: error))")
    }
  }

  @Test("Two equal columns: the sum is right and finite, the doubt names the pair and no other species")
  func equalColumns() throws {
    let model = SingletWorld.model(["A": 3.2, "B": 2.4, "C": 1.3, "Twin": 3.2])
    let truth = SignalParameters(
      amounts: [1, 3, 5, 1], shifts: [0, 0, 0, 0], lorentzians: [7, 7, 7, 7], gaussian: 6, frequency: 3, phase: 0.4)
    let fit = try Self.fit(
      SingletWorld.noisy(model.fid(truth), deviation: 0.3, stream: RandomStream(seed: 71)), model)
    let amounts = fit.quantification.amounts
    // The Cramér–Rao bound of A alone at this noise is 0.02.
    #expect(abs(amounts[0].value + amounts[3].value - 2) < 4 * 0.02)
    #expect(amounts.allSatisfy { $0.value.isFinite })
    #expect(fit.quantification.doubts.contains(.indistinguishable(names: ["A", "Twin"])))
    #expect(
      fit.quantification.doubts.count { if case .indistinguishable = $0 { true } else { false } } == 1)
    for k in [1, 2] {
      #expect(abs(amounts[k].value - truth.amounts[k]) < 3 * amounts[k].standardDeviation)
      #expect(amounts[k].standardDeviation < 0.03, "\(amounts[k])")
    }
    #expect(fit.model.isFinite)
  }

  @Test(
    "Amounts, deviations and quality of data 1e-12 and 1e12 times as large agree to 1e-6", arguments: [1e-12, 1e12])
  func scale(factor: Double) throws {
    let reference = try Self.fit(Self.fid, SingletWorld.model).quantification
    let scaled = try Self.fit(
      FID(samples: factor * Self.fid.samples, acquisition: SingletWorld.acquisition), SingletWorld.model
    ).quantification
    for (a, b) in zip(scaled.amounts, reference.amounts) {
      #expect(abs(a.value / factor / b.value - 1) < 1e-6)
      #expect(abs(a.standardDeviation / factor / b.standardDeviation - 1) < 1e-6)
    }
    #expect(abs(scaled.quality.signalToNoise / reference.quality.signalToNoise - 1) < 1e-6)
    #expect(scaled.doubts == reference.doubts)
  }

  @Test("Fifty thousand points are fitted: the truth within three deviations, which are below 2.5 %")
  func manyPoints() throws {
    var acquisition = SingletWorld.acquisition
    acquisition.points = 50_000
    let model = SingletWorld.model(SingletWorld.shifts, on: acquisition)
    var options = SingletWorld.options
    options.baselineKnotSpacing = 0.15
    let fid = SingletWorld.noisy(model.fid(SingletWorld.truth), deviation: 0.5, stream: RandomStream(seed: 72))
    let fit = try LeastSquares(model: model, options: options).fit(fid)
    #expect(fit.termination.isConverged)
    for (amount, truth) in zip(fit.quantification.amounts, SingletWorld.truth.amounts) {
      #expect(abs(amount.value - truth) < 3 * amount.standardDeviation, "\(amount)")
      #expect(amount.standardDeviation < 0.025 * truth, "\(amount)")
    }
  }
}
