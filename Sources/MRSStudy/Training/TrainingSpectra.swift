import MRSCore
import MRSModel
import MRSProfile
import MRSSynthesis

/// The spectra that the networks of a study learn from and are validated on: drawn when they are read.
public struct TrainingSpectra: Sendable {
  public let settings: StudySettings
  public let generator: SpectrumGenerator

  public init(_ settings: StudySettings, basis: BasisSet) {
    self.settings = settings
    generator = SpectrumGenerator(settings.studyProtocol, basis: basis)
  }

  private var studyProtocol: StudyProtocol { settings.studyProtocol }

  /// The spectra the qCNN learns from: drawn from the widened prior of both groups together.
  public func quantification(
    prior: AmountDistribution
  ) -> (training: StreamedSpectra, validation: StreamedSpectra) {
    spectra(
      examples: studyProtocol.training.quantificationExamples, groups: ["all"],
      synthesizers: [generator.synthesizer(amounts: prior)], stream: settings.stream.child("quantification"))
  }

  /// The spectra the cCNN learns from: in equal numbers from the priors of the two groups, negative first. All
  /// nuisances are shared.
  /// - Throws: ``StudyError/groupWithoutPrior(groups:found:)``.
  public func classification(
    prior: CohortPrior
  ) throws -> (training: StreamedSpectra, validation: StreamedSpectra) {
    let cohort = studyProtocol.cohort
    let groups = [cohort.negativeGroup, cohort.positiveGroup]
    let synthesizers = try groups.map { group in
      guard let amounts = prior.groups[group] else {
        throw StudyError.groupWithoutPrior(groups: groups, found: prior.groups.keys.sorted())
      }
      return generator.synthesizer(amounts: amounts)
    }
    return spectra(
      examples: studyProtocol.training.classificationExamples, groups: groups, synthesizers: synthesizers,
      stream: settings.stream.child("classification"))
  }

  private func spectra(
    examples: Int, groups: [String], synthesizers: [SpectrumSynthesizer], stream: RandomStream
  ) -> (training: StreamedSpectra, validation: StreamedSpectra) {
    (
      StreamedSpectra(
        count: examples, groups: groups, synthesizers: synthesizers, stream: stream.child("training")),
      StreamedSpectra(
        count: studyProtocol.training.validationExamples, groups: groups, synthesizers: synthesizers,
        stream: stream.child("validation"))
    )
  }
}
