extension StatisticsError {
  /// - Throws: ``notFinite(quantity:index:value:)`` at the first value that is not finite.
  static func requireFinite(_ values: [Double], _ quantity: String) throws(StatisticsError) {
    if let index = values.firstIndex(where: { !$0.isFinite }) {
      throw .notFinite(quantity: quantity, index: index, value: "\(values[index])")
    }
  }

  /// - Throws: ``countMismatch(quantity:found:expected:)``.
  static func requireCount(_ found: Int, _ expected: Int, _ quantity: String) throws(StatisticsError) {
    guard found == expected else { throw .countMismatch(quantity: quantity, found: found, expected: expected) }
  }
}
