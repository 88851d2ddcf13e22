import MRSCore
import MRSModel
import MRSProfile
import MRSStatistics

/// One replicate of a virtual study: patients are drawn, scanned, measured, and diagnosed at each effect.
///
/// The patients of one replicate are the same at every effect but for the positive ones' amounts, and so are all that goes wrong
/// in their scans: effects are compared patient by patient.
public struct CohortReplicate: Sendable {
  public let tools: ReplicateTools
  public let effects: [Double]
  /// Its place among the replicates, from 0: they take turns in which difference is planted.
  public let number: Int
  private let settings: StudySettings

  /// - Parameter stream: of this replicate.
  public init(_ tools: ReplicateTools, effects: [Double], number: Int, stream: RandomStream, worker: Worker) {
    self.tools = tools
    self.effects = effects
    self.number = number
    var studyProtocol = tools.studyProtocol
    studyProtocol.training.classificationExamples = studyProtocol.diagnosis.replicateExamples
    // Replicates are done beside one another.
    studyProtocol.training.engineThreads = 1
    // Enough to watch one linear layer learn.
    studyProtocol.training.validationExamples = max(2, studyProtocol.diagnosis.replicateExamples / 10)
    settings = StudySettings(studyProtocol: studyProtocol, stream: stream, worker: worker)
  }

  /// - Throws: whatever a stage throws.
  public func result() async throws -> ReplicateResult {
    let measurement = try SubjectMeasurement(settings, basis: tools.basis, network: tools.quantifier)
    let plain = settings(effect: 0)
    let negative = try await scanned(positive: false, plain)
    let negatives = try await measured(negative, by: measurement)
    var alike: [AnalysedSubject]?
    var rows: [ReplicateResult.Row] = []
    var priors: [ReplicateResult.PriorRow] = []
    let strongest = effects.max() ?? 0
    for effect in effects {
      let own = settings(effect: effect)
      let truth = try CohortPrior(literatureOf: own.studyProtocol)
      let positive = try await scanned(positive: true, own)
      if effect == 0 { alike = positive.map(\.subject) }
      let cohort = try await negatives + measured(positive, by: measurement)
      let diagnosis = CohortDiagnosis(own, basis: tools.basis, measuring: tools.measuring)
      let found = try await diagnosis.diagnosed(cohort, limits: LimitRules(truth, own.studyProtocol).rules)
      rows += try Self.rows(of: found.results, spreads: found.spreads, effect: effect, control: .none)
      priors += Self.priorRows(of: found.priors, truth: truth, effect: effect)
      if effect == strongest {
        rows += try await permuted(cohort, diagnosis)
      }
    }
    if alike == nil { alike = try await scanned(positive: true, plain).map(\.subject) }
    return ReplicateResult(
      rows: rows, alarms: try await alarms(negative.map(\.subject), alike ?? []), priors: priors)
  }

  private func settings(effect: Double) -> StudySettings {
    var studyProtocol = settings.studyProtocol
    studyProtocol.cohort.effect = effect
    return settings.with(studyProtocol: studyProtocol)
  }

  /// The positive or the negative patients, scanned.
  private func scanned(
    positive: Bool, _ settings: StudySettings, by scanner: VirtualScanner? = nil
  ) async throws -> [(patient: VirtualPatient, subject: AnalysedSubject)] {
    let drawn = drawn(positive: positive, settings)
    let subjects = try await VirtualCohort.scanned(drawn, by: scanner ?? tools.scanner, settings: settings)
    return zip(drawn, subjects).map { ($0.patient, $1) }
  }

  /// The same measured by every method.
  private func measured(
    _ patients: [(patient: VirtualPatient, subject: AnalysedSubject)], by measurement: SubjectMeasurement
  ) async throws -> [MeasuredSubject] {
    try await measurement.measured(
      patients.map(\.subject), truths: patients.map(\.patient.amounts), title: "replicate"
    ).subjects
  }

  private func drawn(positive: Bool, _ settings: StudySettings) -> [(place: Int, patient: VirtualPatient)] {
    VirtualCohort.patients(of: settings).enumerated().map { (place: $0, patient: $1) }.filter {
      ($0.patient.group == settings.studyProtocol.cohort.positiveGroup) == positive
    }
  }

