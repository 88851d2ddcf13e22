import MRSCore
import MRSFitting
import MRSModel
import MRSStatistics
import Numerics
import Testing

@Suite("MarkovChainQuantifier")
struct MarkovChainQuantifierTests {
  static let stream = RandomStream(seed: 50)

  static func noisy(_ amounts: [Double], seed: UInt64) -> FID {
    var truth = SingletWorld.truth
    truth.amounts = amounts
    return SingletWorld.noisy(SingletWorld.model.fid(truth), deviation: 0.6, stream: RandomStream(seed: seed))
  }

  @Test("Where amounts are well identified, draws and Laplace approximation agree within the Monte-Carlo error")
  func laplace() throws {
    var options = SingletWorld.options
    options.baselineKnotSpacing = 0.3
    let fid = Self.noisy([2, 3, 5], seed: 51)
    let prior = NormalAmounts(byName: ["A": (2, 1), "B": (3, 1), "C": (5, 1)])
    let sampled = try MarkovChainQuantifier(
      model: SingletWorld.model, options: options, prior: .normal(prior),
      sampler: .init(warmup: 300, draws: 500, targetAcceptance: 0.95),
      integratesNoise: false, stream: Self.stream
    ).sample(fid)
    let fit = sampled.fit
    #expect(fit.quantification.method == "map" && sampled.quantification.method == "mcmc")
    #expect(sampled.divergences == 0)
    // The fit widens its covariance where the residual exceeds the noise; draws with known noise do not.
    let inflation = max(1, fit.residualToNoise)
    for (k, posterior) in sampled.posteriors.enumerated() {
      #expect(posterior.isSettled, "\(posterior)")
      let laplace = fit.covariance[k, k].squareRoot() / inflation
      // A posterior of finite noise is not quite normal: its mean lies off its peak by a twentieth of a deviation.
      #expect(abs(posterior.mean - fit.parameters.amounts[k]) < 4 * posterior.meanError + 0.05 * laplace)
      // The deviation of n draws is known to 1/√(2n); 3 % are left to the posterior's shape.
      let error = 1 / (2 * posterior.bulkSampleSize).squareRoot()
      #expect(abs(posterior.standardDeviation / laplace - 1) < 4 * error + 0.03, "\(posterior) \(laplace)")
      #expect(posterior.quantiles == posterior.quantiles.sorted())
    }
    #expect(sampled.quantification.doubts.isEmpty)
    #expect(sampled.quantification.amounts.allSatisfy { $0.uncertainty == .sampledPosterior })
  }

  @Test("An absent species: no draw is negative, and the mean is that of a half-normal, not zero")
  func absent() throws {
    var means: [Double] = []
    for seed in 0..<3 {
      let sampled = try MarkovChainQuantifier(
        model: SingletWorld.model, options: SingletWorld.options,
        sampler: .init(chains: 2, warmup: 200, draws: 200), stream: Self.stream
      ).sample(Self.noisy([2, 0, 5], seed: UInt64(60 + seed)))
      #expect(sampled.amounts.allSatisfy { $0.allSatisfy { $0[1] >= 0 } })
      let bound = sampled.fit.covariance[1, 1].squareRoot()
      means.append(sampled.posteriors[1].mean / bound)
      #expect(sampled.quantification.doubts.contains { if case .unidentified("B", _) = $0 { true } else { false } })
    }
    // Half-normals give 0.8; a truncated normal about an estimate within ±2 deviations gives 0.37 to 2.06.
    #expect(means.allSatisfy { (0.3...2.2).contains($0) }, "\(means)")
  }

