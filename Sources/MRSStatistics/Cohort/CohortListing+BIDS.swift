import Foundation
import MRSCore

extension CohortListing {
  /// The cohort of a BIDS folder: `participants.tsv` says who is of which group, scans are
  /// `sub-*/[ses-*/]mrs/*_svs.nii[.gz]` with `*_mrsref.nii[.gz]` for the water (BIDS 1.10, magnetic resonance
  /// spectroscopy).
  ///
  /// A scan's water is the reference whose entities (`acq-press`, `voi-liver`, `run-1` …) are all its own; of several the
  /// one that shares most. Participants without folder or scan, folders without participant, and scans with two waters as
  /// good as one another are refused.
  /// - Parameters:
  ///   - columns: only `group` and `labels` count.
  /// - Throws: ``StatisticsError``, naming file, line, column and value.
  public init(
    bids folder: URL, columns: CohortColumns, knownGroups: [String]? = nil
  ) throws(StatisticsError) {
    try columns.requireLabels(of: knownGroups)
    let records = try NamedRecords(contentsOf: folder.appending(path: "participants.tsv"))
    let subjectColumn = "participant_id"
    for column in [subjectColumn, columns.group] { try records.require(column) }
    var refused: [RefusedScan] = []
    var lines: [String: Int] = [:]
    var subjects: [(id: String, group: String, scans: [SubjectScan], covariates: [String: String])] = []
    for row in records.rows {
      guard let id = row.cells[subjectColumn] else {
        throw .emptyCell(file: records.file, line: row.line, column: subjectColumn)
      }
      if let first = lines[id] {
        throw .duplicateSubject(file: records.file, line: row.line, subject: id, firstLine: first)
      }
      lines[id] = row.line
      guard let group = try Self.group(of: id, [row], columns, knownGroups, records.file, &refused) else { continue }
      let covariates = row.cells.filter { $0.key != subjectColumn && $0.key != columns.group }
      subjects.append((id, group, Self.scans(of: id, group, in: folder, &refused), covariates))
    }
    for name in Self.names(in: folder) where name.hasPrefix("sub-") && lines[name] == nil {
      guard folder.appending(path: name).isFolder else { continue }
      refused.append(RefusedScan(subject: name, group: nil, reason: "participants.tsv does not name the folder"))
    }
    try self.init(subjects, refused: refused, file: records.file)
  }

  /// The scans of one participant; what cannot be used goes to `refused`.
  private static func scans(
    of id: String, _ group: String, in folder: URL, _ refused: inout [RefusedScan]
  ) -> [SubjectScan] {
    func refuse(_ file: String?, _ reason: String) {
      refused.append(RefusedScan(subject: id, group: group, file: file, reason: reason))
    }
    guard folder.appending(path: id).isFolder else {
      refuse(nil, "there is no folder '\(id)'")
      return []
    }
    let sessions = names(in: folder.appending(path: id)).filter { $0.hasPrefix("ses-") }.map { "\(id)/\($0)" }
    var scans: [SubjectScan] = []
    var count = 0
    for place in [id] + sessions {
      let files = names(in: folder.appending(path: "\(place)/mrs"))
      let waters = files.filter { isImage($0, "mrsref") }
      for file in files where isImage(file, "svs") {
        count += 1
        let path = "\(place)/mrs/\(file)"
        let own = entities(of: file)
        let fitting = waters.map { (name: $0, entities: entities(of: $0)) }.filter { $0.entities.isSubset(of: own) }
        let most = fitting.map(\.entities.count).max()
        let best = fitting.filter { $0.entities.count == most }
        guard best.count <= 1 else {
          refuse(path, "several water references fit it: \(best.map(\.name).joined(separator: ", "))")
          continue
        }
        scans.append(
          SubjectScan(
            label: own.subtracting([id]).sorted().joined(separator: "_"), file: path,
            water: best.first.map { "\(place)/mrs/\($0.name)" }))
      }
    }
    if count == 0 { refuse(nil, "there is no file *_svs.nii.gz in '\(id)/mrs' or '\(id)/ses-*/mrs'") }
    return count == 1 ? scans.map { SubjectScan(file: $0.file, water: $0.water) } : scans
  }

  /// `["sub-01", "acq-press"]` of `sub-01_acq-press_svs.nii.gz`.
  private static func entities(of name: String) -> Set<String> {
    Set(name.split(separator: ".")[0].split(separator: "_").dropLast().map(String.init))
  }

  private static func isImage(_ name: String, _ suffix: String) -> Bool {
    name.hasSuffix("_\(suffix).nii.gz") || name.hasSuffix("_\(suffix).nii")
  }

  /// The files and folders in a folder but hidden ones, in order; none where it is not there.
  static func names(in folder: URL) -> [String] {
    ((try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? [])
      .filter { !$0.hasPrefix(".") }.sorted()
  }
}
