/// Which parts of a spectrum the answer for one amount comes from, by bins of chemical shift.
///
/// It answers: were the spectrum a tenth as strong, in the same noise, the answer F = ln(amount) would be lower by
/// ``difference``; how much of that is due to which part of the spectrum? What a bin holds is its part of the integrated
/// gradients (Sundararajan, Taly & Yan 2017, arXiv:1703.01365) along the path x(α) = x_f + α·(x − x_f), α from ``start`` to 1,
///
/// IG_b = Σ_{p∈b} ∫ (x − x_f)_p·∂F/∂x_p(x(α)) dα,
///
/// x_f being the lines of fat where these are known and the amount is not fat's (``keepsFat``), else zero. It is positive
/// where the answer would be less with less of that part, negative where it would be more, as where a part tells that a signal
/// below another belongs to that. By completeness the bins add up to ``difference``.
///
/// An answer that comes from the whole spectrum alone is proportional to it, and has ln 10 = 2.3; one that comes from the prior
/// alone does not change, and has 0. Where fat stays there is less: lines of fat as wide and as shifted as they may be take up
/// part of what lies below them, the more the broader they are, and that part stays too.
public struct SpectralAttribution: Hashable, Sendable {
  /// The species or sum.
  public let name: String
  /// The middles of the bins, ppm, rising. The first and the last bin hold what lies beyond them too.
  public let shifts: [Double]
  /// What each bin adds to ``difference``, of ln(amount).
  public let values: [Double]
  /// F(x) − F(x(``start``)): the change of ln(amount) along the path.
  public let difference: Double
  /// Where the path begins, as a share of the spectrum.
  public let start: Double
  /// True where the lines of fat stay as they are along the path.
  public let keepsFat: Bool

  public init(name: String, shifts: [Double], values: [Double], difference: Double, start: Double, keepsFat: Bool) {
    self.name = name
    self.shifts = shifts
    self.values = values
    self.difference = difference
    self.start = start
    self.keepsFat = keepsFat
  }

  /// Of the bins: what completeness says is ``difference``. What they differ by is the error of differences and of steps.
  public var sum: Double { values.reduce(0, +) }

  /// Neighbouring bins that act alike.
  public struct Span: Hashable, Sendable {
    /// From where to where, ppm, to the bins' ends.
    public let low, high: Double
    /// The sum of their values.
    public let value: Double
    /// Of the sum of all values without their signs.
    public let share: Double
  }

  /// The fewest bins that hold four fifths of all values without their signs, neighbours of one sign taken together; the
  /// weightiest first.
  public var spans: [Span] {
    let total = values.reduce(0) { $0 + abs($1) }
    guard total > 0, shifts.count > 1 else { return [] }
    var kept: Set<Int> = []
    var held = 0.0
    for bin in values.indices.sorted(by: { (abs(values[$0]), $1) > (abs(values[$1]), $0) }) where held < 0.8 * total {
      kept.insert(bin)
      held += abs(values[bin])
    }
    let half = (shifts[1] - shifts[0]) / 2
    var runs: [ClosedRange<Int>] = []
    for bin in values.indices where kept.contains(bin) {
      if let last = runs.last, last.upperBound == bin - 1, (values[bin] < 0) == (values[bin - 1] < 0) {
        runs[runs.count - 1] = last.lowerBound...bin
      } else {
        runs.append(bin...bin)
      }
    }
    return runs.map { run in
      let value = run.reduce(0) { $0 + values[$1] }
      return Span(
        low: shifts[run.lowerBound] - half, high: shifts[run.upperBound] + half, value: value,
        share: abs(value) / total)
    }.sorted { $0.share > $1.share }
  }
}
