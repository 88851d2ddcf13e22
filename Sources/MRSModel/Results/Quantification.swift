import MRSCore

/// The amounts found in one spectrum, their joint uncertainty, and what is known of the spectrum's quality.
public struct Quantification: Sendable {
  /// The unit of the amounts.
  public enum Unit: String, Hashable, Sendable, Codable {
    /// Referenced to the voxel's water, in millimole per litre of tissue without its fat.
    case millimolar = "mM"
    /// In millimole per kilogram of wet tissue, its fat included.
    case millimolePerKilogram = "mmol/kg wet weight"
    /// In millimole per kilogram of tissue water.
    case molal = "mmol/kg water"
    /// The ratio of the signal to the basis functions: comparable within one spectrum only.
    case arbitrary = "a.u."
  }

  /// The method: `"nlsf"`, `"qcnn"`.
  public let method: String
  public let unit: Unit
  /// In basis order.
  public let amounts: [Amount]
  /// The covariance of the amounts, shape (amounts, amounts), in the unit squared; `nil` where only the amounts' own
  /// deviations are known, as of targets that a network tells one by one.
  public let covariance: Matrix?
  public let quality: Quality
  public let doubts: [Doubt]
  /// Joint draws of the amounts, in their order, where the method draws; sums and ratios then have intervals of their own.
  public let draws: AmountDraws?

  public init(
    method: String, unit: Unit, amounts: [Amount], covariance: Matrix?, quality: Quality, doubts: [Doubt] = [],
    draws: AmountDraws? = nil
  ) {
    precondition(draws.map { $0.values.columns == amounts.count } ?? true)
    self.draws = draws
    precondition(covariance.map { $0.rows == amounts.count && $0.columns == amounts.count } ?? true)
    self.method = method
    self.unit = unit
    self.amounts = amounts
    self.covariance = covariance
    self.quality = quality
    self.doubts = doubts
  }

  /// The same result in another unit: amounts and deviations times `factor`, covariances times its square.
  public func scaled(by factor: Double, unit: Unit) -> Quantification {
    Quantification(
      method: method, unit: unit, amounts: amounts.map { $0.scaled(by: factor) },
      covariance: covariance.map { (factor * factor) * $0 }, quality: quality, doubts: doubts,
      draws: draws?.scaled(by: factor))
  }

  /// The same with what else is known of the spectrum's quality.
  public func with(_ quality: Quality) -> Quantification {
    Quantification(
      method: method, unit: unit, amounts: amounts, covariance: covariance, quality: quality, doubts: doubts,
      draws: draws)
  }

  /// The amounts of the named species only, in their present order.
  public func restricted(to names: [String]) -> Quantification {
    let indices = amounts.indices.filter { names.contains(amounts[$0].name) }
    return Quantification(
      method: method, unit: unit, amounts: indices.map { amounts[$0] }, covariance: covariance?.submatrix(indices),
      quality: quality, doubts: doubts, draws: draws?.restricted(to: indices))
  }

  public subscript(name: String) -> Amount? { amounts.first { $0.name == name } }

  /// The largest standard deviation of Σ wᵢ·aᵢ that is consistent with what is known: √(wᵀ·C·w) with a covariance; without,
  /// Σ |wᵢ|·σᵢ, which no correlation exceeds.
  func deviation(weights: [Double]) -> Double {
    // Amounts without a part may have an infinite variance; 0·∞ must not make it unknown.
    let involved = weights.indices.filter { weights[$0] != 0 }
    guard let covariance else {
      return involved.reduce(0) { $0 + Swift.abs(weights[$1]) * amounts[$1].standardDeviation }
    }
    var variance = 0.0
    for i in involved { for j in involved { variance += weights[i] * covariance[i, j] * weights[j] } }
    return max(0, variance).squareRoot()
  }

  /// The sum of the named amounts with its uncertainty from their covariance: var = Σᵢⱼ cᵢⱼ, or the largest that their
  /// deviations allow where the covariance is not known. Names that were not quantified are left out; `nil` when none was.
  public func sum(of names: [String], as name: String) -> Amount? {
    let indices = amounts.indices.filter { names.contains(amounts[$0].name) }
    guard let first = indices.first else { return nil }
    guard indices.count > 1 else { return amounts[first].named(name) }
    if let draws {
      return draws.summary(of: draws.sum(of: indices)).amount(name, uncertainty: amounts[first].uncertainty)
    }
    return Amount(
      name: name, value: indices.reduce(0) { $0 + amounts[$1].value },
      standardDeviation: deviation(weights: amounts.indices.map { indices.contains($0) ? 1 : 0 }),
      uncertainty: amounts[first].uncertainty, isAtBound: indices.allSatisfy { amounts[$0].isAtBound })
  }
}
