import MRSCore
import MRSFitting
import MRSModel
import MRSStatistics
import Numerics
import Testing

@Suite("PosteriorQuantifier")
struct PosteriorQuantifierTests {
  static let stream = RandomStream(seed: 50)

  /// Medians 2, 0.8 and 4, the last two of them correlated.
  static func prior() throws -> AmountDistribution {
    try AmountDistribution(
      names: ["A", "B", "C"], logMeans: [.log(2), .log(0.8), .log(4)],
      logCovariance: Matrix(columns: [[0.16, 0, 0], [0, 0.25, 0.05], [0, 0.05, 0.16]]))
  }

  /// Overlapping singlets: A and B 8 Hz apart.
  static let model = SingletWorld.model(["A": 3.2, "B": 3.26, "C": 1.3])

  static func options(ownShifts: Bool) -> LeastSquaresOptions {
    var options = SingletWorld.options
    options.baselineKnotSpacing = 0.3
    if ownShifts {
      options.shiftDeviation = 0.006
      options.broadeningDeviation = 1
    }
    return options
  }

  static func fid(seed: UInt64, deviation: Double = 1.5) -> FID {
    var truth = SingletWorld.truth
    truth.amounts = [2.4, 0.5, 5]
    return SingletWorld.noisy(model.fid(truth), deviation: deviation, stream: RandomStream(seed: seed))
  }

  static func quantifier(
    ownShifts: Bool, draws: Int = 500, chains: NoUTurnSampler.Options = .init(warmup: 100, draws: 40),
    largestTailIndex: Double = 0.7
  ) throws -> PosteriorQuantifier {
    PosteriorQuantifier(
      LeastSquares(model: model, options: options(ownShifts: ownShifts), amountPrior: .logNormal(try prior())),
      draws: draws, sampler: chains, way: .weighted(largestTailIndex: largestTailIndex), stream: stream)
  }

  @Test(
    "Means and deviations are those of Markov chains, with and without own shifts and widths", arguments: [false, true])
  func chains(ownShifts: Bool) throws {
    let fid = Self.fid(seed: 51)
    let found = try Self.quantifier(ownShifts: ownShifts, draws: 2000).sample(fid)
    let reference = try MarkovChainQuantifier(
      model: Self.model, options: Self.options(ownShifts: ownShifts), prior: .logNormal(try Self.prior()),
      sampler: .init(warmup: 250, draws: 500, targetAcceptance: 0.9), stream: Self.stream
    ).sample(fid)
    #expect(found.sampling.sampler == .importance && found.quantification.method == "posterior")
    #expect(found.sampling.efficiency > (ownShifts ? 0.3 : 0.6), "\(found.sampling)")
    for (a, b) in zip(found.posteriors, reference.posteriors) {
      #expect(abs(a.mean - b.mean) < 0.1 * b.standardDeviation + 4 * b.meanError, "\(a) \(b)")
      #expect(abs(a.standardDeviation / b.standardDeviation - 1) < 0.1, "\(a) \(b)")
      // A quantile of 5 % is known to about twice the error of the mean.
      for (x, y) in zip(a.quantiles, b.quantiles) {
        #expect(abs(x - y) < 0.1 * b.standardDeviation + 8 * b.meanError, "\(a) \(b)")
      }
    }
  }

  @Test(
    "The density without a Fourier transform is that with them, and its gradient that of differences",
    arguments: [false, true])
  func expansion(ownShifts: Bool) throws {
    let (density, mode) = try Self.quantifier(ownShifts: ownShifts).density(of: Self.fid(seed: 52))
    var stream = RandomStream(seed: 53)
    let start = density.variables(of: mode)
    for _ in 0..<5 {
      let variables = start.map { $0 + 0.1 * stream.normal() }
      let point = density.point(of: variables)
      #expect(abs(density.logDensities(at: [point])[0] - density.exactLogDensity(at: point)) < 0.02)
      let (_, gradient) = density.evaluate(variables)
      for i in variables.indices {
        func value(_ step: Double) -> Double {
          var moved = variables
          moved[i] += step
          return density.evaluate(moved).value
        }
        let difference = (value(1e-5) - value(-1e-5)) / 2e-5
        #expect(abs(gradient[i] - difference) < 1e-3 * max(1, abs(difference)), "\(i)")
      }
    }
  }

