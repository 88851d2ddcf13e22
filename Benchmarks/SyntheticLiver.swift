import MRSCore
import MRSFitting
import MRSModel
import MRSProfile
import MRSStudy
import MRSSynthesis

/// Spectra of the default protocol drawn from the literature's prior, and what fits them.
struct SyntheticLiver {
  let studyProtocol: StudyProtocol
  let generator: SpectrumGenerator
  private let basis: BasisSet
  private let prior: AmountDistribution

  init() async throws {
    studyProtocol = try StudyProtocol.load(StudyProtocol.narrowName)
    basis = try await ProtocolSimulator(studyProtocol).basis(worker: .quiet(tasks: 2))
    generator = SpectrumGenerator(studyProtocol, basis: basis)
    prior = try CohortPrior(literatureOf: studyProtocol).union
  }

  func synthesizer(corruptions: [any Corruption]? = nil) -> SpectrumSynthesizer {
    SpectrumSynthesizer(
      model: studyProtocol.forwardModel(basis: basis), prior: generator.spectrumPrior(amounts: prior),
      corruptions: corruptions ?? generator.spectrumCorruptions)
  }

  /// The estimators by name.
  func estimators() throws -> [(name: String, fit: LeastSquares)] {
    let fits = ProtocolFits(studyProtocol, basis: basis)
    return [("nlsf", try fits.conventional()), ("map", try fits.posterior(prior))]
  }
}
