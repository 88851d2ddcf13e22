import ArgumentParser
import Foundation
import MRSConfiguration
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
      other programs: PROTOCOL.BASIS (LCModel), raw/ (LCModel .RAW files) or fsl-mrs/ (FSL-MRS .json files). Species of \
      one's own come from --spin-systems, measured signals, as macromolecules, from --add. A protocol with [editing] (MEGA, \
      HERMES) has a basis for each condition, difference and the sum: basis-on.json, basis-difference.json.
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

  @Option(
    help: ArgumentHelp(
      "Spin systems over those of the library: a TOML file, the protocol's key spinSystems.", valueName: "file"),
    completion: .file(extensions: ["toml"]))
  var spinSystems: String?

  @Option(
    name: .customLong("add"), parsing: .singleValue,
    help: ArgumentHelp(
      "A signal of any format that is read as one more function, of one proton; may be repeated.",
      valueName: "[name=]file"),
    completion: .file())
  var additions: [String] = []

  @Flag(help: "Leave the shapes of shaped pulses, too, as Varian .RF files.")
  var exportPulses = false

  func validate() throws {
    guard linewidth.isFinite, linewidth >= 0.1 else {
      throw ValidationError("--linewidth is \(linewidth); it must be at least 0.1 Hz: lines must end")
    }
  }

  func run() async throws {
    var options = self.options
    if let spinSystems {
      options.protocolOptions.overrides.append(try ConfigurationOverride("spinSystems=\(spinSystems)"))
    }
    let settings = try options.settings()
    let simulation = SimulateRun(
      settings, exports: exports, sampling: .init(linewidth: .hertz(linewidth)), hasLipids: !noLipids,
      additions: additions.map { BasisAddition($0) }, exportsPulses: exportPulses)
    try await options.perform(verb: "simulate", settings: settings) { try await simulation.perform(in: $0) }
  }
}
