import MRSReport

/// The results of a batch as a table.
public struct BatchTable: Sendable {
  public let table: Table

  /// One row a spectrum: its quality, then amount and standard deviation of every species and sum met in the batch, then their
  /// ratios, where any spectrum has some.
  /// - Throws: `ReportError`.
  public init(of records: [BatchRecord]) throws {
    var names: [String] = []
    var known = Set<String>()
    for record in records {
      for row in record.amounts + record.sums where known.insert(row.name).inserted { names.append(row.name) }
    }
    let hasRatios = records.contains { $0.reference != nil }
    let ratios = hasRatios ? names : []
    func codes(_ record: BatchRecord) -> String {
      var seen: Set<String> = []
      return record.doubts.map(\.code.rawValue).filter { seen.insert($0).inserted }.joined(separator: " ")
    }
    func cell(_ value: Double?) -> Cell { value.map { .number($0) } ?? .missing }
    var columns = ["spectrum", "error", "method", "unit", "SNR", "FWHM (Hz)", "residual/noise", "PDFF", "PDFF SD"]
    for name in names { columns += [name, "\(name) SD"] }
    if hasRatios { columns.append("reference") }
    for name in ratios { columns += ["\(name) ratio", "\(name) ratio SD"] }
    columns += ["scale percent", "doubts"]
    table = try Table(
      title: "Amounts", columns: columns.map { .init($0) },
      rows: records.map { record in
        let rows = Dictionary((record.amounts + record.sums).map { ($0.name, $0) }) { first, _ in first }
        var cells: [Cell] = [
          .text(record.spectrum), .text(record.error ?? ""), .text(record.method ?? ""), .text(record.unit ?? ""),
          cell(record.signalToNoise), cell(record.linewidth), cell(record.residualToNoise), cell(record.fatFraction),
          cell(record.fatFractionStandardDeviation),
        ]
        for name in names { cells += [cell(rows[name]?.amount), cell(rows[name]?.standardDeviation)] }
        if hasRatios { cells.append(.text(record.reference ?? "")) }
        for name in ratios { cells += [cell(rows[name]?.ratio), cell(rows[name]?.ratioStandardDeviation)] }
        cells += [cell(record.scaleRelativeStandardDeviation.map { 100 * $0 }), .text(codes(record))]
        return cells
      })
  }
}
