import MRSCore

extension Quantification {
  /// The ratio of two sums of amounts, r = Σn/Σd, with its standard deviation to first order from the covariance:
  /// var r = gᵀ·C·g, g = (n − r·d)/Σd; the largest that the amounts' own deviations allow where C is not known. Where
  /// there are joint draws, mean and deviation are those of the ratio in them. Names that were not quantified are left
  /// out; `nil` where Σd is zero.
  public func ratio(of names: [String], to reference: [String]) -> (value: Double, standardDeviation: Double)? {
    func total(_ names: [String]) -> Double { amounts.reduce(0) { names.contains($1.name) ? $0 + $1.value : $0 } }
    let denominator = total(reference)
    guard denominator > 0 else { return nil }
    if let draws {
      func indices(_ names: [String]) -> [Int] { amounts.indices.filter { names.contains(amounts[$0].name) } }
      let summary = draws.summary(
        of: zip(draws.sum(of: indices(names)), draws.sum(of: indices(reference))).map {
          $0 / max($1, .leastNormalMagnitude)
        })
      return (summary.mean, summary.standardDeviation)
    }
    let ratio = total(names) / denominator
    let gradient = amounts.map { amount in
      ((names.contains(amount.name) ? 1 : 0) - (reference.contains(amount.name) ? ratio : 0)) / denominator
    }
    return (ratio, deviation(weights: gradient))
  }
}
