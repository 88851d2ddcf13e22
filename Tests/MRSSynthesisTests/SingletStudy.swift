import MRSCore
import MRSModel
import MRSSynthesis
import Numerics

/// Three singlets with a prior: what the tests of synthesis draw from.
struct SingletStudy {
  static let acquisition = Acquisition(
    spectrometerFrequency: .megahertz(123.25), dwellTime: 0.5e-3, points: 1024, echoTime: 0.03, repetitionTime: 2)
  static let names = ["A", "B", "Fat"]
  static let medians = [20.0, 30, 2500]
  static let noise = 1.5

  static let model = ForwardModel(
    basis: BasisSet(
      functions: zip(names, [3.2, 2.4, 1.3]).map { name, ppm in
        BasisFunction(
          name: name,
          signal: .lines(
            TransitionLines(
              frequencies: [acquisition.offset(of: .ppm(ppm)).hertz],
              amplitudes: ComplexVector(real: [name == "Fat" ? 1 : 3], imaginary: [0]))))
      }, acquisition: acquisition, source: "test"),
    acquisition: acquisition)

  static func prior(noise: Distribution = .fixed(noise)) throws -> SignalPrior {
    SignalPrior(
      amounts: try AmountDistribution(
        names: names, logMeans: medians.map { Double.log($0) }, logCovariance: Matrix(diagonal: [0.09, 0.04, 0.25])),
      relaxationTimes: [.fixed(0.06), .fixed(0.06), .fixed(0.05)], shiftDeviations: [0.2, 0.2, 0.2],
      gaussian: .uniform(low: 4, high: 8), ownBroadening: .uniform(low: 0, high: 1),
      frequency: .normal(mean: 0, deviation: 1), phase: .normal(mean: 0, deviation: 5),
      firstOrderPhase: .fixed(0), noise: noise)
  }

  static let corruptions: [any Corruption] = [
    ResidualWater(
      fraction: .logUniform(low: 0.001, high: 0.01), waterAmplitude: 24_000, width: .uniform(low: 8, high: 25)),
    OutOfVoxelLipid(
      probability: 1, amplitude: .uniform(low: 5, high: 50), displacement: .normal(mean: 0, deviation: 12),
      width: .uniform(low: 20, high: 60)),
    SpuriousEcho(
      probability: 1, amplitude: .uniform(low: 2, high: 20), time: .uniform(low: 0.02, high: 0.2),
      duration: .uniform(low: 0.002, high: 0.02), frequency: .uniform(low: -400, high: 0)),
    BroadBaseline(
      amplitude: .uniform(low: 1, high: 25), width: .uniform(low: 45, high: 90), positions: [0.9, 1.4, 2.05, 3]),
  ]

  static func synthesizer(
    corruptions: [any Corruption] = corruptions, noise: Distribution = .fixed(noise)
  ) throws -> SpectrumSynthesizer {
    SpectrumSynthesizer(model: model, prior: try prior(noise: noise), corruptions: corruptions)
  }
}
