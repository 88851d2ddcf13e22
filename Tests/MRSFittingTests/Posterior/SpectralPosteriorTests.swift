import MRSCore
import MRSFitting
import MRSModel
import MRSStatistics
import Numerics
import Testing

extension Tag {
  /// A claim about many random draws, with a fixed seed.
  @Tag static var statistical: Self
}

/// Two overlapping singlets and one apart on a short grid: small enough to be sampled many times.
struct SmallWorld {
  static let acquisition = Acquisition(
    spectrometerFrequency: .megahertz(123.25), dwellTime: 1e-3, points: 256, echoTime: 0.03, repetitionTime: 2)
  static let names = ["A", "B", "C"]
  static let naturalWidths = [5.0, 5, 5]

  static let model = ForwardModel(
    basis: BasisSet(
      functions: zip(names, [3.2, 3.1, 2.2]).map { name, ppm in
        BasisFunction(
          name: name,
          signal: .lines(
            TransitionLines(
              frequencies: [acquisition.offset(of: .ppm(ppm)).hertz],
              amplitudes: ComplexVector(real: [3], imaginary: [0]))))
      }, acquisition: acquisition, source: "test"),
    acquisition: acquisition)

  static let indices = acquisition.spectralIndices(in: .ppm(1) ... .ppm(4.2))
  /// The noise of a spectral point for that of a sample: σ·Δt·√(N − ¾).
  static func spectralNoise(_ temporal: Double) -> Double {
    temporal * acquisition.dwellTime * (Double(acquisition.points) - 0.75).squareRoot()
  }

  static func window(_ fid: FID) -> ComplexVector {
    FourierTransform(count: acquisition.points)
      .centredSpectrum(of: fid.samples, dwellTime: acquisition.dwellTime)[indices]
  }

  /// Frequency, phase, delay, Lorentz and Gauss width, then three shifts and three broadenings.
  static func ranges(_ shared: [SpectralPosterior.Range], own: SpectralPosterior.Range = .init(0, 0))
    -> [SpectralPosterior.Range]
  {
    shared + [SpectralPosterior.Range](repeating: own, count: 6)
  }

  static let fixed = ranges([.init(2, 2), .init(0.3, 0.3), .init(1e-5, 1e-5), .init(1, 1), .init(6, 6)])

  static func signal(_ amounts: [Double]) -> FID {
    model.fid(
      SignalParameters(
        amounts: amounts, shifts: [0, 0, 0], lorentzians: [6, 6, 6], gaussian: 6, frequency: 2, phase: 0.3, delay: 1e-5)
    )
  }
}

@Suite("SpectralPosterior")
struct SpectralPosteriorTests {
  static let priors: [AmountPrior] = [
    .flat, .normal(.init(byName: ["A": (2, 0.7), "C": (4, 1)])),
    .ratios([AmountRatio("A", to: ["B": 1, "C": 2], mean: 0.2, deviation: 0.1)]),
    .logNormal(
      try! AmountDistribution(
        names: ["B", "A"], logMeans: [1, 0.5], logCovariance: Matrix(columns: [[0.2, 0.1], [0.1, 0.3]]))),
  ]

  @Test(
    "The gradient is the central difference: four priors, noise known and integrated out, with a baseline",
    arguments: priors, [SpectralPosterior.Noise.known, .integrated])
  func gradient(prior: AmountPrior, noise: SpectralPosterior.Noise) throws {
    let fid = SingletWorld.noisy(SmallWorld.signal([2, 3, 5]), deviation: 0.4, stream: RandomStream(seed: 40))
    let posterior = try SpectralPosterior(
      spectrum: SmallWorld.window(fid), indices: SmallWorld.indices, model: SmallWorld.model,
      naturalWidths: SmallWorld.naturalWidths, noise: SmallWorld.spectralNoise(0.4), noiseTreatment: noise,
      baseline: SplineBaseline(points: SmallWorld.indices.count, knotSpacing: 12), baselineBend: 2, prior: prior,
      ranges: SmallWorld.ranges(
        [.init(-5, 9), .init(-1, 2), .init(-1e-4, 1e-4, deviation: 3e-5), .init(0, 20), .init(0, 30)],
        own: .init(-2, 2, deviation: 0.5)),
      amountScales: [0.1, 0.2, 0.05])
    #expect(posterior.dimension == 14)
    let point = posterior.point(
      amounts: [2.2, 2.7, 5.3], nonlinear: [1, 0.5, 2e-5, 2, 7, 0.3, -0.2, 0.1, 0.2, -0.1, 0.3])
    Self.expectGradient(of: posterior, at: point)
  }

