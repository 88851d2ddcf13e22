import ArgumentParser
import Foundation
import MRSRuns

/// A trained network as a file that other programs run.
struct ExportNetwork: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "export-network",
    abstract: "Write a trained network as an ONNX file, which other programs run.",
    discussion: """
      The file takes FIDs in mM of protons and gives amounts with their covariance: features, network and \
      calibration are in it. It computes what 'quantify --method network' computes, but refuses no signal: its metadata \
      tell for which acquisition it is, and an output how far a spectrum is beyond those of the training \
      (Documentation/ONNX.md).
      """)

  @Argument(help: "The network bundle (default: that which comes with the program).", completion: .directory)
  var folder: String?

  @Option(help: ArgumentHelp("The file to write.", valueName: "file"), completion: .file(extensions: ["onnx"]))
  var out: String

  @Flag(help: "Replace the file if it is there.")
  var force = false

  @Flag(help: "Print nothing.")
  var quiet = false

  @Flag(help: "Print as JSON.")
  var json = false

  func run() throws {
    let export = try NetworkExport(of: folder.map { URL(filePath: $0) }, to: URL(filePath: out), force: force)
    if json { return try printJSON(export) }
    if !quiet { print(export.text(), terminator: "") }
  }
}
