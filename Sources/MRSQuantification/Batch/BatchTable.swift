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
    let placed = Self.placeColumns(of: records)
    var columns = ["spectrum"] + placed.map(\.name)
    columns += ["error", "method", "unit", "SNR", "FWHM (Hz)", "residual/noise", "PDFF", "PDFF SD"]
    for name in names { columns += [name, "\(name) SD"] }
    if hasRatios { columns.append("reference") }
    for name in ratios { columns += ["\(name) ratio", "\(name) ratio SD"] }
    columns += ["scale percent", "doubts"]
    table = try Table(
      title: "Amounts", columns: columns.map { .init($0) },
      rows: records.map { record in
        let rows = Dictionary((record.amounts + record.sums).map { ($0.name, $0) }) { first, _ in first }
        var cells: [Cell] = [.text(record.spectrum)] + placed.map { $0.value(record) }
        cells += [
          .text(record.error ?? ""), .text(record.method ?? ""), .text(record.unit ?? ""),
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

  /// Which signals of their files the records are, and where and when they were measured, as far as any record says.
  private static func placeColumns(
    of records: [BatchRecord]
  ) -> [(name: String, value: (BatchRecord) -> Cell)] {
    let places = records.compactMap(\.place)
    var axes: [String] = []
    for coordinate in places.flatMap(\.part.coordinates) where !axes.contains(coordinate.axis) {
      axes.append(coordinate.axis)
    }
    var columns: [(name: String, value: (BatchRecord) -> Cell)] = axes.map { axis in
      (axis, { $0.place?.part.coordinates.first { $0.axis == axis }.map { .integer($0.index) } ?? .missing })
    }
    if places.contains(where: { $0.geometry != nil }) {
      for (k, name) in ["right (mm)", "anterior (mm)", "superior (mm)"].enumerated() {
        columns.append((name, { $0.place?.geometry.map { .number($0.centre[k], digits: 5) } ?? .missing }))
      }
    }
    if places.contains(where: { $0.averages != nil }) {
      columns.append(
        ("averages", { $0.place?.averages.map { .text("\($0.lowerBound)–\($0.upperBound - 1)") } ?? .missing }))
    }
    if places.contains(where: { $0.time != nil }) {
      columns.append(("time (s)", { $0.place?.time.map { .number($0, digits: 6) } ?? .missing }))
    }
    return columns
  }
}