  @Test("The gradient is the central difference with a lineshape of its own too, which is the fit's kernel")
  func lineshapeGradient() throws {
    let fid = SingletWorld.noisy(SmallWorld.signal([2, 3, 5]), deviation: 0.4, stream: RandomStream(seed: 40))
    let posterior = try SpectralPosterior(
      spectrum: SmallWorld.window(fid), indices: SmallWorld.indices, model: SmallWorld.model,
      naturalWidths: SmallWorld.naturalWidths, kernelOffsets: [-4, 3, 7], noise: SmallWorld.spectralNoise(0.4),
      noiseTreatment: .known, baseline: nil, baselineBend: .infinity, prior: .flat,
      ranges: SmallWorld.ranges(
        [.init(-5, 9), .init(-1, 2), .init(-1e-4, 1e-4, deviation: 3e-5), .init(0, 20), .init(0, 30)],
        own: .init(-2, 2, deviation: 0.5))
        + [SpectralPosterior.Range](repeating: .init(-0.1, 0.8, deviation: 0.2), count: 3),
      amountScales: [0.1, 0.2, 0.05])
    #expect(posterior.dimension == 17)
    let point = posterior.point(
      amounts: [2.2, 2.7, 5.3],
      nonlinear: [1, 0.5, 2e-5, 2, 7, 0.3, -0.2, 0.1, 0.2, -0.1, 0.3, 0.15, -0.05, 0.3])
    Self.expectGradient(of: posterior, at: point)
  }

  static func expectGradient(of posterior: SpectralPosterior, at point: [Double]) {
    let found = posterior.evaluate(point).gradient
    for p in point.indices {
      // A central difference of step h errs by h²·f‴/6 and by rounding of some 1e-12/h.
      let step = 1e-4
      var (up, down) = (point, point)
      up[p] += step
      down[p] -= step
      let numeric = (posterior.evaluate(up).value - posterior.evaluate(down).value) / (2 * step)
      #expect(abs(found[p] - numeric) < 1e-5 * (1 + abs(numeric)), "variable \(p): \(found[p]), \(numeric)")
    }
  }

  @Test("A point keeps its amounts and parameters")
  func roundTrip() throws {
    let posterior = try SpectralPosterior(
      spectrum: SmallWorld.window(SmallWorld.signal([1, 1, 1])), indices: SmallWorld.indices, model: SmallWorld.model,
      naturalWidths: SmallWorld.naturalWidths, noise: 1, noiseTreatment: .known, baseline: nil, baselineBend: .infinity,
      prior: .flat, ranges: SmallWorld.ranges([.init(-5, 9), .init(-1, 2), .init(0, 0), .init(0, 20), .init(0, 30)]),
      amountScales: [0.1, 0.2, 0.05])
    let nonlinear = [1, 0.5, 0, 2, 7, 0, 0, 0, 0, 0, 0.0]
    let back = posterior.parameters(at: posterior.point(amounts: [2, 0.02, 50], nonlinear: nonlinear))
    for (a, b) in zip(back.amounts + back.nonlinear, [2, 0.02, 50] + nonlinear) {
      #expect(abs(a - b) < 1e-12 * (1 + b))
    }
  }

