/// What the amounts of a fit would be over baselines that bend less and more than the likeliest, and how likely those are.
///
/// How far a baseline may bend is an assumption of every fit, and it alone moves amounts of signals that overlap, so it is
/// told how far.
public struct BaselineSensitivity: Hashable, Sendable {
  /// The fit over one baseline.
  public struct Trial: Hashable, Sendable {
    /// How far it bends, as a multiple of the likeliest bend.
    public let factor: Double
    /// Its share of the probability of all trials, 0 to 1.
    public let weight: Double
    /// The amounts, in the order of the fit and in its unit.
    public let amounts: [Double]
  }

  /// From the stiffest baseline to the softest.
  public let trials: [Trial]

  /// The largest less the smallest sum of the amounts at `indices` over all trials, as a share of `value`; `nil` for a value
  /// of zero.
  public func range(of indices: [Int], relativeTo value: Double) -> Double? {
    let sums = trials.map { trial in indices.reduce(0) { $0 + trial.amounts[$1] } }
    guard value > 0, let least = sums.min(), let most = sums.max() else { return nil }
    return (most - least) / value
  }
}
