import Numerics

/// One axis of a figure: what it measures, its range, its scale and its ticks.
public struct Axis: Hashable, Sendable {
  /// Whether equal distances are equal differences or equal ratios.
  public enum Scale: Hashable, Sendable {
    case linear, logarithmic
  }

  /// A mark on the axis with the text beside it.
  public struct Tick: Hashable, Sendable {
    public let value: Double
    public let text: String
  }

  /// The quantity and its unit: `"Chemical shift (ppm)"`.
  public let label: String
  public let range: ClosedRange<Double>
  public let scale: Scale
  /// True where values rise to the left, as chemical shifts do.
  public let isReversed: Bool

  /// An axis of exactly `range`; a range of no width is widened, one that a logarithm cannot show is linear.
  public init(label: String, range: ClosedRange<Double>, scale: Scale = .linear, isReversed: Bool = false) {
    self.label = label
    self.scale = range.lowerBound > 0 ? scale : .linear
    self.isReversed = isReversed
    if range.lowerBound < range.upperBound {
      self.range = range
    } else {
      let half = max(abs(range.lowerBound) / 10, Double.leastNormalMagnitude * 1e6)
      self.range = range.lowerBound == 0 ? -1...1 : range.lowerBound - half...range.upperBound + half
    }
  }

  /// An axis that holds all `values` with a margin of `margin` of their span on either side; an axis of values that
  /// are not negative does not go below zero.
  public init(label: String, containing values: [Double], scale: Scale = .linear, margin: Double = 0.05) {
    let low = values.min() ?? 0
    let high = values.max() ?? 1
    if scale == .logarithmic && low > 0 {
      let factor = Double.pow(max(high / low, 1.25), margin)
      self.init(label: label, range: low / factor...high * factor, scale: .logarithmic)
    } else {
      let pad = margin * (high - low)
      self.init(label: label, range: (low >= 0 ? max(0, low - pad) : low - pad)...high + pad)
    }
  }

  /// Where `value` lies between the start (0) and the end (1) of the axis; outside that for values outside the range.
  public func fraction(of value: Double) -> Double {
    let share =
      switch scale {
      case .linear: (value - range.lowerBound) / (range.upperBound - range.lowerBound)
      case .logarithmic: Double.log(value / range.lowerBound) / .log(range.upperBound / range.lowerBound)
      }
    return isReversed ? 1 - share : share
  }

  /// The power of ten that the tick texts leave out, to be named in the label: 0 unless the numbers are very large or
  /// very small.
  public var exponent: Int {
    guard scale == .linear else { return 0 }
    let exponent = NumberText.decimalExponent(of: max(abs(range.lowerBound), abs(range.upperBound)), digits: 1)
    return exponent < -2 || exponent > 4 ? exponent : 0
  }

  /// ``label`` with ``exponent``: `"Signal (a.u.) × 10⁻⁵"`.
  public var fullLabel: String {
    exponent == 0 ? label : "\(label) × 10\(NumberText.superscript(exponent))"
  }

  /// Ticks at 1, 2 or 5 times a power of ten (Heckbert 1990, "Nice numbers for graph labels", Graphics Gems, p. 61),
  /// about `count` of them; a logarithmic axis has decades, with steps between them where there is room.
  public func ticks(count: Int) -> [Tick] {
    scale == .logarithmic ? logarithmicTicks(count: count) : linearTicks(count: count)
  }

  private func linearTicks(count: Int) -> [Tick] {
    let rough = (range.upperBound - range.lowerBound) / Double(max(1, count))
    var exponent = NumberText.decimalExponent(of: rough, digits: 17)
    let mantissa = rough / NumberText.powerOfTen(exponent)
    var factor = mantissa < 1.5 ? 1.0 : mantissa < 3.5 ? 2 : mantissa < 7.5 ? 5 : 10
    if factor == 10 { (factor, exponent) = (1, exponent + 1) }
    let step = factor * NumberText.powerOfTen(exponent)
    let slack = 1e-9 * (range.upperBound - range.lowerBound)
    let first = ((range.lowerBound - slack) / step).rounded(.up)
    let last = ((range.upperBound + slack) / step).rounded(.down)
    guard first <= last else { return [] }
    let shown = self.exponent
    return stride(from: first, through: last, by: 1).map { index in
      Tick(
        value: index * step,
        text: NumberText.fixed(
          index * step / NumberText.powerOfTen(shown), decimals: max(0, shown - exponent)))
    }
  }

  private func logarithmicTicks(count: Int) -> [Tick] {
    let first = NumberText.decimalExponent(of: range.lowerBound, digits: 17)
    let last = NumberText.decimalExponent(of: range.upperBound, digits: 17)
    let low = range.lowerBound * (1 - 1e-9)
    let high = range.upperBound * (1 + 1e-9)
    let choices: [[Double]] = [[1, 2, 3, 4, 5, 6, 7, 8, 9], [1, 2, 5], [1, 3], [1]]
    for factors in choices {
      var values: [Double] = []
      for decade in first...last {
        let unit = NumberText.powerOfTen(decade)
        values += factors.map { $0 * unit }.filter { low <= $0 && $0 <= high }
      }
      if values.count > count + 1 && factors.count > 1 { continue }
      // More decades than there is room for: every second, third … one.
      let step = 1 + values.count / (count + 2)
      return stride(from: 0, to: values.count, by: step).map { index in
        Tick(value: values[index], text: Self.logarithmicText(values[index]))
      }
    }
    return []
  }

  private static func logarithmicText(_ value: Double) -> String {
    let exponent = NumberText.decimalExponent(of: value, digits: 1)
    if (-3...4).contains(exponent) { return NumberText.fixed(value, decimals: max(0, -exponent)) }
    let mantissa = (value / NumberText.powerOfTen(exponent)).rounded()
    return (mantissa == 1 ? "" : "\(Int(mantissa))·") + "10" + NumberText.superscript(exponent)
  }
}
