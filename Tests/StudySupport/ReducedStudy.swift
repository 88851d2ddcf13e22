import MRSConfiguration
import MRSCore
import MRSProfile
import MRSStatistics
import MRSStudy

/// The default study made small: few coils and averages, few patients, little training.
package struct ReducedStudy {
  package static let overrides = [
    "scan.coils=2", "scan.averages=8", "scan.waterAverages=2", "acquisition.points=512", "cohort.negatives=11",
    "cohort.positives=11", "cohort.priorSubjects=5", "training.classificationExamples=1280",
    "training.validationExamples=24", "training.classificationEpochs=2", "networks.classes.batchSize=32",
    "networks.classes.learningRate=0.003", "networks.paper.batchSize=32", "networks.paper.learningRate=0.003",
    "training.quantification=paper", "training.classification=classes", "diagnosis.networks=1",
  ]

  package static func studyProtocol(_ more: [String] = []) throws -> StudyProtocol {
    try StudyProtocol.load(
      StudyProtocol.narrowName, overrides: (overrides + more).map { try ConfigurationOverride($0) })
  }

  package static func context(_ more: [String] = [], seed: UInt64 = 1, tasks: Int = 2) throws -> StudySettings {
    StudySettings(
      studyProtocol: try studyProtocol(more), stream: RandomStream(seed: seed), worker: .quiet(tasks: tasks))
  }

  /// The cCNN's calls of the test patients: the study's own chain, from made-up patients on.
  package static func outcome(of settings: StudySettings, basis: BasisSet) async throws -> ConfusionTable {
    let cohort = try await VirtualCohort(drawnBy: settings, basis: basis)
    let outcome = try await CohortStudy(settings, basis: basis, measuring: nil).outcome(
      of: cohort.subjects, scenario: "reduced")
    guard let network = outcome.result.classifiers.first else { throw StudyError.noPatients }
    return network.confusion
  }
}
