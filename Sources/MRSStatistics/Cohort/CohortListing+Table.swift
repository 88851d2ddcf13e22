import Foundation

extension CohortListing {
  /// The cohort of a table whose columns are named: our own, a REDCap export, any other.
  ///
  /// A subject may have several rows. The group may stand in any of them, as in a REDCap export, whose repeated forms leave
  /// it empty; each row with a file is a scan. Scans whose files are not there, rows without subject, and subjects without
  /// group or scan are refused.
  /// - Parameters:
  ///   - knownGroups: the groups that the study compares; `nil` accepts any.
  /// - Throws: ``StatisticsError``, naming file, line, column and value.
  public init(
    table url: URL, columns: CohortColumns, knownGroups: [String]? = nil
  ) throws(StatisticsError) {
    try columns.requireLabels(of: knownGroups)
    let records = try NamedRecords(contentsOf: url)
    for column in [columns.subject, columns.group, columns.file] { try records.require(column) }
    if let water = columns.water, water != CohortColumns().water { try records.require(water) }
    if let scan = columns.scan, scan != CohortColumns().scan { try records.require(scan) }
    guard !records.rows.isEmpty else { throw .emptyTable(file: records.file) }
    let folder = url.deletingLastPathComponent()
    var refused: [RefusedScan] = []
    var order: [String] = []
    var rows: [String: [NamedRecords.Row]] = [:]
    for row in records.rows {
      guard let id = row.cells[columns.subject] else {
        refused.append(
          RefusedScan(
            subject: "line \(row.line)", group: row.cells[columns.group], file: row.cells[columns.file],
            reason: "column '\(columns.subject)' is empty"))
        continue
      }
      if rows[id] == nil { order.append(id) }
      rows[id, default: []].append(row)
    }
    var subjects: [(id: String, group: String, scans: [SubjectScan], covariates: [String: String])] = []
    for id in order {
      let own = rows[id] ?? []
      guard let group = try Self.group(of: id, own, columns, knownGroups, records.file, &refused) else { continue }
      let scans = try Self.scans(of: id, own, columns, records.file)
      if scans.isEmpty {
        refused.append(RefusedScan(subject: id, group: group, reason: "column '\(columns.file)' names no scan"))
      }
      var present: [SubjectScan] = []
      for scan in scans {
        let missing = [scan.file, scan.water].compactMap(\.self).first { !Self.exists($0, in: folder) }
        if let missing {
          refused.append(
            RefusedScan(subject: id, group: group, label: scan.label, file: missing, reason: "there is no such file"))
        } else {
          present.append(scan)
        }
      }
      let cells = own.reduce(into: [String: String]()) { all, row in all.merge(row.cells) { first, _ in first } }
      subjects.append((id, group, present, cells.filter { !columns.named.contains($0.key) }))
    }
    try self.init(subjects, refused: refused, file: records.file)
  }

  /// The study's name of a subject's group; `nil` where there is none that is compared: the subject is then refused.
  /// - Throws: ``StatisticsError``: two groups, or one that is unknown though nobody said what values mean.
  static func group(
    of id: String, _ rows: [NamedRecords.Row], _ columns: CohortColumns, _ known: [String]?, _ file: String,
    _ refused: inout [RefusedScan]
  ) throws(StatisticsError) -> String? {
    let stated = rows.compactMap { row in row.cells[columns.group].map { (line: row.line, value: $0) } }
    guard let first = stated.first else {
      refused.append(RefusedScan(subject: id, group: nil, reason: "column '\(columns.group)' is empty"))
      return nil
    }
    if let other = stated.first(where: { $0.value != first.value }) {
      throw .conflictingGroup(file: file, line: other.line, subject: id, groups: [first.value, other.value])
    }
    if columns.labels.isEmpty {
      if let known, !known.contains(first.value) {
        throw .unknownGroup(file: file, line: first.line, group: first.value, known: known)
      }
      return first.value
    }
    guard let group = columns.labels[first.value] else {
      refused.append(RefusedScan(subject: id, group: nil, reason: "group '\(first.value)' is not compared"))
      return nil
    }
    return group
  }

  /// - Throws: ``StatisticsError/duplicateSubject(file:line:subject:firstLine:)`` for two scans that nothing tells apart.
  private static func scans(
    of id: String, _ rows: [NamedRecords.Row], _ columns: CohortColumns, _ file: String
  ) throws(StatisticsError) -> [SubjectScan] {
    let withFile = rows.filter { $0.cells[columns.file] != nil }
    var lines: [String: Int] = [:]
    var scans: [SubjectScan] = []
    for row in withFile {
      let parts = ([columns.scan].compactMap(\.self) + CohortColumns.instances).compactMap { row.cells[$0] }
      let label = parts.isEmpty ? nil : parts.joined(separator: " ")
      if let first = lines[label ?? ""] {
        throw .duplicateSubject(file: file, line: row.line, subject: id, firstLine: first)
      }
      lines[label ?? ""] = row.line
      scans.append(
        SubjectScan(
          label: withFile.count > 1 ? label : nil, file: row.cells[columns.file] ?? "",
          water: columns.water.flatMap { row.cells[$0] }))
    }
    return scans
  }

  private static func exists(_ path: String, in folder: URL) -> Bool {
    FileManager.default.fileExists(atPath: URL(filePath: path, relativeTo: folder).path)
  }
}
