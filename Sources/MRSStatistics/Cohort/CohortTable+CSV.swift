import Foundation

extension CohortTable {
  /// The cohort of a CSV file.
  /// - Throws: as ``init(csv:file:knownGroups:)``, and ``StatisticsError/unreadable(file:reason:)``.
  public init(contentsOf url: URL, knownGroups: [String]? = nil) throws(StatisticsError) {
    let bytes: Data
    do {
      bytes = try Data(contentsOf: url)
    } catch {
      let reason = FileManager.default.fileExists(atPath: url.path) ? "no permission, or a folder" : "no such file"
      throw .unreadable(file: url.path, reason: reason)
    }
    try self.init(csv: Array(bytes), file: url.path, knownGroups: knownGroups)
  }

  /// The cohort of the UTF-8 bytes of a CSV file with the columns `subject`, `group`, `file` and, if any, `water`, in
  /// any order; every other column is kept as a covariate. Spaces around a value do not count.
  /// - Parameter knownGroups: The groups that the study compares; `nil` accepts any.
  /// - Throws: ``StatisticsError``, naming `file`, line, column and value.
  public init(csv bytes: [UInt8], file: String, knownGroups: [String]? = nil) throws(StatisticsError) {
    guard let text = String(validating: bytes, as: UTF8.self) else {
      throw .notUTF8(file: file, offset: Self.firstInvalidByte(of: bytes))
    }
    let records = try CommaSeparatedValues.records(in: text, file: file)
    guard let header = records.first?.fields.map(Self.trimmed) else { throw .emptyTable(file: file) }
    for column in ["subject", "group", "file"] where !header.contains(column) {
      throw .missingColumn(file: file, column: column, found: header)
    }
    if let twice = header.first(where: { name in header.count { $0 == name } > 1 }) {
      throw .duplicateColumn(file: file, column: twice)
    }
    var subjects: [(line: Int, subject: Subject)] = []
    for record in records.dropFirst() {
      guard record.fields.count == header.count else {
        throw .fieldCount(file: file, line: record.line, found: record.fields.count, expected: header.count)
      }
      var cells: [String: String] = [:]
      for (name, field) in zip(header, record.fields) {
        let value = Self.trimmed(field)
        if !value.isEmpty { cells[name] = value }
      }
      let subject = Subject(
        id: cells["subject"] ?? "", group: cells["group"] ?? "", file: cells["file"] ?? "", water: cells["water"],
        covariates: cells.filter { !Self.columns.contains($0.key) })
      subjects.append((record.line, subject))
    }
    try self.init(records: subjects, file: file)
    if let knownGroups, let (line, subject) = subjects.first(where: { !knownGroups.contains($0.subject.group) }) {
      throw .unknownGroup(file: file, line: line, group: subject.group, known: knownGroups)
    }
  }

  /// The table as RFC 4180 text: `subject,group,file,water`, then the covariates in alphabetical order.
  public func csv() -> String {
    let covariates = Set(subjects.flatMap(\.covariates.keys)).sorted()
    return subjects.reduce(into: CommaSeparatedValues.record(Self.columns + covariates)) { text, subject in
      let fields = [subject.id, subject.group, subject.file, subject.water ?? ""]
      text += CommaSeparatedValues.record(fields + covariates.map { subject.covariates[$0] ?? "" })
    }
  }

  private static let columns = ["subject", "group", "file", "water"]

  private static func trimmed(_ field: String) -> String {
    field.trimmingCharacters(in: .whitespacesAndNewlines)
  }

  /// The offset of the first byte that no valid UTF-8 text could hold there: the length of the longest valid prefix.
  private static func firstInvalidByte(of bytes: [UInt8]) -> Int {
    var decoder = UTF8()
    var iterator = bytes.makeIterator()
    var offset = 0
    while case .scalarValue(let scalar) = decoder.decode(&iterator) { offset += UTF8.width(scalar) }
    return offset
  }
}
