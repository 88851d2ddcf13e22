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
  /// The covariance of the amounts, shape (amounts, amounts), in the unit squared.
  public let covariance: Matrix
  public let quality: Quality
  public let doubts: [Doubt]

  public init(
    method: String, unit: Unit, amounts: [Amount], covariance: Matrix, quality: Quality, doubts: [Doubt] = []
  ) {
    precondition(covariance.rows == amounts.count && covariance.columns == amounts.count)
    self.method = method
    self.unit = unit
    self.amounts = amounts
    self.covariance = covariance
    self.quality = quality
    self.doubts = doubts
  }

  /// The same result in another unit: amounts and deviations times `factor`, covariances times its square.
  public func scaled(by factor: Double, unit: Unit) -> Quantification {
    var covariance = covariance
    for i in 0..<covariance.rows { for j in 0..<covariance.columns { covariance[i, j] *= factor * factor } }
    return Quantification(
      method: method, unit: unit,
      amounts: amounts.map {
        Amount(
          name: $0.name, value: factor * $0.value, standardDeviation: factor * $0.standardDeviation,
          uncertainty: $0.uncertainty, isAtBound: $0.isAtBound, spread: $0.spread?.scaled(by: factor))
      }, covariance: covariance, quality: quality, doubts: doubts)
  }

  /// The amounts of the named species only, in their present order.
  public func restricted(to names: [String]) -> Quantification {
    let indices = amounts.indices.filter { names.contains(amounts[$0].name) }
    return Quantification(
      method: method, unit: unit, amounts: indices.map { amounts[$0] }, covariance: covariance.submatrix(indices),
      quality: quality, doubts: doubts)
  }

  public subscript(name: String) -> Amount? { amounts.first { $0.name == name } }

  /// The sum of the named amounts with its uncertainty from their covariance: var = Σᵢⱼ cᵢⱼ. Names that were not
  /// quantified are left out; `nil` when none was.
  public func sum(of names: [String], as name: String) -> Amount? {
    let indices = amounts.indices.filter { names.contains(amounts[$0].name) }
    guard let first = indices.first else { return nil }
    var variance = 0.0
    for i in indices { for j in indices { variance += covariance[i, j] } }
    return Amount(
      name: name, value: indices.reduce(0) { $0 + amounts[$1].value },
      standardDeviation: max(0, variance).squareRoot(), uncertainty: amounts[first].uncertainty,
      isAtBound: indices.allSatisfy { amounts[$0].isAtBound })
  }
}
