import MRSStatistics

extension RefusedScan {
  /// One row a scan or subject that could not be used.
  /// - Throws: `ReportError`.
  public static func table(_ refused: [RefusedScan]) throws(ReportError) -> Table {
    try Table(
      title: "Scans that could not be used",
      columns: [.init("subject"), .init("group"), .init("scan"), .init("file"), .init("reason")],
      rows: refused.map { scan in
        [
          .text(scan.subject), scan.group.map { .text($0) } ?? .missing, scan.label.map { .text($0) } ?? .missing,
          scan.file.map { .text($0) } ?? .missing, .text(scan.reason),
        ]
      })
  }
}
