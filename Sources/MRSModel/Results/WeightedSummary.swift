/// Mean, standard deviation and quantiles of weighted draws of one quantity.
public struct WeightedSummary: Hashable, Sendable {
  public let mean: Double
  public let standardDeviation: Double
  /// The draws, rising, and the weight of all below each with half of its own.
  private let sorted: [Double]
  private let cumulative: [Double]

  /// - Parameter weights: adding to one.
  public init(_ draws: [Double], weights: [Double]) {
    precondition(draws.count == weights.count && !draws.isEmpty)
    let average = zip(draws, weights).reduce(0) { $0 + $1.0 * $1.1 }
    mean = average
    standardDeviation = zip(draws, weights).reduce(0) { $0 + $1.1 * ($1.0 - average) * ($1.0 - average) }.squareRoot()
    let order = draws.indices.sorted { (draws[$0], $0) < (draws[$1], $1) }
    sorted = order.map { draws[$0] }
    var below = 0.0
    cumulative = order.map { index in
      defer { below += weights[index] }
      return below + weights[index] / 2
    }
  }

  /// The value below which the given share of the weight lies, by straight lines between draws.
  public func quantile(_ share: Double) -> Double {
    // Draws without weight stand at the place of those before them.
    var (low, high) = (0, sorted.count)
    while low < high {
      let middle = (low + high) / 2
      if cumulative[middle] < share { low = middle + 1 } else { high = middle }
    }
    guard low > 0 else { return sorted[0] }
    guard low < sorted.count else { return sorted[sorted.count - 1] }
    let width = cumulative[low] - cumulative[low - 1]
    let part = width > 0 ? (share - cumulative[low - 1]) / width : 1
    return sorted[low - 1] + part * (sorted[low] - sorted[low - 1])
  }

  /// As an amount.
  package func amount(_ name: String, uncertainty: Amount.UncertaintyKind) -> Amount {
    let probabilities = AmountDraws.probabilities
    return Amount(
      name: name, value: mean, standardDeviation: standardDeviation, uncertainty: uncertainty,
      distribution: .quantiles(probabilities: probabilities, values: probabilities.map(quantile)))
  }
}
