import MRSCore
import MRSModel
import MRSProfile
import MRSSynthesis
import MRSVocabulary
import Numerics

/// What draws the spectra of a scenario, before anything is done to the finished ones.
struct UnlikeSpectra {
  let generator: SpectrumGenerator
  let worker: Worker

  private var studyProtocol: StudyProtocol { generator.studyProtocol }

  /// - Throws: `SimulationError`, `ProfileError`, `LinearAlgebraError`.
  func synthesizer(_ scenario: EvaluationScenario, prior: AmountDistribution) async throws -> SpectrumSynthesizer {
    let own = generator.synthesizer(amounts: prior)
    switch scenario {
    case .clean: return changed(own, corruptions: [])
    case .shiftedPrior, .toldPrior: return generator.synthesizer(amounts: try Self.shifted(prior))
    case .wideLines: return linesWider(1.25...2, than: own)
    case .residualWater: return waterLarger(3...10, than: own)
    case .spuriousEcho: return echoLarger(1.5...4, than: own)
    case .otherTE: return try await echoTime(2, prior: prior)
    case .brain: return try await brain(noise: own.prior.noise)
    default: return own
    }
  }

  /// Lines whose shared Gauss width is so many times the largest of `own`.
  func linesWider(_ times: ClosedRange<Double>, than own: SpectrumSynthesizer) -> SpectrumSynthesizer {
    var signals = own.prior
    signals.gaussian = Self.times(times, the: studyProtocol.nuisances.gaussian)
    return changed(own, prior: signals)
  }

  /// Residual water so many times the largest of `own`.
  func waterLarger(_ times: ClosedRange<Double>, than own: SpectrumSynthesizer) -> SpectrumSynthesizer {
    changed(
      own,
      corruptions: own.corruptions.map { corruption in
        guard var water = corruption as? ResidualWater else { return corruption }
        water.fraction = Self.times(times, the: studyProtocol.nuisances.residualWater)
        return water
      })
  }

  /// A spurious echo in each, so many times the largest of `own`.
  func echoLarger(_ times: ClosedRange<Double>, than own: SpectrumSynthesizer) -> SpectrumSynthesizer {
    changed(
      own,
      corruptions: own.corruptions.map { corruption in
        guard var echo = corruption as? SpuriousEcho else { return corruption }
        echo.probability = 1
        echo.amplitude = Self.times(times, the: studyProtocol.nuisances.spuriousEcho)
        return echo
      })
  }

  /// Spectra of an echo time so many times the protocol's.
  /// - Throws: `SimulationError`, `ProfileError`.
  func echoTime(_ times: Double, prior: AmountDistribution) async throws -> SpectrumSynthesizer {
    var other = studyProtocol.spectralAcquisition
    other.echoTime = times * studyProtocol.echoTime
    let adapted = studyProtocol.adapted(to: other)
    let basis = try await ProtocolSimulator(adapted).basis(worker: worker)
    return SpectrumGenerator(adapted, basis: basis).synthesizer(amounts: prior)
  }

  func changed(
    _ own: SpectrumSynthesizer, prior: SignalPrior? = nil, corruptions: [any Corruption]? = nil
  ) -> SpectrumSynthesizer {
    SpectrumSynthesizer(
      model: own.model, prior: prior ?? own.prior, corruptions: corruptions ?? own.corruptions, shapes: own.shapes)
  }

  /// Uniform between multiples of a distribution's largest value.
  private static func times(_ range: ClosedRange<Double>, the distribution: Distribution) -> Distribution {
    let most = top(of: distribution)
    return .uniform(low: range.lowerBound * most, high: range.upperBound * most)
  }

  /// The largest value; of an unbounded distribution, two deviations above the middle.
  private static func top(of distribution: Distribution) -> Double {
    switch distribution {
    case .fixed(let value): value
    case .uniform(_, let high), .logUniform(_, let high): high
    case .normal(let mean, let deviation): mean + 2 * deviation
    case .logNormal(let median, let variation): median * .exp(2 * Distribution.logDeviation(variation: variation))
    }
  }

  /// Another population, within reach of a prior: ``EvaluationScenario/title`` says which.
  static func shifted(_ prior: AmountDistribution) throws -> AmountDistribution {
    let isFat = Set(FatFunction.all.map(\.name))
    let means = prior.names.indices.map { k in
      let sign: Double = isFat.contains(prior.names[k]) || k.isMultiple(of: 2) ? 1 : -1
      return prior.logMeans[k] + sign * 0.7 * prior.logDeviation(k)
    }
    return try AmountDistribution(
      names: prior.names, logMeans: means, logCovariance: 0.49 * prior.logCovariance)
  }

  /// mM of usual grey and white matter at 3 T (ranges of de Graaf, In Vivo NMR Spectroscopy, 2019 [recalled]); what a
  /// brain has beside them matters little to what this is for.
  private static let brainAmounts: KeyValuePairs<String, Double> = [
    "NAA": 11, "NAAG": 1.5, "Cr": 4.5, "PCr": 4, "GPC": 1, "PCh": 0.6, "mI": 6, "Glu": 9.5, "Gln": 3, "GSH": 2,
    "Tau": 1.5, "Asp": 2, "GABA": 1.5, "Lac": 0.6, "Scy": 0.4, "Glc": 1, "Ala": 0.4,
  ]

  /// - Parameter noise: that of the liver's spectra.
  func brain(noise: Distribution) async throws -> SpectrumSynthesizer {
    var other = studyProtocol
    other.species = studyProtocol.species.prefix(1).flatMap { pattern in
      Self.brainAmounts.map { name, amount in
        var entry = pattern
        (entry.name, entry.role) = (name, .target)
        entry.amount = .logNormal(median: amount, variation: 0.2)
        entry.t2 = .normal(mean: 180, deviation: 20)
        return entry
      }
    }
    // A hundred thousandth: as good as no fat, for an amount that has a logarithm.
    other.lipids.protonDensityFatFraction = .logNormal(median: 1e-5, variation: 0.3)
    let basis = try await ProtocolSimulator(other).basis(worker: worker)
    let drawn = SpectrumGenerator(other, basis: basis).synthesizer(amounts: try literature(other))
    var signals = drawn.prior
    signals.noise = noise
    return changed(drawn, prior: signals)
  }

  private func literature(_ studyProtocol: StudyProtocol) throws -> AmountDistribution {
    try CohortPrior(literatureOf: studyProtocol).union
  }
}
