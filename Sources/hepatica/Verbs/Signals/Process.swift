import ArgumentParser
import Foundation
import MRSCore
import MRSProcessing
import MRSProfile
import MRSRuns
import MRSStudy

/// One spectrum of a raw scan, each step on record, and how good it is.
struct Process: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Process a raw scan step by step, with pictures and numbers of its quality.",
    discussion: """
      Coils are combined, bad averages left out, the others aligned and averaged, and what else the profile's list of steps says, \
      by the experts' consensus of 2021; nothing is apodised or filled with zeros. The run folder holds the processed scan and \
      water as NIfTI-MRS with every step in the header, which 'quantify' takes as it takes the raw ones, a page with a picture \
      before and after each step, and quality numbers beside their limits. Of an edited scan (DIM_EDIT, or rows that differ in \
      turn) the conditions are aligned to one another, and their differences and sum written. See Documentation/Processing.md.
      """)

  @Argument(help: ArgumentHelp("The scan, of any format that is read.", valueName: "file"), completion: .file())
  var file: String

  @Option(
    help: ArgumentHelp(
      "The unsuppressed scan of the same voxel (default: the one within the scan's own file).", valueName: "file"),
    completion: .file())
  var water: String?

  @Option(
    help: ArgumentHelp(
      "Whose steps are taken, and limits of quality: brain, liver, phantom, or a TOML file laid over one of them.",
      discussion: "Default: the protocol's.", valueName: "profile"),
    completion: .file(extensions: ["toml"]))
  var profile: String?

  @OptionGroup var protocolOptions: ProtocolOptions

  @Option(
    parsing: .singleValue,
    help: ArgumentHelp(
      "A further step after the profile's, as removeWater or reference; may be repeated.", valueName: "step"),
    transform: Self.step)
  var also: [ProcessingStep] = []

  @Option(
    help: ArgumentHelp(
      "How many conditions of an edited scan its rows are in turn: 2 for MEGA, 4 for HERMES, 1 for none.",
      discussion: "Default: what the file says, or two where rows differ in turn.", valueName: "count"))
  var edited: Int?

  @OptionGroup var signal: SignalOptions

  @Option(help: ArgumentHelp("Leave a run folder.", valueName: "folder"), completion: .directory)
  var out: String?

  @Flag(help: "Keep what may identify the subject in the headers.")
  var identity = false

  @Flag(help: "Print the result as JSON.")
  var json = false

  @Flag(help: "Show no progress.")
  var quiet = false

  @Flag(help: "Replace the run folder if it is there.")
  var force = false

  func validate() throws {
    if let edited, !(1...8).contains(edited) { throw ValidationError("--edited is \(edited); it must be 1 to 8") }
    if force, out == nil { throw ValidationError("--force needs --out") }
  }

  func run() async throws {
    let settings = try protocolOptions.settings(seed: 0, quiet: quiet)
    let request = ProcessRequest(
      file: URL(filePath: file), water: water.map { URL(filePath: $0) },
      profile: try profile.map { try AnalysisProfile.load($0) } ?? settings.studyProtocol.profile, further: also,
      rowsInTurn: edited, overrides: signal.overrides, keepsIdentity: identity)
    let result = try await ProcessRun(
      request, studyProtocol: settings.studyProtocol, folder: out.map { URL(filePath: $0) }, force: force,
      worker: settings.worker
    ).perform(arguments: Invocation.arguments)
    if json { return try printJSON(result) }
    print(result.text(), terminator: "")
    if let out { print("\nIn \(out.printable): page.html, \(result.files.joined(separator: ", "))") }
  }

  private static func step(_ text: String) throws -> ProcessingStep {
    guard let step = ProcessingStep(title: text) else {
      throw ValidationError("'\(text)' is no step; expected one of \(ProcessingStep.titles.joined(separator: ", "))")
    }
    return step
  }
}
