import MRSCore
import MRSModel
import MRSSynthesis

/// MRSSynthesis: a spectrum with noise of a known size, together with the truth that a network would learn.
///
/// Prints the amounts that were drawn and the noise.
func makeASpectrum() throws {
  let acquisition = Acquisition(spectrometerFrequency: .megahertz(123.25), dwellTime: 0.0005, points: 512)
  let singlet = TransitionLines(
    frequencies: [acquisition.offset(of: .ppm(3.2)).hertz], amplitudes: ComplexVector(real: [9], imaginary: [0]))
  let basis = BasisSet(
    functions: [BasisFunction(name: "Cho", signal: .lines(singlet))], acquisition: acquisition, source: "made")
  let prior = SignalPrior(
    amounts: try AmountDistribution(names: ["Cho"], logMeans: [0], logCovariance: Matrix(columns: [[0.09]])),
    relaxationTimes: [.fixed(0.06)], shiftDeviations: [0.005], gaussian: .fixed(5), ownBroadening: .fixed(0),
    frequency: .normal(mean: 0, deviation: 2), phase: .fixed(0), firstOrderPhase: .fixed(0), noise: .fixed(0.1))
  let source = SpectrumSynthesizer(
    model: ForwardModel(basis: basis, acquisition: acquisition), prior: prior, corruptions: [])
  let example = source.example(0, of: RandomStream(seed: 1))
  print("\(example.parameters.amounts) mM in noise of \(example.noise)")
}
