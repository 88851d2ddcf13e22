import Foundation
import MRSStatistics

/// How numbers are written for people, in one place: a point for decimals whatever the locale, the true minus sign,
/// and as many digits as the uncertainty supports.
public enum NumberText {
  /// What stands for a number that is not known.
  public static let missing = "–"

  /// A number with so many decimals: `−1.50`.
  public static func fixed(_ value: Double, decimals: Int) -> String {
    guard value.isFinite else { return unbounded(value) }
    let digits = String(format: "%.\(max(0, decimals))f", abs(value))
    let isZero = digits.allSatisfy { $0 == "0" || $0 == "." }
    return value < 0 && !isZero ? "−" + digits : digits
  }

  /// A number with so many significant digits: `0.0123`, `4.56 × 10⁻⁷`.
  public static func significant(_ value: Double, digits: Int = 3) -> String {
    guard value.isFinite else { return unbounded(value) }
    guard value != 0 else { return "0" }
    let exponent = decimalExponent(of: value, digits: digits)
    if exponent < -4 || exponent >= 6 {
      let mantissa = value / powerOfTen(exponent)
      return fixed(mantissa, decimals: digits - 1) + " × 10" + superscript(exponent)
    }
    return fixed(value, decimals: max(0, digits - 1 - exponent))
  }

  /// A number that somebody chose, with the digits it has: `1`, `0.5`.
  public static func chosen(_ value: Double) -> String {
    guard value.isFinite else { return unbounded(value) }
    let text = value == value.rounded() && abs(value) < 1e15 ? fixed(value, decimals: 0) : "\(abs(value))"
    return value < 0 && !text.hasPrefix("−") ? "−" + text : text
  }

  /// A value with its standard deviation, both to the second significant digit of the deviation: `12.35 ± 0.23`.
  public static func measurement(_ value: Double, deviation: Double) -> String {
    guard deviation.isFinite, deviation > 0 else {
      return deviation == 0 ? significant(value) : "\(significant(value)) ± \(unbounded(deviation))"
    }
    let decimals = max(0, 1 - decimalExponent(of: deviation, digits: 2))
    guard decimals <= 8 else { return "\(significant(value)) ± \(significant(deviation, digits: 2))" }
    return "\(fixed(value, decimals: decimals)) ± \(fixed(deviation, decimals: decimals))"
  }

  /// An estimate with its interval, to the second significant digit of the half-width: `0.99 (0.86–1.11)`.
  public static func interval(_ interval: ConfidenceInterval) -> String {
    let half = (interval.upper - interval.lower) / 2
    let decimals = half.isFinite && half > 0 ? max(0, 1 - decimalExponent(of: half, digits: 2)) : 2
    let text: (Double) -> String = { decimals <= 8 ? fixed($0, decimals: decimals) : significant($0) }
    return "\(text(interval.estimate)) (\(range(interval.lower, interval.upper, text)))"
  }

  /// A proportion with its interval in per cent: `94.1 % (71.3–99.9 %)`; 100 and 0 are written so only when exact.
  public static func proportion(_ interval: ConfidenceInterval) -> String {
    "\(percent(interval.estimate)) % (\(range(interval.lower, interval.upper, percent)) %)"
  }

  /// A P value: `< 0.001`, `0.041`, `0.24`, `> 0.99`.
  public static func pValue(_ p: Double) -> String {
    guard p.isFinite else { return missing }
    if p < 0.001 { return "< 0.001" }
    if p > 0.99 { return p >= 1 ? "1" : "> 0.99" }
    return fixed(p, decimals: p < 0.0995 ? 3 : 2)
  }

  /// The exponent as superscript digits: `⁻⁷`.
  static func superscript(_ exponent: Int) -> String {
    let digits: [Character] = ["⁰", "¹", "²", "³", "⁴", "⁵", "⁶", "⁷", "⁸", "⁹"]
    return (exponent < 0 ? "⁻" : "") + String("\(abs(exponent))".compactMap(\.wholeNumberValue).map { digits[$0] })
  }

  /// The power of ten of the first digit after rounding to so many digits: 0 for 9.94, 1 for 9.96 at two digits.
  static func decimalExponent(of value: Double, digits: Int) -> Int {
    let scientific = String(format: "%.\(max(0, digits - 1))e", abs(value))
    return scientific.split(separator: "e").last.flatMap { Int($0) } ?? 0
  }

  /// Ten to an integer power, rounded as the literal is.
  static func powerOfTen(_ exponent: Int) -> Double { Double("1e\(exponent)") ?? 1 }

  private static func percent(_ share: Double) -> String {
    if share == 0 || share == 1 { return share == 0 ? "0" : "100" }
    // Rounding must not make a certainty of what is not one.
    return fixed(min(max(100 * share, 0.1), 99.9), decimals: 1)
  }

  private static func range(_ low: Double, _ high: Double, _ text: (Double) -> String) -> String {
    "\(text(low))\(low < 0 || high < 0 ? " to " : "–")\(text(high))"
  }

  private static func unbounded(_ value: Double) -> String {
    value.isNaN ? missing : value < 0 ? "−∞" : "∞"
  }
}
