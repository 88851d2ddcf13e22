import CSignal

extension [Double] {
  /// The median; the mean of the two middle ones for an even count, NaN for none.
  public var median: Double {
    guard !isEmpty else { return .nan }
    let sorted = self.sorted()
    return count.isMultiple(of: 2) ? (sorted[count / 2 - 1] + sorted[count / 2]) / 2 : sorted[count / 2]
  }

  /// The median of each column of rows of equal length, none NaN: of sample n over all rows.
  /// - Precondition: at least one row.
  public static func medians(of rows: [[Double]]) -> [Double] {
    // As many columns at once as the processor's nearest memory holds.
    let width = 64
    let (count, middle) = (rows[0].count, rows.count / 2)
    precondition(rows.allSatisfy { $0.count == count }, "rows differ in length")
    var medians = [Double](repeating: 0, count: count)
    var block = [Double](repeating: 0, count: rows.count * width)
    for start in stride(from: 0, to: count, by: width) {
      let columns = Swift.min(width, count - start)
      for (r, row) in rows.enumerated() {
        for n in 0..<columns { block[r * columns + n] = row[start + n] }
      }
      unsafe block.withUnsafeMutableBufferPointer { values in
        if let first = values.baseAddress { unsafe signal_sort_columns(first, rows.count, columns) }
      }
      for n in 0..<columns {
        let upper = block[middle * columns + n]
        medians[start + n] =
          rows.count.isMultiple(of: 2) ? (block[(middle - 1) * columns + n] + upper) / 2 : upper
      }
    }
    return medians
  }
}