  /// Every rule where groups are dealt out anew; the cCNN, which has to be trained for it, once, the others ``deals`` times: one
  /// cohort scatters by 0.15 in AUC.
  private func permuted(
    _ cohort: [MeasuredSubject], _ diagnosis: CohortDiagnosis
  ) async throws -> [ReplicateResult.Row] {
    let effect = diagnosis.settings.studyProtocol.cohort.effect
    let deals = (0..<Self.deals).map {
      Self.dealt(cohort, stream: settings.stream.child("permutation").child($0))
    }
    let trained = try await diagnosis.diagnosed(deals[0])
    return try Self.rows(of: trained.results, spreads: trained.spreads, effect: effect, control: .permuted)
      + deals.dropFirst().flatMap {
        try Self.rows(of: diagnosis.learnt($0), spreads: [:], effect: effect, control: .permuted)
      }
  }

  private static let deals = 10

  /// Groups dealt out anew, as often as before, and patients in another order: the first of each group are learnt from, so that
  /// the order of a list in which groups stand one after the other would tell what the patients' true groups are.
  package static func dealt(_ cohort: [MeasuredSubject], stream: RandomStream) -> [MeasuredSubject] {
    var stream = stream
    let order = stream.permutation(cohort.count)
    return cohort.indices.map { cohort[order[$0]].labelled(as: cohort[$0]) }
  }

  /// The alarm on patients without effect, and with one difference planted.
  private func alarms(
    _ negatives: [AnalysedSubject], _ positives: [AnalysedSubject]
  ) async throws -> [ReplicateResult.Alarm] {
    let plain = settings(effect: 0)
    let (control, scanner) = tools.planted[number % tools.planted.count]
    let changed = plain.with(studyProtocol: control.planted(in: plain.studyProtocol))
    let other = try await scanned(positive: true, changed, by: scanner)
    return [
      try Self.alarm(nil, negatives, positives), try Self.alarm(control, negatives, other.map(\.subject)),
    ]
  }

  private static func alarm(
    _ planted: PlantedDifference?, _ negatives: [AnalysedSubject], _ positives: [AnalysedSubject]
  ) throws -> ReplicateResult.Alarm {
    let alarm = try NuisanceAlarm(
      AnalysedSubject.alarmNames, of: (negatives + positives).map(\.alarms),
      isPositive: negatives.map { _ in false } + positives.map { _ in true })
    return .init(
      planted: planted,
      raised: alarm.differences.filter { $0.adjustedPValue < NuisanceAlarm.level }.map(\.name))
  }

  private static func rows(
    of results: [ClassifierResult], spreads: [String: Double], effect: Double, control: ReplicateResult.Control
  ) throws -> [ReplicateResult.Row] {
    let spreads = spreads.values.sorted()
    return try results.enumerated().map { place, result in
      let table = result.confusion
      return ReplicateResult.Row(
        effect: effect, control: control, rule: result.classifier, truePositives: table.truePositives,
        positives: table.positives, trueNegatives: table.trueNegatives, negatives: table.negatives,
        area: result.roc.area,
        brier: try BrierScore(
          probabilities: result.scores.map(\.score), isPositive: result.scores.map(\.isPositive)
        ).score,
        spread: place == 0 && !spreads.isEmpty ? spreads.reduce(0, +) / Double(spreads.count) : nil)
    }
  }

  private static func priorRows(
    of priors: GroupPriors, truth: CohortPrior, effect: Double
  ) -> [ReplicateResult.PriorRow] {
    priors.groups.keys.sorted().flatMap { group -> [ReplicateResult.PriorRow] in
      guard let found = priors.groups[group], let errors = priors.meanErrors[group], let real = truth.groups[group]
      else {
        return []
      }
      return found.names.indices.compactMap { k in
        guard let place = real.names.firstIndex(of: found.names[k]) else { return nil }
        let distance = found.logMeans[k] - real.logMeans[place]
        return ReplicateResult.PriorRow(
          effect: effect, group: group, species: found.names[k], meanError: distance / real.logDeviation(place),
          deviationRatio: found.logDeviation(k) / real.logDeviation(place),
          isCovered: abs(distance) <= NormalDistribution.deviations(confidence: 0.9) * errors[k])
      }
    }
  }
}
