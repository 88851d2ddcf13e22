import ArgumentParser
import Foundation
import MRSCore
import MRSFormats
import MRSRuns

extension BasisExport: ExpressibleByArgument {}

/// The basis set of a protocol.
struct Simulate: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Simulate the basis set of a protocol.",
    discussion: """
      Leaves basis.json (transition lines) and basis.svg in the run folder, and with --export the basis as samples for \
      other programs: PROTOCOL.BASIS (LCModel), raw/ (LCModel .RAW files) or fsl-mrs/ (FSL-MRS .json files).
      """)

  @OptionGroup var options: StageRunOptions

  @Option(
    name: .customLong("export"), parsing: .singleValue,
    help: ArgumentHelp("Leave the basis for another program, too; may be repeated.", valueName: "format"))
  var exports: [BasisExport] = []

  @Option(help: ArgumentHelp("The Lorentz width of exported lines.", valueName: "Hz"))
  var linewidth: Double = 1

  @Flag(help: "Leave the lipids out, as for a brain.")
  var noLipids = false

  func validate() throws {
    guard linewidth.isFinite, linewidth >= 0.1 else {
      throw ValidationError("--linewidth is \(linewidth); it must be at least 0.1 Hz: lines must end")
    }
  }

  func run() async throws {
    let settings = try options.settings()
    let simulation = SimulateRun(
      settings, exports: exports, sampling: .init(linewidth: .hertz(linewidth)), hasLipids: !noLipids)
    try await options.perform(verb: "simulate", settings: settings) { try await simulation.perform(in: $0) }
  }
}