  @Test("The same seed gives the same result for any number of tasks, by draws and by chains", arguments: [0.7, -10])
  func determinism(largestTailIndex: Double) async throws {
    let quantifier = try Self.quantifier(ownShifts: false, draws: 200, largestTailIndex: largestTailIndex)
    let fid = Self.fid(seed: 54)
    let plain = try quantifier.sample(fid)
    let parallel = try await quantifier.sample(fid, tasks: 2)
    #expect(plain.quantification.draws == parallel.quantification.draws)
    #expect(plain.sampling == parallel.sampling)
    #expect(plain.sampling.sampler == (largestTailIndex < 0 ? .chains : .importance))
  }

  @Test("Chains that are asked for say what the weighted draws say, with no doubt of weights")
  func chainsAskedFor() throws {
    let fid = Self.fid(seed: 59)
    let weighted = try Self.quantifier(ownShifts: true, draws: 2000).sample(fid)
    let chains = try PosteriorQuantifier(
      try Self.quantifier(ownShifts: true).start, sampler: .init(warmup: 200, draws: 400), way: .chains,
      stream: Self.stream
    ).sample(fid)
    #expect(chains.quantification.method == "mcmc" && chains.sampling.sampler == .chains)
    #expect(!chains.quantification.doubts.contains { [.heavyTailedWeights, .inexactDensity].contains($0.code) })
    for (a, b) in zip(weighted.posteriors, chains.posteriors) {
      #expect(abs(a.mean - b.mean) < 0.1 * b.standardDeviation + 4 * b.meanError, "\(a) \(b)")
      #expect(abs(a.standardDeviation / b.standardDeviation - 1) < 0.15, "\(a) \(b)")
    }
  }

  @Test("Amounts that the prior ties to one another are as skewed as the data say", arguments: [0.35, 0.8])
  func tiedAmounts(amount: Double) throws {
    let prior = try AmountDistribution(
      names: ["A", "B", "C"], logMeans: [.log(2), .log(0.8), .log(4)],
      logCovariance: Matrix(columns: [[0.9, 0.8, 0], [0.8, 0.9, 0], [0, 0, 0.16]]))
    let fit = LeastSquares(
      model: Self.model, options: Self.options(ownShifts: true), amountPrior: .logNormal(prior))
    var truth = SingletWorld.truth
    truth.amounts = [amount * 2.5, amount, 5]
    let fid = SingletWorld.noisy(Self.model.fid(truth), deviation: 1.5, stream: RandomStream(seed: 61))
    let weighted = try PosteriorQuantifier(fit, draws: 4000, stream: Self.stream).sample(fid)
    let chains = try PosteriorQuantifier(
      fit, sampler: .init(warmup: 300, draws: 2000, targetAcceptance: 0.9), way: .chains, stream: Self.stream
    ).sample(fid)
    for (a, b) in zip(weighted.posteriors, chains.posteriors).prefix(2) {
      // 0.09 and 0.10 where proposals are not moved by their skew.
      #expect(abs(a.mean - b.mean) < 0.06 * b.standardDeviation + 2 * b.meanError, "\(a) \(b)")
    }
  }

  @Test("Chains run over every baseline that is likely, and each counts as it is likely")
  func baselines() throws {
    var options = Self.options(ownShifts: false)
    options.adaptsBaseline = true
    options.baselineTrials = [-0.5, 0.5]
    let fit = LeastSquares(model: Self.model, options: options, amountPrior: .logNormal(try Self.prior()))
    let sampler = NoUTurnSampler.Options(warmup: 60, draws: 120)
    let found = try PosteriorQuantifier(fit, sampler: sampler, way: .chains, stream: Self.stream).sample(
      Self.fid(seed: 60))
    let trials = found.fit.baselineSensitivity?.trials ?? []
    let others = trials.filter { $0.factor != 1 && $0.weight >= 0.1 }
    try #require(!others.isEmpty, "\(trials)")
    let draws = try #require(found.quantification.draws)
    let main = sampler.chains * sampler.draws
    #expect(draws.weights.count >= main + others.count * 4 * 100)
    let own = draws.weights[..<main].reduce(0, +)
    let expected = others.reduce(1) { $0 - $1.weight }
    #expect(abs(own - expected) < 1e-9, "\(own) \(expected)")
    #expect(abs(draws.weights.reduce(0, +) - 1) < 1e-9)
    // Weighted draws say the same.
    let weighted = try PosteriorQuantifier(fit, draws: 2000, stream: Self.stream).sample(Self.fid(seed: 60))
    for (a, b) in zip(weighted.posteriors, found.posteriors) {
      #expect(abs(a.mean - b.mean) < 0.1 * b.standardDeviation + 4 * b.meanError, "\(a) \(b)")
    }
  }

