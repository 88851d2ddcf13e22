import MRSCore
import MRSModel
import MRSNetworks
import MRSProfile
import MRSStatistics
import Numerics

/// What can be told from spectra of one effect where the groups' priors are known: limits of every study of such patients.
///
/// Test spectra are drawn in equal numbers from both groups, without scans; Bayes' rule is asked with the true priors, and the
/// cCNN is trained on as many spectra of them as a single study's.
public struct EffectLimits: Sendable, Codable, Hashable {
  /// One rule.
  public struct Row: Sendable, Codable, Hashable {
    public let rule: String
    public let accuracy: Double
    /// Under the ROC curve.
    public let area: Double
    /// Of outcomes on log-odds: 1 where probabilities are as large as they should be; `nil` where the groups are separated.
    public let calibrationSlope: Double?
  }

  public let effect: Double
  public let spectra: Int
  public let rows: [Row]

  /// - Throws: whatever a stage throws.
  public init(_ tools: ReplicateTools, effect: Double, stream: RandomStream, worker: Worker) async throws {
    var studyProtocol = tools.studyProtocol
    studyProtocol.cohort.effect = effect
    studyProtocol.training.engineThreads = 1
    studyProtocol.training.validationExamples = max(2, studyProtocol.training.classificationExamples / 10)
    let settings = StudySettings(studyProtocol: studyProtocol, stream: stream, worker: worker)
    let truth = try CohortPrior(literatureOf: studyProtocol)
    let classifier = try await ClassifierTraining(settings, quantifier: tools.measuring.bundle).trained(
      on: TrainingSpectra(settings, basis: tools.basis).classification(prior: truth), basis: tools.basis)
    let network = NetworkRule(try NetworkClassifier(classifier.bundle))
    let count = studyProtocol.diagnosis.limitExamples
    let source = try TrainingSpectra(settings.with(stream: stream.child("limits")), basis: tools.basis)
      .classification(prior: truth).training.counting(count)
    let prior = tools.quantifier.prior ?? truth.union
    let blocks = stride(from: 0, to: count, by: 100).map { $0..<min($0 + 100, count) }
    let (quantifier, positiveGroup) = (tools.quantifier, studyProtocol.cohort.positiveGroup)
    let subjects = try await worker.map(blocks, "Limits at effect \(effect)", unit: "blocks of 100") { block in
      let spectra = source.spectra(in: block)
      let answers = try quantifier.quantify(spectra.map(\.fid))
      return try zip(block, zip(spectra, answers)).map { index, found in
        MeasuredSubject(
          id: "spectrum-\(index)", group: source.groups[found.0.group],
          isPositive: source.groups[found.0.group] == positiveGroup, fid: found.0.fid,
          amounts: [.network: found.1], evidence: try AmountEvidence(found.1, under: prior), nuisances: [],
          truth: Self.logarithms(of: found.0.amounts, species: source.species, names: prior.names))
      }
    }.flatMap(\.self)
    let rules = LimitRules(truth, studyProtocol).rules + [network]
    // None of them learns from patients.
    let results = try rules.map { try Self.result(of: $0, on: subjects) }
    self.effect = effect
    spectra = count
    rows = try results.map { result in
      Row(
        rule: result.classifier, accuracy: Double(result.confusion.correct) / Double(count), area: result.roc.area,
        calibrationSlope: try CalibrationLine(
          probabilities: result.scores.map(\.score), isPositive: result.scores.map(\.isPositive)
        ).slope?.estimate)
    }
  }

  private static func result(
    of rule: some DiagnosticRule, on subjects: [MeasuredSubject]
  ) throws -> ClassifierResult {
    let classifier = try rule.trained(on: [])
    return try ClassifierResult(
      classifier: rule.name,
      scores: subjects.map {
        SubjectScore(
          subject: $0.id, group: $0.group, isPositive: $0.isPositive, score: try classifier.probability(of: $0))
      })
  }

  private static func logarithms(of amounts: [Double], species: [String], names: [String]) -> [Double] {
    names.map { name in species.firstIndex(of: name).map { .log(max(amounts[$0], .leastNormalMagnitude)) } ?? 0 }
  }
}
