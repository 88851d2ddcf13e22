import Foundation
import MRSCore

extension CohortListing {
  /// The cohort of a folder of groups: `GROUP/SUBJECT/…`, each subject's signal files in its folder or below it.
  ///
  /// A file whose name has a part `water`, `ref`, `mrsref`, `h2o` or `w` between separators is a water, as
  /// `liver_ref.SDAT` or `p1-water.nii.gz`; it belongs to the scans of its own folder, and of several to the one whose name
  /// begins like its own for longest. Subjects without scan, and scans whose water cannot be told, are refused.
  /// - Parameters:
  ///   - suffixes: how names of signal files end, in small letters.
  ///   - labels: the study's name of a group for that of its folder; empty where the folders have the names themselves.
  /// - Throws: ``StatisticsError/unreadable(file:reason:)``, ``StatisticsError/groupFolders(folder:found:known:)``,
  ///   ``StatisticsError/noScans(file:refused:)``.
  public init(
    groupFolders folder: URL, suffixes: [String], labels: [String: String] = [:], knownGroups: [String]
  ) throws(StatisticsError) {
    try CohortColumns(labels: labels).requireLabels(of: knownGroups)
    guard folder.isFolder else { throw .unreadable(file: folder.path, reason: "no such folder") }
    let names = Self.names(in: folder).filter { folder.appending(path: $0).isFolder }
    let groups = names.compactMap { name in
      (labels.isEmpty ? knownGroups.first { $0 == name } : labels[name]).map { (folder: name, group: $0) }
    }
    guard Set(groups.map(\.group)).count == 2 else {
      throw .groupFolders(folder: folder.path, found: names, known: labels.isEmpty ? knownGroups : labels.keys.sorted())
    }
    var refused: [RefusedScan] = []
    for name in names where !groups.contains(where: { $0.folder == name }) {
      refused.append(RefusedScan(subject: name, group: nil, reason: "the folder is none of the groups compared"))
    }
    var subjects: [(id: String, group: String, scans: [SubjectScan], covariates: [String: String])] = []
    var places: [String: String] = [:]
    for group in groups {
      for id in Self.names(in: folder.appending(path: group.folder)) {
        let place = "\(group.folder)/\(id)"
        guard folder.appending(path: place).isFolder else { continue }
        if let other = places[id] { throw .repeatedFolder(folder: folder.path, subject: id, places: [other, place]) }
        places[id] = place
        let found = Self.scans(of: id, group.group, at: place, in: folder, suffixes, &refused)
        subjects.append((id, group.group, found, [:]))
      }
    }
    try self.init(subjects, refused: refused, file: folder.path)
  }

  private static func scans(
    of id: String, _ group: String, at place: String, in root: URL, _ suffixes: [String],
    _ refused: inout [RefusedScan]
  ) -> [SubjectScan] {
    var waiting = [place]
    var scans: [SubjectScan] = []
    var count = 0
    while !waiting.isEmpty {
      let next = waiting.removeFirst()
      let names = names(in: root.appending(path: next))
      waiting += names.map { "\(next)/\($0)" }.filter { root.appending(path: $0).isFolder }
      let files = names.filter { name in suffixes.contains { name.lowercased().hasSuffix($0) } }
      let waters = files.filter(isWater)
      for file in files where !isWater(file) {
        count += 1
        let likeness = waters.map { ($0, $0.lowercased().commonPrefix(with: file.lowercased()).count) }
        let best = likeness.filter { $0.1 == likeness.map(\.1).max() }
        guard best.count <= 1 else {
          let reason = "several waters may be its own: \(best.map(\.0).joined(separator: ", "))"
          refused.append(RefusedScan(subject: id, group: group, file: "\(next)/\(file)", reason: reason))
          continue
        }
        scans.append(
          SubjectScan(
            label: String("\(next)/\(file)".dropFirst(place.count + 1)), file: "\(next)/\(file)",
            water: best.first.map { "\(next)/\($0.0)" }))
      }
    }
    if count == 0 {
      refused.append(RefusedScan(subject: id, group: group, reason: "there is no signal file in '\(place)'"))
    }
    return count == 1 ? scans.map { SubjectScan(file: $0.file, water: $0.water) } : scans
  }

  /// Whether a part of the name says so.
  private static func isWater(_ name: String) -> Bool {
    let parts = name.lowercased().split { !$0.isLetter && !$0.isNumber }
    return parts.contains { ["water", "ref", "mrsref", "h2o", "w", "unsuppressed"].contains($0) }
  }
}
