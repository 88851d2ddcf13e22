/// Holm's step-down correction for several tests (Holm 1979, https://www.jstor.org/stable/4615733).
public enum HolmCorrection {
  /// The adjusted P values, in the order given: of the sorted ones, p̃₍ᵢ₎ = max over j ≤ i of min(1, (m − j + 1)·p₍ⱼ₎).
  /// Rejecting where p̃ ≤ α holds the chance of any false rejection at α, whatever the dependence between the tests.
  /// - Throws: ``StatisticsError/outOfRange(quantity:value:expected:)`` for a P value outside 0…1.
  public static func adjusted(_ pValues: [Double]) throws(StatisticsError) -> [Double] {
    if let wrong = pValues.first(where: { !(0...1).contains($0) }) {
      throw .outOfRange(quantity: "a P value", value: wrong, expected: "between 0 and 1")
    }
    var result = pValues
    var greatest = 0.0
    for (position, index) in pValues.indices.sorted(by: { pValues[$0] < pValues[$1] }).enumerated() {
      greatest = max(greatest, min(1, Double(pValues.count - position) * pValues[index]))
      result[index] = greatest
    }
    return result
  }
}
