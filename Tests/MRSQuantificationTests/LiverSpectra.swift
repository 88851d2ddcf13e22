import MRSConfiguration
import MRSCore
import MRSFitting
import MRSModel
import MRSProfile
import MRSQuantification
import MRSStudy
import MRSSynthesis
import Numerics

/// Spectra of the narrow protocol with all its nuisances and any fat, moved and turned as files come.
struct LiverSpectra {
  struct Draw: Sendable {
    let fid: FID
    let fatFraction: Double
    /// Of the whole signal: what was drawn and what was added.
    let frequency: Double
    let phase: Double
    let gaussian: Double

    /// The true start of a fit.
    var truth: FirstGuess { FirstGuess(frequency: frequency, phase: phase, gaussian: gaussian) }
  }

  let studyProtocol: StudyProtocol
  let quantifier: LeastSquares
  private let synthesizer: SpectrumSynthesizer

  /// - Parameter signalToNoise: of tCho, log-uniform.
  init(signalToNoise: ClosedRange<Double>) async throws {
    var studyProtocol = try StudyProtocol.load(StudyProtocol.narrowName)
    studyProtocol.nuisances.signalToNoise = .logUniform(low: signalToNoise.lowerBound, high: signalToNoise.upperBound)
    let basis = try await ProtocolSimulator(studyProtocol).basis(worker: .quiet(tasks: 2))
    self.studyProtocol = studyProtocol
    synthesizer = SpectrumSynthesizer(
      model: studyProtocol.forwardModel(basis: basis),
      prior: SpectrumGenerator(studyProtocol, basis: basis).spectrumPrior(
        amounts: try CohortPrior(literatureOf: studyProtocol).union),
      corruptions: SpectrumGenerator(studyProtocol, basis: basis).spectrumCorruptions)
    quantifier = try Self.overOneBaseline(ProtocolFits(studyProtocol, basis: basis).conventional())
  }

  /// The quantifier of a basis simulated otherwise than the spectra, whose header says what theirs do.
  func quantifier(simulatedWith overrides: [String]) async throws -> LeastSquares {
    let other = try StudyProtocol.load(
      StudyProtocol.narrowName, overrides: overrides.map { try ConfigurationOverride($0) })
    let functions = try await ProtocolSimulator(other).basis(worker: .quiet(tasks: 2)).functions
    return try Self.overOneBaseline(
      ProtocolFits(
        studyProtocol,
        basis: BasisSet(functions: functions, acquisition: studyProtocol.spectralAcquisition, source: "another")
      ).conventional())
  }

  /// Other baselines tell nothing of where a search begins, and take time.
  private static func overOneBaseline(_ fit: LeastSquares) -> LeastSquares { fit.changing { $0.baselineTrials = [] } }

  /// Spectrum `index` with log-uniform fat of 0.5 to 40 %, within ±`reach` ppm and any phase.
  func draw(_ index: Int, reach: Double = 0.5, seed: UInt64 = 77) -> Draw {
    var stream = RandomStream(seed: seed).child(index)
    let model = synthesizer.model
    var amounts = synthesizer.prior.amounts.draw(using: &stream)
    let fatFraction = 0.005 * Double.pow(80, stream.uniform())
    let fat = model.names.indices.filter { model.names[$0].hasPrefix("Lip") }
    let scale = studyProtocol.lipidProtons(fatFraction: fatFraction) / fat.reduce(0) { $0 + amounts[$1] }
    for k in fat { amounts[k] *= scale }
    let parameters = synthesizer.prior.parameters(amounts: amounts, on: model.acquisition, using: &stream)
    let example = synthesizer.example(of: parameters, using: &stream)
    let shift = stream.uniform(in: -reach...reach) * model.acquisition.spectrometerFrequency.megahertz
    let phase = stream.uniform(in: -.pi ... .pi)
    return Draw(
      fid: example.fid.shifted(by: .hertz(shift)).phased(by: .radians(phase)), fatFraction: fatFraction,
      frequency: parameters.frequency + shift, phase: parameters.phase + phase, gaussian: parameters.gaussian)
  }

  private static func context(_ studyProtocol: StudyProtocol) -> StudySettings {
    StudySettings(studyProtocol: studyProtocol, stream: RandomStream(seed: 1), worker: .quiet(tasks: 2))
  }
}
