import MRSCore
import MRSStatistics

/// How often a method's answers are told to be doubtful, with a doubt of the rank *wrong* or *caution* or as a refusal, and how
/// good the others are.
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
  /// Of the targets of spectra that are not told, the share whose interval of 90 % does not hold the truth: what a user would
  /// believe and ought not to, beyond one in ten. `nil` where all are told, or no truth is known.
  public let untoldMisses: Double?

  /// - Throws: `StatisticsError` for no answers.
  package init(
    of method: EvaluationMethod, in spectra: [EvaluatedSpectrum], targets: [EvaluatedQuantity]
  ) throws {
    let answers = spectra.compactMap { $0.answers[method] }
    self.spectra = answers.count
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
    let misses = spectra.flatMap { spectrum -> [Bool] in
      guard let answer = spectrum.answers[method], !answer.isTold, let found = answer.quantification else { return [] }
      return targets.compactMap { target in
        guard let truth = target.truth(in: spectrum.truth), let amount = target.amount(in: found) else { return nil }
        return !amount.interval(confidence: 0.9).contains(truth)
      }
    }
    untoldMisses = misses.isEmpty ? nil : Double(misses.count { $0 }) / Double(misses.count)
  }
}
