import MRSReport

/// One row a replicate, effect and rule.
public struct ReplicateTable: Sendable {
  let results: [ReplicateResult]

  public init(_ results: [ReplicateResult]) { self.results = results }

  /// - Throws: `ReportError`.
  public func table() throws -> Table {
    let rows = results.enumerated().flatMap { number, result in
      result.rows.map { row -> [Cell] in
        [
          .integer(number), .number(row.effect, digits: 4), .text(row.control.rawValue), .text(row.rule),
          .integer(row.truePositives), .integer(row.positives), .integer(row.trueNegatives), .integer(row.negatives),
          .number(row.area, digits: 4), .number(row.brier, digits: 4),
          row.spread.map { .number($0, digits: 3) } ?? .missing,
        ]
      }
    }
    return try Table(
      title: "Replicates",
      columns: [
        .init("replicate"), .init("effect"), .init("control"), .init("rule"), .init("true positive"),
        .init("positive"), .init("true negative"), .init("negative"), .init("AUC"), .init("Brier"),
        .init("spread between networks", unit: "log-odds"),
      ], rows: rows)
  }
}
