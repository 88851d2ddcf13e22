import MRSCore
import MRSStatistics

/// How often a method's answers are told to be doubtful: with a doubt of the rank *wrong* or *caution*, or as a
/// refusal.
public struct AlarmCount: Sendable, Encodable {
  public let spectra: Int
  /// Spectra that were refused.
  public let refused: Int
  /// The share that is told, with its exact interval of 95 %.
  public let told: ConfidenceInterval
  /// The share with a doubt of the rank *wrong*, or refused.
  public let wrong: Double
  /// The share that has each code of these ranks.
  public let codes: [String: Double]

  /// - Throws: `StatisticsError` for no answers.
  package init(of answers: [EvaluatedSpectrum.Answer]) throws {
    spectra = answers.count
    refused = answers.count { $0.quantification == nil }
    told = try BinomialInterval.clopperPearson(successes: answers.count { $0.isTold }, trials: answers.count)
    let total = Double(answers.count)
    wrong = Double(answers.count { $0.quantification == nil || $0.doubts.contains { $0.rank == .wrong } }) / total
    var counts: [String: Int] = [:]
    for answer in answers {
      for code in Set(answer.doubts.filter { $0.rank <= .caution }.map(\.code)) {
        counts[code.rawValue, default: 0] += 1
      }
    }
    codes = counts.mapValues { Double($0) / total }
  }
}
