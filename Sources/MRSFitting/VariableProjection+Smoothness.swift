import Numerics

extension VariableProjection {
  /// Decades of how far a baseline may bend, in units of the noise.
  private static let decades = stride(from: -1.0, through: 4.0, by: 0.5)

  /// The bend of the baseline that the data make most likely, in units of the noise, to a quarter of a decade; `nil`
  /// without a baseline.
  func likeliestBend(_ point: Point) -> Double? {
    guard let likelihood = SmoothnessLikelihood(self, at: point) else { return nil }
    var best: (decade: Double, value: Double)?
    func tryOut(_ decade: Double) {
      guard let value = likelihood.logarithm(bend: .pow(10, decade)), value > best?.value ?? -.infinity else { return }
      best = (decade, value)
    }
    Self.decades.forEach(tryOut)
    if let coarse = best?.decade { [coarse - 0.25, coarse + 0.25].forEach(tryOut) }
    return best.map { .pow(10, $0.decade) }
  }
}
