import MRSConfiguration
import MRSCore
import MRSFitting
import MRSModel
import MRSNetworks
import MRSPipeline
import MRSStatistics

/// The default study made small: few coils and averages, few patients, little training.
struct ReducedStudy {
  static let overrides = [
    "scan.coils=2", "scan.averages=8", "scan.waterAverages=2", "acquisition.points=512", "cohort.negatives=11",
    "cohort.positives=11", "cohort.priorSubjects=5", "training.classificationExamples=1280",
    "training.validationExamples=24", "training.classificationEpochs=2", "training.batchSize=32",
    "training.learningRate=0.003",
  ]

  static func studyProtocol(_ more: [String] = []) throws -> StudyProtocol {
    try StudyProtocol.load(
      StudyProtocol.defaultName, overrides: (overrides + more).map { try ConfigurationOverride($0) })
  }

  static func context(_ more: [String] = [], seed: UInt64 = 1, tasks: Int = 2) throws -> StageContext {
    StageContext(
      studyProtocol: try studyProtocol(more), stream: RandomStream(seed: seed), tasks: tasks, progress: .quiet)
  }

  /// The cCNN's calls of the test patients, the whole chain from made-up patients on.
  static func outcome(of context: StageContext, basis: BasisSet) async throws -> ConfusionTable {
    let cohort = try await context.virtualCohort(basis: basis)
    let split = try context.split(cohort.subjects)
    let known = cohort.subjects.filter { split.training.contains($0.id) }
    let fits = try await context.fits(of: known, basis: basis)
    let prior = try context.prior(from: fits.map(\.quantification), groups: known.map(\.group))
    let trained = try await context.trainClassifier(
      on: context.classificationSpectra(prior: prior, basis: basis), basis: basis)
    let classifier = try NetworkClassifier(network: trained.bundle.network, card: trained.bundle.card)
    let test = cohort.subjects.filter { split.test.contains($0.id) }
    let scores = try classifier.scores(test.map(\.fid))
    return try ConfusionTable(
      called: scores.map { $0 >= 0.5 },
      isPositive: test.map { $0.group == context.studyProtocol.cohort.positiveGroup })
  }
}
