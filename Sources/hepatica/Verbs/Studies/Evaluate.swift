import ArgumentParser
import Foundation
import MRSRuns
import MRSStudy

extension EvaluationScenario: ExpressibleByArgument {}

/// What methods do on spectra whose truth is known.
struct Evaluate: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Evaluate network and fits on spectra whose truth is known.",
    discussion: """
      Draws spectra that no training has seen and prints of each target how large the errors are, how often intervals \
      hold, and how many spectra are doubted or refused. A scenario is in-distribution, clean (no corruptions), \
      shifted-prior (another population), shifted-prior-told (map and network are told of it), or one thing planted that ought to be told: noise-alone, off-60-hz, \
      off-0.17-ppm, conjugated, wide-lines, residual-water, spurious-echo, unmodelled-metabolite, other-te, brain, \
      clipped. With a folder its scans are quantified with their waters: NAME.nii, NAME-water.nii, and truth.json with \
      the amounts of each.
      """)

  @Argument(help: "A folder of scans with their truth, in place of a scenario.", completion: .directory)
  var folder: String?

  @Option(help: ArgumentHelp("What spectra are drawn.", valueName: "scenario"))
  var scenario: EvaluationScenario = .inDistribution

  @Option(
    help: ArgumentHelp(
      "Which of nlsf, map, network, posterior, separated by commas (default: all but posterior).", valueName: "methods"
    ),
    transform: Self.methods)
  var methods: [EvaluationMethod]?

  @Option(help: ArgumentHelp("How many spectra are drawn.", valueName: "number"))
  var examples: Int = 300

  @Option(
    help: ArgumentHelp("The network bundle (default: that which comes with the program).", valueName: "folder"),
    completion: .directory)
  var network: String?

  @Option(
    help: "The basis.json of a 'simulate' run (default: simulated anew).", completion: .file(extensions: ["json"]))
  var basis: String?

  @Option(
    help: "The prior.json that spectra are drawn from and map is told (default: that of the network's training).",
    completion: .file(extensions: ["json"]))
  var prior: String?

  @OptionGroup var protocolOptions: ProtocolOptions

  @Option(help: ArgumentHelp("Leave a run folder with tables and a page.", valueName: "folder"), completion: .directory)
  var out: String?

  @Option(help: "The seed of all random numbers.")
  var seed: UInt64 = 1

  @Flag(help: "Print the results as JSON.")
  var json = false

  @Flag(help: "Show no progress.")
  var quiet = false

  @Flag(help: "Replace the run folder if it is there.")
  var force = false

  func validate() throws {
    guard examples >= 3 else { throw ValidationError("--examples is \(examples); it must be at least 3") }
  }

  func run() async throws {
    let settings = try protocolOptions.settings(seed: seed, quiet: quiet)
    let evaluate = EvaluateRun(
      settings, on: folder.map { .folder(URL(filePath: $0)) } ?? .scenario(scenario, examples: examples),
      methods: methods, network: network.map { URL(filePath: $0) }, basis: basis.map { URL(filePath: $0) },
      prior: prior.map { URL(filePath: $0) })
    let evaluation: Evaluation
    if let out {
      evaluation = try await protocolOptions.leavingRun(
        of: "evaluate", stage: "evaluate", at: URL(filePath: out), settings: settings, seed: seed, force: force
      ) { try await evaluate.perform(in: $0) }
    } else {
      evaluation = try await evaluate.evaluation()
    }
    if json { return try printJSON(evaluation) }
    print(try evaluation.tables().map { "\($0.title)\n\n\($0.text())" }.joined(separator: "\n"), terminator: "")
    if let out { print("\nReport: \(URL(filePath: out).appending(path: "report.html").path.printable)") }
  }

  private static func methods(_ text: String) throws -> [EvaluationMethod] {
    try text.split(separator: ",").map { name in
      guard let method = EvaluationMethod(rawValue: name.trimmingCharacters(in: .whitespaces)) else {
        let known = EvaluationMethod.allCases.map(\.rawValue).joined(separator: ", ")
        throw ValidationError("'\(name)' is no method; expected some of \(known), separated by commas")
      }
      return method
    }
  }
}
