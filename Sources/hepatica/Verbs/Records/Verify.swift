import ArgumentParser
import Foundation
import MRSCore
import MRSRuns

/// Checks that a run folder's files are those that its run left.
struct Verify: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Check that a run folder is as its run left it.",
    discussion: """
      Compares every file with the SHA-256 in manifest.json, and the manifest and the timing with their own; fails if one \
      is missing, changed or added, or is a link.
      """)

  @Argument(help: "The run folder.", completion: .directory)
  var folder: String

  @Flag(help: "Print the discrepancies as JSON.")
  var json = false

  func run() throws {
    let url = URL(filePath: folder)
    let manifest = try Manifest(readingFrom: url)
    let discrepancies = try manifest.discrepancies(in: url)
    if json { try printJSON(discrepancies) }
    guard discrepancies.isEmpty else { throw RunError.altered(folder, discrepancies) }
    guard !json else { return }
    print("\(folder.printable): \(manifest.outputs.count) files as \(manifest.verb) left them")
    if !manifest.isSealed { print("An older version left it: its manifest, log and timing cannot be proven.") }
  }
}
