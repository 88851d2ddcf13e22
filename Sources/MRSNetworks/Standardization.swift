/// Mean and standard deviation of each target, by which targets become numbers of zero mean and unit variance.
public struct Standardization: Codable, Hashable, Sendable {
  public let means: [Double]
  public let deviations: [Double]

  public init(means: [Double], deviations: [Double]) throws(NetworkError) {
    guard means.count == deviations.count else {
      throw .sizeMismatch(what: "standard deviations", expected: means.count, found: deviations.count)
    }
    if let index = deviations.firstIndex(where: { !($0 > 0 && $0.isFinite) }) {
      throw .invalidOption(
        field: "deviations[\(index)]", value: "\(deviations[index])", expected: "a positive number")
    }
    self.means = means
    self.deviations = deviations
  }

  /// That of count × size values.
  public init(of values: [Double], size: Int) throws(NetworkError) {
    let count = Double(values.count / max(size, 1))
    var means = [Double](repeating: 0, count: size)
    for (index, value) in values.enumerated() { means[index % size] += value / count }
    var variances = [Double](repeating: 0, count: size)
    for (index, value) in values.enumerated() {
      let error = value - means[index % size]
      variances[index % size] += error * error / count
    }
    try self.init(means: means, deviations: variances.map { $0.squareRoot() })
  }

  /// count × size values with each column's mean subtracted, divided by its deviation.
  public func standardized(_ values: [Double]) -> [Float] {
    values.enumerated().map { Float(($1 - means[$0 % means.count]) / deviations[$0 % means.count]) }
  }

  /// A prediction of standardised targets in the units of the targets.
  public func restored(_ prediction: GaussianPrediction) -> GaussianPrediction {
    GaussianPrediction(
      targets: prediction.targets,
      means: prediction.means.enumerated().map { means[$0 % means.count] + deviations[$0 % means.count] * $1 },
      deviations: prediction.deviations.enumerated().map { deviations[$0 % means.count] * $1 })
  }
}
