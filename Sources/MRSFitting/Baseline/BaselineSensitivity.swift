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

  /// The baselines beside the one that was found, whose probability is at least `share`, and how probable each is among them and it.
  ///
  /// What is the likeliest at the beginning of a search need not be so at its end; it counts as `share` at least all the same.
  func likely(share: Double) -> (own: Double, others: [(factor: Double, probability: Double)]) {
    let others = trials.filter { $0.factor != 1 && $0.weight >= share }
    let own = max(others.reduce(1) { $0 - $1.weight }, share)
    let total = others.reduce(own) { $0 + $1.weight }
    return (own / total, others.map { ($0.factor, $0.weight / total) })
  }

  /// The largest less the smallest sum of the amounts at `indices` over all trials, as a share of `value`; `nil` for a value
  /// of zero.
  public func range(of indices: [Int], relativeTo value: Double) -> Double? {
    let sums = trials.map { trial in indices.reduce(0) { $0 + trial.amounts[$1] } }
    guard value > 0, let least = sums.min(), let most = sums.max() else { return nil }
    return (most - least) / value
  }
}
