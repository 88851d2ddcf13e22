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
    table = try Table(
      title: "Amounts",
      columns: ["spectrum", "error", "method", "unit", "SNR", "FWHM (Hz)", "residual/noise", "PDFF", "PDFF SD"].map {
        .init($0)
      }
        + names.flatMap { [.init($0), .init("\($0) SD")] }
        + (hasRatios ? [.init("reference")] : [])
        + ratios.flatMap { [.init("\($0) ratio"), .init("\($0) ratio SD")] }
        + [.init("scale percent"), .init("doubts")],
      rows: records.map { record in
        let rows = Dictionary((record.amounts + record.sums).map { ($0.name, $0) }) { first, _ in first }
        return [
          .text(record.spectrum), .text(record.error ?? ""), .text(record.method ?? ""), .text(record.unit ?? ""),
          cell(record.signalToNoise), cell(record.linewidth), cell(record.residualToNoise), cell(record.fatFraction),
          cell(record.fatFractionStandardDeviation),
        ] + names.flatMap { [cell(rows[$0]?.amount), cell(rows[$0]?.standardDeviation)] }
          + (hasRatios ? [.text(record.reference ?? "")] : [])
          + ratios.flatMap { [cell(rows[$0]?.ratio), cell(rows[$0]?.ratioStandardDeviation)] }
          + [cell(record.scaleRelativeStandardDeviation.map { 100 * $0 }), .text(codes(record))]
      })
  }
}
