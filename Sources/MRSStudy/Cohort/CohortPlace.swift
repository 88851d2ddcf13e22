import Foundation
import MRSCore
import MRSQuantification
import MRSStatistics

/// What kind of place a cohort is in, told by looking.
enum CohortPlace {
  case table(URL)
  case bids(URL)
  case groupFolders(URL)

  /// A folder with `participants.tsv`, or that file, is BIDS; any other folder holds one folder a group.
  init(_ source: URL) {
    let participants = "participants.tsv"
    if !source.isFolder {
      self =
        source.lastPathComponent == participants ? .bids(source.deletingLastPathComponent()) : .table(source)
    } else if FileManager.default.fileExists(atPath: source.appending(path: participants).path) {
      self = .bids(source)
    } else {
      self = .groupFolders(source)
    }
  }

  /// Where paths begin.
  var folder: URL {
    switch self {
    case .table(let table): table.deletingLastPathComponent()
    // A base that does not end in a slash would lose its last component.
    case .bids(let folder), .groupFolders(let folder): folder.appending(path: "", directoryHint: .isDirectory)
    }
  }

  /// The table that names the subjects.
  var table: URL? {
    switch self {
    case .table(let table): table
    case .bids(let folder): folder.appending(path: "participants.tsv")
    case .groupFolders: nil
    }
  }

  /// - Throws: `StatisticsError`.
  func listing(columns: CohortColumns, groups: [String]) throws(StatisticsError) -> CohortListing {
    switch self {
    case .table(let table): try CohortListing(table: table, columns: columns, knownGroups: groups)
    case .bids(let folder): try CohortListing(bids: folder, columns: columns, knownGroups: groups)
    case .groupFolders(let folder):
      try CohortListing(
        groupFolders: folder, suffixes: SignalFolder.suffixes, labels: columns.labels, knownGroups: groups)
    }
  }
}
