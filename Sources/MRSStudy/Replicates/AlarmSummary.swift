import MRSStatistics

/// How often the alarm of nuisances was raised: without a difference, and with one planted.
public struct AlarmSummary: Sendable, Codable, Hashable {
  /// `nil` where nothing was planted.
  public let planted: PlantedDifference?
  public let repeats: Int
  /// The share of cohorts in which it was raised; of a planted one, for the nuisance that was planted.
  public let share: Double
  /// Exact, 95 %.
  public let interval: [Double]

  /// What the alarm calls a planted difference.
  private static func name(of planted: PlantedDifference) -> String {
    switch planted {
    case .width: "Gauss width of water"
    case .noise: "noise"
    case .fat: "fat fraction"
    }
  }

  /// - Returns: `nil` where there are no such alarms.
  /// - Throws: `StatisticsError`.
  init?(_ planted: PlantedDifference?, of results: [ReplicateResult]) throws(StatisticsError) {
    let alarms = results.flatMap(\.alarms).filter { $0.planted == planted }
    guard !alarms.isEmpty else { return nil }
    let raised = alarms.count { alarm in
      planted.map { alarm.raised.contains(Self.name(of: $0)) } ?? !alarm.raised.isEmpty
    }
    let interval = try BinomialInterval.clopperPearson(successes: raised, trials: alarms.count, confidence: 0.95)
    self.planted = planted
    repeats = alarms.count
    share = interval.estimate
    self.interval = [interval.lower, interval.upper]
  }
}
