import MRSCore

/// The bootstrap of a whole study: patients to learn from and patients to test on are both redrawn.
///
/// An interval from the test patients alone says how the *trained* classifier does on other patients; what the *study*
/// would find had it begun with other patients scatters more. Here each replicate redraws the subjects within each group
/// on either side of the split, with all their scans, learns anew and tests. A redrawn training side has some subjects
/// twice and about a third of them not at all, so the mean over replicates lies below the estimate
/// (``BootstrapInterval/bias``): it is a part of the answer, not an error of it.
public struct TwoStageBootstrap: Hashable, Sendable {
  public let bootstrap: StratifiedBootstrap

  /// - Throws: ``StatisticsError/outOfRange(quantity:value:expected:)``: as ``StratifiedBootstrap``.
  public init(
    replicates: Int = 1000, method: BootstrapMethod = .percentile, confidence: Double = 0.95
  ) throws(StatisticsError) {
    bootstrap = try StratifiedBootstrap(replicates: replicates, method: method, confidence: confidence)
  }

  /// The interval of a measure of the test side.
  /// - Throws: ``StatisticsError``: a split that names a subject without example, a side without a group; what the
  ///   trainer throws.
  public func interval<Input>(
    of measure: ClassifierMeasure, _ trainer: any ClassifierTrainer<Input>, on examples: [LabelledExample<Input>],
    split: Split, stream: RandomStream
  ) throws -> BootstrapInterval {
    let subjects = SubjectExamples.grouped(examples)
    let training = try SubjectExamples.strata(of: split.training, in: subjects)
    let test = try SubjectExamples.strata(of: split.test, in: subjects)
    return try bootstrap.interval(ofGroups: training + test, stream: stream) { strata in
      let learnt = strata[..<training.count].flatMap { $0.flatMap(\.examples) }
      guard learnt.contains(where: \.isPositive), learnt.contains(where: { !$0.isPositive }) else { return nil }
      let classifier = try trainer.trained(on: learnt)
      return measure.value(try strata[training.count...].flatMap { try $0.map { try $0.score(by: classifier) } })
    }
  }
}
