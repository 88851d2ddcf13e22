import MRSCore
import MRSModel
import MRSProfile
import MRSSynthesis
import MRSVocabulary

/// The held-out spectra of a scenario: number i is a function of the stream and of i alone.
package struct ScenarioSpectra: Sendable {
  /// A spectrum with all that is known of it.
  package struct Spectrum: Sendable {
    package let fid: FID
    package let truth: SpectrumTruth
    /// Of the species of the basis; `nil` where the spectrum is of others, or not what its parameters say.
    let parameters: SignalParameters?
    package let noise: Double
  }

  let scenario: EvaluationScenario
  private let synthesizer: SpectrumSynthesizer
  private let fault: PlantedFault?
  /// What its header says.
  private let acquisition: Acquisition
  private let unitNoise: Double
  private let waterProtons: Double
  private let stream: RandomStream

  /// - Parameters:
  ///   - prior: of the amounts in a training.
  ///   - stream: one that no training draws from.
  /// - Throws: `SimulationError`, `ProfileError`, `LinearAlgebraError`.
  package init(
    _ scenario: EvaluationScenario, of settings: StudySettings, basis: BasisSet, prior: AmountDistribution,
    stream: RandomStream
  ) async throws {
    let own = SpectrumGenerator(settings.studyProtocol, basis: basis)
    let unlike = UnlikeSpectra(generator: own, worker: settings.worker)
    self.scenario = scenario
    self.stream = stream
    synthesizer = try await unlike.synthesizer(scenario, prior: prior)
    acquisition = settings.studyProtocol.spectralAcquisition
    unitNoise = settings.studyProtocol.noiseAtUnitSignalToNoise
    waterProtons = settings.studyProtocol.profile.water.protonConcentration
    fault =
      switch scenario {
      case .noiseAlone: .noiseAlone
      case .off60Hz: .displacement(60...60)
      case .off017PPM:
        .displacement(
          0.17 * acquisition.spectrometerFrequency.megahertz...0.17 * acquisition.spectrometerFrequency.megahertz)
      case .conjugated: .conjugation
      case .unmodelledMetabolite: .singlet(at: .ppm(3.14), amplitude: 12...36)
      case .clipped: .clipping(0.3...0.7)
      default: nil
      }
  }

  package func spectrum(_ index: Int) -> Spectrum {
    let example = synthesizer.example(index, of: stream)
    var draws = stream.child("fault").child(index)
    let fid = fault?.planted(in: example, using: &draws) ?? example.fid
    let isKnown = !scenario.isPlanted
    return Spectrum(
      fid: FID(samples: fid.samples, acquisition: acquisition), truth: truth(of: example, index),
      parameters: isKnown ? example.parameters : nil, noise: example.noise)
  }

  private func truth(of example: Example, _ index: Int) -> SpectrumTruth {
    let isEmpty = scenario == .noiseAlone
    let names = synthesizer.model.names
    let amounts = Dictionary(
      zip(names, isEmpty ? names.map { _ in 0 } : example.parameters.amounts), uniquingKeysWith: { $1 })
    // PDFF = lipid/(lipid + water) of all lipid protons that the methylene stands for.
    let lipid = (amounts[FatFunction.methylene] ?? 0) / TriglycerideModel.liver.fraction(of: .methylene)
    return SpectrumTruth(
      name: "\(index)", amounts: amounts, signalToNoise: isEmpty ? 0 : unitNoise / example.noise,
      linewidth: example.parameters.gaussian, fatFraction: lipid / (lipid + waterProtons))
  }
}