  /// With everything but amounts and baseline known, the posterior is normal: (ΦᵀΦ + prior)⁻¹ with amounts and
  /// coefficients as unknowns, written out here in full.
  @Test(
    "Linear and Gaussian: mean and covariance of the draws are the exact posterior's within four Monte-Carlo errors",
    arguments: [AmountPrior.flat, .normal(.init(byName: ["A": (2.5, 0.1), "B": (3, 0.2), "C": (5, 0.1)]))])
  func linearGaussian(prior: AmountPrior) throws {
    let noise = SmallWorld.spectralNoise(0.5)
    let bend = 1.5
    let data = SmallWorld.window(
      SingletWorld.noisy(SmallWorld.signal([2, 3, 5]), deviation: 0.5, stream: RandomStream(seed: 41)))
    let splines = SplineBaseline(points: data.count, knotSpacing: 15)
    let posterior = try SpectralPosterior(
      spectrum: data, indices: SmallWorld.indices, model: SmallWorld.model, naturalWidths: SmallWorld.naturalWidths,
      noise: noise, noiseTreatment: .known, baseline: splines, baselineBend: bend, prior: prior,
      ranges: SmallWorld.fixed,
      amountScales: [0.1, 0.1, 0.1])

    let unit = (0..<3).map { k in SmallWorld.window(SmallWorld.signal((0..<3).map { $0 == k ? 1 : 0 })) }
    let zeros = [Double](repeating: 0, count: data.count)
    let coefficients = 2 * splines.count
    let bends = 2 * (splines.count - 2)
    var columns = unit.map {
      $0.real.map { $0 / noise } + $0.imaginary.map { $0 / noise } + [Double](repeating: 0, count: bends)
    }
    for part in 0..<2 {
      for j in 0..<splines.count {
        let spline = splines.values.column(j)
        let rows = (0..<bends).map { row -> Double in
          let own = row - part * (splines.count - 2)
          guard own >= 0, own < splines.count - 2 else { return 0 }
          return (j == own || j == own + 2 ? 1 : j == own + 1 ? -2 : 0) / bend
        }
        columns.append((part == 0 ? spline + zeros : zeros + spline) + rows)
      }
    }
    let design = Matrix(columns: columns)
    var information = design.transposedTimes(design)
    var right = design.transposedTimes(
      data.real.map { $0 / noise } + data.imaginary.map { $0 / noise } + [Double](repeating: 0, count: bends))
    if case .normal(let normal) = prior {
      for (k, name) in SmallWorld.names.enumerated() {
        let entry = try #require(normal.byName[name])
        information[k, k] += 1 / (entry.deviation * entry.deviation)
        right[k] += entry.mean / (entry.deviation * entry.deviation)
      }
    }
    #expect(information.rows == 3 + coefficients)
    let covariance = try information.invertedPositiveDefinite()
    let exact = covariance * right

    let chains = try NoUTurnSampler(options: .init(warmup: 300, draws: 1000)).sample(
      posterior, from: posterior.point(amounts: [2, 3, 5], nonlinear: [2, 0.3, 1e-5, 1, 6, 0, 0, 0, 0, 0, 0]),
      stream: RandomStream(seed: 42))
    #expect(chains.divergences == 0)
    for i in 0..<3 {
      let found = try ConvergenceDiagnostics(chains.map { posterior.parameters(at: $0).amounts[i] })
      #expect(found.isConverged)
      #expect(abs(found.mean - exact[i]) < 4 * found.meanError, "\(SmallWorld.names[i])")
      for j in 0...i {
        let product = try ConvergenceDiagnostics(
          chains.map {
            let amounts = posterior.parameters(at: $0).amounts
            return (amounts[i] - exact[i]) * (amounts[j] - exact[j])
          })
        #expect(abs(product.mean - covariance[i, j]) < 4 * product.meanError, "\(i) \(j)")
      }
    }
  }

