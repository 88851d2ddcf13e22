import Numerics

/// The mean squared error of probabilities (Brier 1950, doi:10.1175/1520-0493(1950)078<0001:VOFEIT>2.0.CO;2) and what it
/// is made of.
///
/// B = mean (p − o)², o the outcome 0 or 1. The probabilities are sorted into bins; with n_k of N in bin k, mean
/// probability p̄_k and share of positives ō_k, B = reliability − resolution + uncertainty + spread (Murphy 1973,
/// doi:10.1175/1520-0450(1973)012<0595:ANVPOT>2.0.CO;2; the last term, for probabilities that differ within a bin, by
/// Stephenson et al. 2008, doi:10.1175/2007WAF2006116.1).
public struct BrierScore: Hashable, Sendable, Codable {
  /// B: 0 for certainty that is right, 0.25 for a half every time.
  public let score: Double
  /// Σ n_k·(p̄_k − ō_k)²/N: how far the probabilities are from the shares they claim. Less is better.
  public let reliability: Double
  /// Σ n_k·(ō_k − ō)²/N: how far the shares of the bins differ. More is better.
  public let resolution: Double
  /// ō(1 − ō): the score of always giving the share of positives.
  public let uncertainty: Double
  /// Σ (p − p̄_k)²/N − 2·Σ (p − p̄_k)(o − ō_k)/N: zero where all probabilities of a bin are equal.
  public let spread: Double
  /// 1 − B/uncertainty: 0 for the share of positives every time, 1 for certainty that is right; `nil` for one class.
  public var skill: Double? { uncertainty > 0 ? 1 - score / uncertainty : nil }

  /// - Parameter bins: about how many bins of equal size the sorted probabilities are put into, equal ones always
  ///   together; `nil` puts equal ones only together.
  /// - Throws: ``StatisticsError``: counts that differ, nothing to score, a probability outside 0…1.
  public init(probabilities: [Double], isPositive: [Bool], bins: Int? = nil) throws(StatisticsError) {
    try Self.validate(probabilities, isPositive)
    if let bins, bins < 1 {
      throw .outOfRange(quantity: "the number of bins", value: Double(bins), expected: "at least 1")
    }
    let outcomes = isPositive.map { $0 ? 1.0 : 0 }
    let total = Double(probabilities.count)
    let share = outcomes.reduce(0, +) / total
    score = zip(probabilities, outcomes).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) } / total
    uncertainty = share * (1 - share)
    var (reliable, resolved, spread) = (0.0, 0.0, 0.0)
    for bin in Self.bins(of: probabilities, about: bins) {
      let size = Double(bin.count)
      let meanProbability = bin.reduce(0) { $0 + probabilities[$1] } / size
      let binShare = bin.reduce(0) { $0 + outcomes[$1] } / size
      reliable += size * (meanProbability - binShare) * (meanProbability - binShare)
      resolved += size * (binShare - share) * (binShare - share)
      for index in bin {
        let deviation = probabilities[index] - meanProbability
        spread += deviation * deviation - 2 * deviation * (outcomes[index] - binShare)
      }
    }
    reliability = reliable / total
    resolution = resolved / total
    self.spread = spread / total
  }

  /// The indices of each bin.
  private static func bins(of probabilities: [Double], about count: Int?) -> [[Int]] {
    let order = probabilities.indices.sorted { (probabilities[$0], $0) < (probabilities[$1], $1) }
    let least = count.map { Double(order.count) / Double($0) } ?? 0
    var bins: [[Int]] = []
    for (position, index) in order.enumerated() {
      let isTied = position > 0 && probabilities[order[position - 1]] == probabilities[index]
      // A new bin begins where its share of the order does.
      if bins.isEmpty || !isTied && Double(position) >= least * Double(bins.count) - 1e-9 {
        bins.append([index])
      } else {
        bins[bins.count - 1].append(index)
      }
    }
    return bins
  }

  static func validate(_ probabilities: [Double], _ isPositive: [Bool]) throws(StatisticsError) {
    try StatisticsError.requireCount(isPositive.count, probabilities.count, "the classes of probabilities")
    guard !probabilities.isEmpty else { throw .tooFew(quantity: "the probabilities", found: 0, needed: 1) }
    if let wrong = probabilities.first(where: { !(0...1).contains($0) }) {
      throw .outOfRange(quantity: "a probability", value: wrong, expected: "between 0 and 1")
    }
  }
}
