import MRSCore
import MRSStatistics

/// What a virtual study found over all its replicates: what such a design can find, and what it cannot.
public struct VirtualStudySummary: Sendable, Codable, Hashable {
  public let effects: [EffectSummary]
  /// The rules where groups were dealt out anew, at the strongest effect.
  public let permuted: [RuleSummary]
  public let alarms: [AlarmSummary]
  public let published: PublishedResult
  public let priors: [PriorRecovery]

  /// - Throws: ``StudyError/noReplicates``, `StatisticsError`.
  public init(
    _ plan: VirtualStudyPlan, limits: [EffectLimits], results: [ReplicateResult], stream: RandomStream
  ) throws {
    let rows = results.flatMap(\.rows)
    effects = try plan.effects.compactMap { effect in
      try EffectSummary(
        effect, of: rows.filter { $0.control == .none }, limits: limits.first { $0.effect == effect })
    }
    guard let rule = effects.first?.classifiers.first?.name else { throw StudyError.noReplicates }
    permuted = EffectSummary.summaries(of: rows.filter { $0.control == .permuted })
    alarms = try ([nil] + PlantedDifference.allCases).compactMap { try AlarmSummary($0, of: results) }
    published = PublishedResult(
      rule, effects: plan.effects, of: results, stream: stream.child("bootstrap of the published result"))
    priors = PriorRecovery.recoveries(of: results)
  }
}