  /// Talts et al. 2018 (arXiv:1804.06788): the rank of the truth among the draws is uniform when truth comes from the
  /// prior, data from the model, and draws from the posterior.
  @Test(
    "Simulation-based calibration: ranks of amounts, widths, shift and phase are uniform over 100 spectra",
    .tags(.statistical))
  func calibration() async throws {
    let distribution = try AmountDistribution(
      names: SmallWorld.names, logMeans: [0.7, 0.3, 1],
      logCovariance: Matrix(columns: [[0.2, 0.1, 0], [0.1, 0.3, 0], [0, 0, 0.1]]))
    let ranges = SmallWorld.ranges([.init(-3, 3), .init(-0.4, 0.4), .init(0, 0), .init(0, 4), .init(3, 10)])
    let simulations = 100
    let kept = 49
    let ranks = try await Array(0..<simulations).concurrentMap(tasks: 2) { index -> [Int] in
      var stream = RandomStream(seed: 77).child(index)
      let amounts = distribution.draw(using: &stream)
      let shared = ranges[..<5].map { $0.low < $0.high ? stream.uniform(in: $0.low...$0.high) : $0.low }
      let fid = SingletWorld.noisy(
        SmallWorld.model.fid(
          SignalParameters(
            amounts: amounts, shifts: [0, 0, 0], lorentzians: [Double](repeating: 5 + shared[3], count: 3),
            gaussian: shared[4], frequency: shared[0], phase: shared[1], delay: 0)),
        deviation: 1.5, stream: stream.child("noise"))
      let posterior = try SpectralPosterior(
        spectrum: SmallWorld.window(fid), indices: SmallWorld.indices, model: SmallWorld.model,
        naturalWidths: SmallWorld.naturalWidths, noise: SmallWorld.spectralNoise(1.5), noiseTreatment: .known,
        baseline: nil, baselineBend: .infinity, prior: .logNormal(distribution), ranges: ranges,
        amountScales: [0.3, 0.3, 0.3])
      let middle = ranges.map { ($0.low + $0.high) / 2 }
      let chains = try NoUTurnSampler(options: .init(chains: 1, warmup: 150, draws: 3 * kept)).sample(
        posterior, from: posterior.point(amounts: [2, 1.3, 2.7], nonlinear: middle), overdispersion: 0.5,
        stream: stream.child("chains"))
      // Every third draw: near enough to independent.
      let draws = stride(from: 0, to: 3 * kept, by: 3).map { posterior.parameters(at: chains.chains[0].draws[$0]) }
      let truth = amounts + [shared[0], shared[1], shared[3], shared[4]]
      return truth.indices.map { q in
        draws.count { draw in
          let values = draw.amounts + [draw.nonlinear[0], draw.nonlinear[1], draw.nonlinear[3], draw.nonlinear[4]]
          return values[q] < truth[q]
        }
      }
    }
    for q in 0..<7 {
      let places = ranks.map { (Double($0[q]) + 0.5) / Double(kept + 1) }
      // Means and spreads of uniform places, 1/2 ± √(1/12n) and 1/12 ± √(1/180n), tell draws that are biased and those
      // that are too narrow or too wide with fewer spectra than the bins do. 3.7 deviations: once in 300 runs of the
      // 14.
      let count = Double(simulations)
      let mean = places.reduce(0, +) / count
      let spread = places.reduce(0) { $0 + ($1 - 0.5) * ($1 - 0.5) } / count
      #expect(abs(mean - 0.5) < 3.7 * (1 / (12 * count)).squareRoot(), "quantity \(q): \(mean)")
      #expect(abs(spread - 1 / 12.0) < 3.7 * (1 / (180 * count)).squareRoot(), "quantity \(q): \(spread)")
      var bins = [Double](repeating: 0, count: 10)
      for place in places { bins[Int(10 * place)] += 1 }
      let expected = count / 10
      let statistic = bins.reduce(0) { $0 + ($1 - expected) * ($1 - expected) / expected }
      // χ² of 9 degrees of freedom exceeds 27.9 once in a thousand.
      #expect(statistic < 27.9, "quantity \(q): \(bins)")
    }
  }
}