  @Test("Where the weights are not trusted chains draw, it is told, and noise alone gives back the prior")
  func noise() throws {
    let fid = SingletWorld.noisy(
      FID(samples: ComplexVector(zeros: 1024), acquisition: SingletWorld.acquisition), deviation: 8,
      stream: RandomStream(seed: 55))
    let found = try Self.quantifier(ownShifts: true, largestTailIndex: -10).sample(fid)
    #expect(found.sampling.sampler == .chains, "\(found.sampling)")
    #expect(found.sampling.logEvidence == nil)
    let told = found.quantification.doubts.contains { if case .heavyTailedWeights = $0 { true } else { false } }
    #expect(told)
    // Own shifts and widths of what is not there lie anywhere: no polynomial about one point is this density everywhere.
    #expect(found.quantification.doubts.contains { $0.code == .inexactDensity }, "\(found.quantification.doubts)")
    #expect(found.quantification.amounts.allSatisfy { $0.uncertainty == .sampledPosterior })
    // Nothing is known beyond the prior: its mean, or less.
    #expect((0.2...2.5).contains(found.quantification.amounts[0].value), "\(found.quantification.amounts)")
  }

  @Test("A sum has the interval of the joint draws, narrower than its parts allow")
  func sums() throws {
    let found = try Self.quantifier(ownShifts: false).sample(Self.fid(seed: 56, deviation: 3)).quantification
    let sum = try #require(found.sum(of: ["A", "B"], as: "A+B"))
    #expect(abs(sum.value - found.amounts[0].value - found.amounts[1].value) < 1e-9)
    let interval = sum.interval(confidence: 0.9)
    let parts = found.amounts[..<2].map { $0.interval(confidence: 0.9) }
    let width = parts.reduce(0) { $0 + $1.upperBound - $1.lowerBound }
    #expect(interval.upperBound - interval.lowerBound < 0.9 * width)
    #expect(interval.contains(sum.value))
    let ratio = try #require(found.ratio(of: ["B"], to: ["A"]))
    #expect(ratio.standardDeviation > 0 && ratio.value > 0)
    let twice = found.scaled(by: 2, unit: .arbitrary)
    #expect(abs((twice.sum(of: ["A", "B"], as: "")?.value ?? 0) - 2 * sum.value) < 1e-9)
  }

  @Test("The evidence prefers the model that made the spectrum")
  func evidence() throws {
    let fid = Self.fid(seed: 57)
    let right = try Self.quantifier(ownShifts: false).sample(fid).sampling.logEvidence
    // Without B: its column lies elsewhere, where nothing is.
    let wrong = try PosteriorQuantifier(
      LeastSquares(
        model: SingletWorld.model(["A": 3.2, "B": 2.2, "C": 1.3]), options: Self.options(ownShifts: false),
        amountPrior: .logNormal(try Self.prior())), stream: Self.stream
    ).sample(fid).sampling.logEvidence
    #expect(try #require(right) > #require(wrong) + 1)
  }

  @Test("A fit without a log-normal prior has no such posterior, and says so")
  func flatPrior() throws {
    let quantifier = PosteriorQuantifier(
      LeastSquares(model: Self.model, options: Self.options(ownShifts: false)), stream: Self.stream)
    #expect(throws: FittingError.needsLogNormalPrior) { try quantifier.quantify(Self.fid(seed: 58)) }
  }
}