  @Test("Two equal columns: the sum's posterior is narrow, the parts' are wide and fill what the sum allows")
  func equalColumns() throws {
    let lines = TransitionLines(
      frequencies: [SingletWorld.acquisition.offset(of: .ppm(3.2)).hertz],
      amplitudes: ComplexVector(real: [3], imaginary: [0]))
    let basis = BasisSet(
      functions: ["A", "Twin"].map { BasisFunction(name: $0, signal: .lines(lines)) },
      acquisition: SingletWorld.acquisition, source: "test")
    let model = ForwardModel(basis: basis, acquisition: SingletWorld.acquisition)
    var options = SingletWorld.options
    options.naturalWidths["Twin"] = SingletWorld.naturalWidth
    let truth = SignalParameters(amounts: [2, 2], shifts: [0, 0], lorentzians: [5, 5], gaussian: 6)
    let fid = SingletWorld.noisy(model.fid(truth), deviation: 0.6, stream: RandomStream(seed: 9))
    let sampled = try MarkovChainQuantifier(
      model: model, options: options, sampler: .init(chains: 2, warmup: 300, draws: 300), stream: Self.stream
    ).sample(fid)
    let sum = try #require(sampled.quantification.sum(of: ["A", "Twin"], as: "sum"))
    #expect(abs(sum.value - 4) < 4 * sum.standardDeviation)
    // Uniform on 0 … 4 has a deviation of 1.15.
    for amount in sampled.quantification.amounts { #expect(abs(amount.standardDeviation - 1.15) < 0.25) }
    #expect(sum.standardDeviation < 0.1)
  }

  /// A line that is the sum of two, 6 Hz apart, as two regions of a voxel make it: no Voigt line.
  @Test("Where the fit needed a lineshape of its own, the chains have it: the amounts hold, without a width too wide")
  func ownLineshape() async throws {
    var options = SingletWorld.options
    options.lineshapeTaps = 5
    options.lineshapeSpacing = 0.02
    var (near, far) = (SingletWorld.truth, SingletWorld.truth)
    near.amounts = [2, 3, 5].map { 0.65 * $0 }
    far.amounts = [2, 3, 5].map { 0.35 * $0 }
    far.frequency += 10
    let clean = SingletWorld.model.fid(near).samples + SingletWorld.model.fid(far).samples
    let fid = SingletWorld.noisy(
      FID(samples: clean, acquisition: SingletWorld.acquisition), deviation: 0.1, stream: RandomStream(seed: 70))
    let sampled = try await MarkovChainQuantifier(
      model: SingletWorld.model, options: options, sampler: .init(chains: 2, warmup: 120, draws: 60),
      stream: Self.stream
    ).sample(fid, tasks: 2)
    #expect(sampled.fit.residualToNoise < 1.1)
    for (posterior, truth) in zip(sampled.posteriors, [2.0, 3, 5]) {
      #expect(abs(posterior.mean - truth) < 4 * posterior.standardDeviation, "\(posterior)")
    }
    options.lineshapeTaps = 0
    let voigt = try LeastSquares(model: SingletWorld.model, options: options).fit(fid)
    // What a Voigt line leaves of this signal is counted as noise: the deviations tell what the shape is worth.
    #expect(voigt.residualToNoise > 1.5)
    #expect(sampled.posteriors[2].standardDeviation < voigt.covariance[2, 2].squareRoot())
  }

  @Test("The same seed gives the same result for any number of tasks; the scale of the data changes nothing else")
  func determinism() async throws {
    let quantifier = MarkovChainQuantifier(
      model: SingletWorld.model, options: SingletWorld.options, sampler: .init(warmup: 60, draws: 20),
      stream: Self.stream)
    let fid = Self.noisy([2, 3, 5], seed: 52)
    let plain = try quantifier.sample(fid)
    let parallel = try await quantifier.sample(fid, tasks: 3)
    #expect((plain.amounts == parallel.amounts) as Bool)
    // Twenty draws a chain are not enough, and are said not to be.
    #expect(plain.quantification.doubts.contains { if case .notMixed = $0 { true } else { false } })
    let scaled = try quantifier.sample(FID(samples: 1024.0 * fid.samples, acquisition: fid.acquisition))
    for (a, b) in zip(plain.posteriors, scaled.posteriors) { #expect(abs(b.mean / (1024 * a.mean) - 1) < 0.05) }
  }
}
