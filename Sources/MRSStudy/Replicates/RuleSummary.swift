import MRSStatistics
import Numerics

/// One rule over the replicates of one effect.
public struct RuleSummary: Sendable, Codable, Hashable {
  public let name: String
  public let repeats: Int
  public let meanAccuracy: Double
  /// Between cohorts.
  public let accuracyDeviation: Double
  /// 95 % of the mean accuracy.
  public let accuracyInterval: [Double]
  public let meanSensitivity: Double
  public let meanSpecificity: Double
  /// The mean of sensitivity and specificity: one half of a rule that knows nothing, whatever it calls.
  public let meanBalancedAccuracy: Double
  /// 99 % of that mean.
  public let balancedAccuracyInterval: [Double]
  public let meanAUC: Double
  /// Between cohorts.
  public let aucDeviation: Double
  /// 95 % of the mean AUC.
  public let aucInterval: [Double]
  /// The share of cohorts with at most one wrong call: 16 or 17 of 17.
  public let shareAtLeast16of17: Double
  /// The share of cohorts with exactly one wrong call.
  public let shareExactly16of17: Double
  public let meanBrier: Double
  /// Between the networks of a cCNN, in log-odds, the mean over patients and cohorts; `nil` of other rules.
  public let meanSpread: Double?

  /// - Precondition: at least one row.
  init(_ name: String, of rows: [ReplicateResult.Row]) {
    self.name = name
    repeats = rows.count
    let accuracies = rows.map { Double($0.correct) / Double($0.total) }
    let areas = rows.map(\.area)
    (meanAccuracy, accuracyDeviation) = (Self.mean(accuracies), Self.deviation(accuracies))
    (meanAUC, aucDeviation) = (Self.mean(areas), Self.deviation(areas))
    accuracyInterval = Self.interval(accuracies)
    aucInterval = Self.interval(areas)
    let balanced = rows.map { row in
      (Double(row.truePositives) / Double(row.positives) + Double(row.trueNegatives) / Double(row.negatives)) / 2
    }
    meanBalancedAccuracy = Self.mean(balanced)
    balancedAccuracyInterval = Self.interval(balanced, confidence: 0.99)
    meanSensitivity = Self.mean(rows.map { Double($0.truePositives) / Double($0.positives) })
    meanSpecificity = Self.mean(rows.map { Double($0.trueNegatives) / Double($0.negatives) })
    shareAtLeast16of17 = Self.mean(rows.map { $0.total - $0.correct <= 1 ? 1 : 0 })
    shareExactly16of17 = Self.mean(rows.map { $0.total - $0.correct == 1 ? 1 : 0 })
    meanBrier = Self.mean(rows.map(\.brier))
    let spreads = rows.compactMap(\.spread)
    meanSpread = spreads.isEmpty ? nil : Self.mean(spreads)
  }

  static func mean(_ values: [Double]) -> Double { values.reduce(0, +) / Double(values.count) }

  private static func deviation(_ values: [Double]) -> Double {
    let middle = mean(values)
    let squares = values.reduce(0) { $0 + ($1 - middle) * ($1 - middle) }
    return values.count > 1 ? (squares / Double(values.count - 1)).squareRoot() : 0
  }

  /// Of the mean over cohorts, which are independent.
  private static func interval(_ values: [Double], confidence: Double = 0.95) -> [Double] {
    let error = deviation(values) / Double(values.count).squareRoot()
    let half = NormalDistribution.deviations(confidence: confidence) * error
    return [mean(values) - half, mean(values) + half]
  }
}
