import ArgumentParser
import Foundation
import MRSRuns

/// Tells what a file or folder holds.
struct Inspect: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Tell what a signal, basis, run folder or network holds.",
    discussion: """
      Read are signals of every format of Documentation/Formats.md; basis sets as LCModel .BASIS, folders of .RAW or \
      FSL-MRS .json files, or basis.json; run folders and network bundles. Header fields that may identify the subject are hidden.
      """)

  @Argument(help: "The file or folder.", completion: .file())
  var file: String

  @OptionGroup var signal: SignalOptions

  @Flag(
    name: [.customLong("show-identity"), .customLong("identity")],
    help: "Show header fields that may identify the subject.")
  var showIdentity = false

  @Flag(help: "Print as JSON.")
  var json = false

  func run() throws {
    let inspection = try Inspection(
      of: URL(filePath: file), overrides: signal.overrides, showsIdentity: showIdentity)
    if json { return try printJSON(inspection) }
    print(inspection.text(), terminator: "")
  }
}
