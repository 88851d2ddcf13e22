import MRSModel
import MRSStatistics
import Numerics

/// How one method did on one quantity.
public struct MethodScore: Sendable {
  /// A third of the spectra, by one of their conditions.
  public struct Third: Sendable, Codable, Hashable {
    /// `"signalToNoise"`, `"linewidth"` (Hz) or `"fatFraction"`.
    public let condition: String
    public let low: Double
    public let high: Double
    public let count: Int
    public let rmse: Double
    public let logRMSE: Double?
    public let coverage90: Double
  }

  /// RMSE, bias and slope in mM, and how often intervals of 90 % hold.
  public let agreement: Agreement
  /// The root mean square error of the logarithm of the median; an estimate below what 99.9 % of the prior exceed
  /// counts as that. `nil` where the truth is zero.
  public let logRMSE: Double?
  /// Its interval of 95 %, from the spread of the squared errors: RMSE ± 1.96·s/(2·RMSE·√n).
  public let logRMSEInterval: [Double]?
  /// √mean (error/bound)² over the spectra, each error over its own bound at the truth; `nil` without bounds.
  public let errorOverBound: Double?
  /// RMSE over the standard deviation of the prior: 1 is what knowing only the prior gives.
  public let errorOverPrior: Double
  /// How often intervals of 50 and 95 % hold.
  public let coverage50: Double
  public let coverage95: Double
  /// The median of estimate over truth; `nil` where a truth is zero.
  public let medianRatio: Double?
  public let thirds: [Third]
  /// Of the truth among draws; `nil` for what is no posterior, and for sums.
  public internal(set) var ranks: PosteriorRanks?

  typealias Known = (place: Int, amount: Amount, truth: Double)

  /// - Parameters:
  ///   - known: estimates whose truth is known, with the places of their spectra; at least three.
  ///   - bounds: at the truth of each spectrum, mM.
  /// - Throws: `StatisticsError`.
  init(of quantity: EvaluatedQuantity, _ known: [Known], bounds: [Double?], thirds: SpectrumThirds) throws {
    let agreement = try Agreement(
      target: quantity.name, truths: known.map(\.truth), estimates: known.map(\.amount.value),
      intervals: (known.map { $0.amount.interval(confidence: 0.9) }, 0.9))
    self.agreement = agreement
    let squares = Self.logSquares(of: known, least: quantity.leastAmount)
    logRMSE = squares.map { Self.mean(of: $0).squareRoot() }
    logRMSEInterval = squares.map(Self.interval)
    let scaled = known.compactMap { one in
      bounds[one.place].flatMap { $0 > 0 ? (one.amount.value - one.truth) / $0 : nil }
    }
    errorOverBound =
      scaled.isEmpty ? nil : (scaled.reduce(0) { $0 + $1 * $1 } / Double(scaled.count)).squareRoot()
    errorOverPrior = agreement.rootMeanSquareError / quantity.priorDeviation
    coverage50 = Self.coverage(of: known, confidence: 0.5)
    coverage95 = Self.coverage(of: known, confidence: 0.95)
    let ratios = known.map { $0.amount.value / $0.truth }.sorted()
    medianRatio = ratios.allSatisfy(\.isFinite) ? ratios[ratios.count / 2] : nil
    self.thirds = thirds.thirds.compactMap { third in
      let own = known.filter { third.places.contains($0.place) }
      guard !own.isEmpty else { return nil }
      let square = own.reduce(0) { $0 + ($1.amount.value - $1.truth) * ($1.amount.value - $1.truth) }
      return Third(
        condition: third.condition.rawValue, low: third.range.lowerBound, high: third.range.upperBound,
        count: own.count,
        rmse: (square / Double(own.count)).squareRoot(),
        logRMSE: Self.logSquares(of: own, least: quantity.leastAmount).map { Self.mean(of: $0).squareRoot() },
        coverage90: Self.coverage(of: own, confidence: 0.9))
    }
  }

  private static func logSquares(of known: [Known], least: Double) -> [Double]? {
    guard known.allSatisfy({ $0.truth > 0 }) else { return nil }
    return known.map { one in
      let error = one.amount.logMedian(least: least) - .log(one.truth)
      return error * error
    }
  }

  private static func interval(of squares: [Double]) -> [Double] {
    let mean = mean(of: squares)
    let spread = squares.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(squares.count)
    let root = mean.squareRoot()
    let half = root > 0 ? 1.96 * (spread / Double(squares.count)).squareRoot() / (2 * root) : 0
    return [max(0, root - half), root + half]
  }

  private static func mean(of values: [Double]) -> Double { values.reduce(0, +) / Double(values.count) }

  private static func coverage(of known: [Known], confidence: Double) -> Double {
    Double(known.count { $0.amount.interval(confidence: confidence).contains($0.truth) }) / Double(known.count)
  }
}
