import MRSCore
import MRSNetworks
import MRSReport
import MRSStatistics

extension StudyOutcome {
  /// What the program knows of the study, for reporting checklists.
  /// - Parameter refused: scans that could not be used.
  public func reportingFacts(refused: [RefusedScan]) -> StudyFacts {
    let (positive, negative) = (cohort.result.positiveGroup, cohort.result.negativeGroup)
    func counts(_ ids: [String]) -> StudyFlow.Counts {
      let groups = Dictionary(cohort.subjects.map { ($0.id, $0.group) }, uniquingKeysWith: { first, _ in first })
      return .init(
        positive: ids.count { groups[$0] == positive }, negative: ids.count { groups[$0] == negative })
    }
    let ids = Set(cohort.subjects.map(\.id)).sorted()
    let calls = cohort.result.classifiers[0].confusion
    var facts = StudyFacts(
      positive: positive, negative: negative,
      flow: StudyFlow(
        analysed: counts(ids), scans: cohort.subjects.count, refused: refused, training: counts(cohort.split.training),
        test: counts(cohort.split.test), calls: calls),
      classifiers: cohort.result.classifiers)
    let acquisition = studyProtocol.acquisition
    let field = studyProtocol.spectralAcquisition.fieldStrength.map { NumberText.significant($0) } ?? "unknown"
    facts.split =
      "by subject: the first \(studyProtocol.cohort.priorSubjects) of each group are learnt from, the others tested"
    facts.missing = "none is filled in: scans that cannot be used are listed with their reason"
    facts.sampleSize =
      "\(limits.criteria.patients) patients are asked for (Riley et al. 2020), \(limits.patients) there are"
    facts.controls =
      cohort.alarm.isRaised
      ? "the groups differ in nuisances: read the alarm" : "no nuisance differs between the groups"
    facts.field = "\(field) T (\(acquisition.spectrometerFrequency) MHz, \(acquisition.nucleus))"
    facts.sequence = acquisition.sequence
    facts.times = "TE \(studyProtocol.echoTimeText), TR \(acquisition.repetitionTime) ms"
    facts.sampling = "\(1000 / acquisition.dwellTime) Hz, \(acquisition.points) points"
    facts.averages = "\(studyProtocol.scan.averages)"
    facts.coils = "\(studyProtocol.scan.coils)"
    facts.processing = studyProtocol.profile.processing.map(\.title).joined(separator: ", ")
    facts.output = "mM of tissue water, relaxation corrected"
    facts.fit = "variable projection with spline baseline; MAP and a network beside it"
    facts.window = "\(studyProtocol.profile.window.low) to \(studyProtocol.profile.window.high) ppm"
    facts.method = "networks on what a quantification network says of the amounts (cCNN)"
    facts.predictors = "\(cohort.prior.union.names.count) amounts"
    facts.threshold = "a probability of one half, fixed before any test subject was seen"
    facts.statistics = "Clopper-Pearson, DeLong, two-stage bootstrap, .632+"
    facts.network = "\(studyProtocol.training.classification), \(studyProtocol.diagnosis.networks) networks"
    facts.training = "\(studyProtocol.training.classificationExamples) spectra drawn from the groups' priors"
    facts.ensemble = "log-odds of \(studyProtocol.diagnosis.networks) networks are averaged"
    facts.software = "Hepatica \(Versions.current)"
    facts.libraries = "libtorch \(NetworkEngine.version)"
    facts.protocol = studyProtocol.name
    facts.seed = seed
    return facts
  }
}
