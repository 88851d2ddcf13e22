import MRSCore
import MRSFitting
import MRSModel
import Numerics
import Testing

@Suite("Priors on amounts and on the baseline")
struct LeastSquaresPriorTests {
  static func noisy(_ seed: UInt64) -> FID {
    SingletWorld.noisy(
      SingletWorld.model.fid(SingletWorld.truth), deviation: 0.6, stream: RandomStream(seed: seed))
  }

  static func fit(_ prior: NormalAmounts?, _ fid: FID) throws -> Quantification {
    try LeastSquares(
      model: SingletWorld.model, options: SingletWorld.options, amountPrior: prior.map { .normal($0) } ?? .flat
    ).quantify(fid)
  }

  @Test("A prior of no width is returned, with its width")
  func narrow() throws {
    let prior = NormalAmounts(byName: ["A": (1.5, 1e-6), "B": (4, 1e-6), "C": (2, 1e-6)])
    let found = try Self.fit(prior, Self.noisy(81))
    for (amount, expected) in zip(found.amounts, [1.5, 4, 2]) {
      #expect(abs(amount.value - expected) < 1e-4)
      #expect(amount.uncertainty == .posterior)
    }
    #expect(found.method == "map")
  }

  @Test("With a log-normal prior too it is the Gauss width that tells whether lines are narrower than the basis's")
  func widthsOfBasis() throws {
    var options = SingletWorld.options
    options.functionWidths = ["A": 2, "B": 2, "C": 2]
    let prior = try AmountDistribution(
      names: ["A", "B", "C"], logMeans: [.log(2), .log(3), .log(5)], logCovariance: Matrix(diagonal: [0.2, 0.2, 0.2]))
    let found = try LeastSquares(model: SingletWorld.model, options: options, amountPrior: .logNormal(prior)).quantify(
      Self.noisy(84))
    #expect(!found.doubts.contains { $0.code == .narrowerThanBasis })
  }

  @Test("A prior of infinite width is none")
  func infinite() throws {
    let fid = Self.noisy(82)
    let plain = try Self.fit(nil, fid)
    let found = try Self.fit(
      NormalAmounts(byName: ["A": (70, .infinity), "B": (70, .infinity)]), fid)
    for (a, b) in zip(found.amounts, plain.amounts) {
      #expect(abs(a.value - b.value) < 1e-6 * b.value)
      #expect(abs(a.standardDeviation - b.standardDeviation) < 1e-6 * b.standardDeviation)
    }
    #expect(plain.method == "nlsf")
  }

  @Test("A prior as narrow as the data weighs as much as they do: the mean of both, √½ of the deviation")
  func equalWeight() throws {
    let fid = Self.noisy(83)
    let plain = try Self.fit(nil, fid)
    let b = plain.amounts[1]
    let found = try Self.fit(
      NormalAmounts(byName: ["B": (b.value + b.standardDeviation, b.standardDeviation)]), fid)
    // To first order: the deviation given holds the residual's chance excess of some percent over the noise, and the
    // amount is coupled to the width beyond first order.
    #expect(abs((found.amounts[1].value - b.value) / b.standardDeviation - 0.5) < 0.1)
    #expect(abs(found.amounts[1].standardDeviation / b.standardDeviation - 0.5.squareRoot()) < 0.1)
  }

  /// The singlets on a hump 200 Hz wide at 2 ppm, ten times the noise high.
  static func humped() -> FID {
    let hump = Lineshape(
      shift: SingletWorld.acquisition.offset(of: .ppm(2)).hertz, lorentzian: 0, gaussian: 200
    ).decay(on: SingletWorld.acquisition)
    var fid = noisy(84)
    fid.samples.add(hump, scaledBy: 20)
    return fid
  }

  static func humpFit(bend: Double) throws -> Fit {
    var options = SingletWorld.options
    options.baselineKnotSpacing = 0.15
    options.baselineBend = bend
    options.adaptsBaseline = false
    options.firstOrderPhaseDeviation = 0
    return try LeastSquares(model: SingletWorld.model, options: options).fit(humped())
  }

  /// Σ|s[i−1] − 2s[i] + s[i+1]|².
  static func roughness(_ baseline: ComplexVector) -> Double {
    (1..<(baseline.count - 1)).reduce(0) { sum, i in
      let second = baseline[i - 1] - 2 * baseline[i] + baseline[i + 1]
      return sum + second.lengthSquared
    }
  }

  @Test("The bend allowed sets how the baseline bends: none is a straight line, more fits a hump")
  func bend() throws {
    let bends = [1e-9, 1e-3, 1e-2, .infinity]
    let fits = try bends.map { try Self.humpFit(bend: $0) }
    let roughness = fits.map { Self.roughness($0.baseline) }
    #expect(roughness == roughness.sorted())
    #expect(roughness[0] < 1e-12 * roughness[3])
    // A straight line cannot be the hump; the default and the free baseline can.
    #expect(fits[0].residualToNoise > 1.5)
    #expect(fits[2].residualToNoise < 1.15, "\(fits[2].residualToNoise)")
    #expect(fits[3].residualToNoise < 1.15)
    for k in 0..<3 {
      let found = fits[2].quantification.amounts[k]
      #expect(abs(found.value - SingletWorld.truth.amounts[k]) < 4 * found.standardDeviation)
    }
    // A stiffer baseline leaves less to be confused with the peaks.
    #expect(fits[2].covariance[1, 1] < fits[3].covariance[1, 1])
  }

  @Test("How far the baseline bends is the same for data of any scale, though columns go to zero on the way")
  func bendOfAnyScale() throws {
    // Beside the singlets many species that are not there: which of them the noise makes positive differs with the bend.
    let absent = Dictionary(uniqueKeysWithValues: (0..<12).map { ("absent \($0)", 1.5 + 0.1 * Double($0)) })
    let model = SingletWorld.model(SingletWorld.shifts.merging(absent) { a, _ in a })
    var options = SingletWorld.options
    options.baselineKnotSpacing = 0.15
    options.naturalWidths = Dictionary(
      uniqueKeysWithValues: model.names.map { ($0, $0.hasPrefix("absent") ? 25 : SingletWorld.naturalWidth) })
    let quantifier = LeastSquares(model: model, options: options)
    for seed in 85..<90 as Range<UInt64> {
      let fid = Self.noisy(seed)
      let bends = try [1, 1e-9, 1e9].map {
        try quantifier.fit(FID(samples: $0 * fid.samples, acquisition: fid.acquisition)).baselineBend
      }
      for bend in bends { #expect(abs(bend / bends[0] - 1) < 1e-3, "\(bends)") }
    }
  }
}
