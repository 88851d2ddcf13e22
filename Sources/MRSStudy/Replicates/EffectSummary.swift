import MRSStatistics

/// All rules at one effect.
public struct EffectSummary: Sendable, Codable, Hashable {
  public let effect: Double
  public let repeats: Int
  /// The rules that a study has.
  public let classifiers: [RuleSummary]
  /// The limits, on the test patients of the same cohorts: who knew the amounts, and who knew the priors.
  public let oracle, bayes: RuleSummary
  /// The limits on many spectra; `nil` where a part of the study that measures them is lacking.
  public let limits: EffectLimits?
  /// Groups of one size that tell the cCNN's AUC within 0.05, at 95 %.
  public let patientsPerGroup: Int

  /// - Returns: `nil` without replicates of this effect.
  /// - Throws: `StatisticsError`.
  init?(_ effect: Double, of rows: [ReplicateResult.Row], limits: EffectLimits?) throws {
    let own = rows.filter { $0.effect == effect }
    let rules = Self.summaries(of: own)
    guard let oracle = rules.first(where: { $0.name == LimitRules.oracle }),
      let bayes = rules.first(where: { $0.name == LimitRules.bayes })
    else { return nil }
    self.effect = effect
    self.oracle = oracle
    self.bayes = bayes
    self.limits = limits
    repeats = oracle.repeats
    classifiers = rules.filter { ![LimitRules.oracle, LimitRules.bayes].contains($0.name) }
    patientsPerGroup = try ROCPrecision.patientsPerGroup(
      area: min(max(classifiers.first?.meanAUC ?? 0.5, 0.5), 1), halfWidth: 0.05)
  }

  /// Each rule, in the order of the first replicate.
  static func summaries(of rows: [ReplicateResult.Row]) -> [RuleSummary] {
    var names: [String] = []
    for row in rows where !names.contains(row.rule) { names.append(row.rule) }
    return names.map { name in RuleSummary(name, of: rows.filter { $0.rule == name }) }
  }
}
