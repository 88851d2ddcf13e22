import ArgumentParser
import Foundation
import MRSCore
import MRSFormats
import MRSProfile
import MRSQuantification
import MRSRuns
import MRSStudy

extension QuantifyRequest.Method: ExpressibleByArgument {}
extension AnalysisProfile.LipidSection.Model: ExpressibleByArgument {}
extension QuantifyRequest.Concentration: ExpressibleByArgument {}

/// The amounts in one file, or in many as a batch.
struct Quantify: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Quantify the metabolites and lipids of a scan, or of many.",
    discussion: """
      Raw coils and averages are combined first. With --basis an LCModel basis set is fitted; without it the \
      protocol's basis is simulated, if the scan is of the protocol. With --water amounts are concentrations, corrected \
      for relaxation, otherwise in arbitrary units. What is assumed of the tissue, and what a fit may vary, is the \
      profile's: --profile brain, liver, phantom, or a file of one's own ('hepatica profile show'). A number is printed \
      with its uncertainty and with what is doubtful about it.

      Several files, a folder of them, a list (.csv with the columns file and water) or the .h5 of a synthesize run are \
      one batch: --out takes results.csv and results.jsonl, a spectrum that fails has its error there, and the same \
      command goes on after an interruption. With --out a file that holds several signals, a grid of voxels or a \
      series, is a batch too, each with its place and time; of a grid there are maps, as images beside the tables.
      """)

  @Argument(
    help: ArgumentHelp("The signal: NIfTI-MRS, SDAT or RAW; or several, or what holds several.", valueName: "file"),
    completion: .file())
  var files: [String]

  @Option(
    help: ArgumentHelp(
      "The basis set: an LCModel .BASIS, a folder of .RAW or of FSL-MRS .json files, or basis.json of a simulate run."),
    completion: .file())
  var basis: String?

  @OptionGroup var basisOptions: BasisOptions

  @Option(help: "The unsuppressed scan of the same voxel.", completion: .file())
  var water: String?

  @Option(
    help: ArgumentHelp(
      "The unit of amounts with --water: a litre of tissue without fat, a kg of wet tissue, or a kg of tissue water."))
  var unit: QuantifyRequest.Concentration = .millimolar

  @Option(help: "How amounts are found.")
  var method: QuantifyRequest.Method = .fit

  @Option(
    help: "The prior.json of a study, for every method but fit (default: the protocol's literature values).",
    completion: .file(extensions: ["json"]))
  var prior: String?

  @Option(
    help: ArgumentHelp("The network bundle (default: that which comes with the program).", valueName: "folder"),
    completion: .directory)
  var network: String?

  @Option(
    help: ArgumentHelp(
      "Say what part of the spectrum the network's answer for a species or sum comes from: as bars in --figure and --page.",
      valueName: "name"))
  var saliency: String?

  @Flag(
    inversion: .prefixedNo,
    help: ArgumentHelp(
      "Make the spectrum again from the network's amounts, for curves and a doubt where they do not explain it.",
      discussion: "Takes as long as a fit. Default: of one spectrum yes, of a batch no."))
  var reconstruction: Bool?

  @Option(
    help: ArgumentHelp(
      "How many draws --method posterior makes, or each of the four Markov chains of mcmc keeps (default: 2,000 and 500).",
      discussion:
        "With fewer it is quicker. Of the posterior's means 88 % are right to a tenth of their deviations with 500 draws, 96 % with 2,000.",
      valueName: "number"))
  var draws: Int?

  @Option(
    help: ArgumentHelp("What ratios are taken to (default: Cr+PCr, where the basis has both).", valueName: "names"))
  var reference: String?

  @Option(
    help: ArgumentHelp(
      "What the analysis assumes: brain, liver, phantom, or a TOML file laid over one of them.",
      discussion: "Default: brain where the basis has NAA, else the protocol's.", valueName: "profile"),
    completion: .file(extensions: ["toml"]))
  var profile: String?

  @OptionGroup var protocolOptions: ProtocolOptions

  @OptionGroup var signal: SignalOptions

  @Option(
    help: ArgumentHelp("The part of the spectrum that is fitted, in ppm.", valueName: "low:high"),
    transform: Self.window)
  var window: ClosedRange<ChemicalShift>?

  @Option(
    help: ArgumentHelp(
      "Fit in the time domain, without the first milliseconds, in which what is broad decays, and without a baseline.",
      valueName: "ms"))
  var timeDomain: Double?

  @Option(
    help: ArgumentHelp(
      "How smooth the baseline is: adaptive, none, or how far it bends in percent of the tallest point.",
      discussion: "0.2 gives LCModel's ratios for LCModel's own test.", valueName: "smoothness"),
    transform: Self.baseline)
  var baseline = BaselineChoice.adaptive

  @Flag(help: "Reverse the frequency axis, for files of the other convention.")
  var conjugate = false

  @Flag(help: "Add no broad signals to a basis file that has none.")
  var noMacromolecules = false

  @Option(
    help:
      "How the lipid resonances hang together: not at all, or as in one triglyceride, softly (default: the profile's).")
  var lipids: AnalysisProfile.LipidSection.Model?

  @Flag(help: "Assume no ratios of weak metabolites to strong ones in a brain.")
  var noRatios = false

  @Flag(help: "Draw no amount of a liver towards what is usual: nonlinear least squares as such.")
  var freeAmounts = false

  @Option(help: ArgumentHelp("Leave a run folder.", valueName: "folder"), completion: .directory)
  var out: String?

  @Option(help: ArgumentHelp("Write the amounts as CSV.", valueName: "file"), completion: .file(extensions: ["csv"]))
  var csv: String?

  @Option(
    help: ArgumentHelp("Draw spectrum and fit as SVG.", valueName: "file"), completion: .file(extensions: ["svg"]))
  var figure: String?

  @Option(
    help: ArgumentHelp("Draw spectrum, table, quality and origin on one page as SVG.", valueName: "file"),
    completion: .file(extensions: ["svg"]))
  var page: String?

  @Option(
    help: ArgumentHelp("Write table and curves in the layout of LCModel's .COORD.", valueName: "file"),
    completion: .file(extensions: ["coord"]))
  var coord: String?

  @Option(
    help: ArgumentHelp(
      "Quantify every so many averages by themselves, one step of a series after the other; with --out.",
      valueName: "averages"))
  var series: Int?

  @OptionGroup var shardOptions: ShardOptions

  @Flag(help: "Print the results as JSON, with the full covariance.")
  var json = false

  @Flag(help: "Show no progress.")
  var quiet = false

  @Flag(help: "Replace files and the run folder if they are there.")
  var force = false

  func validate() throws {
    if method != .network, network != nil { throw ValidationError("--network needs --method network") }
    if method != .network, saliency != nil {
      throw ValidationError(
        "--saliency needs --method network: a fit shows what it comes from as the curve of each species")
    }
    if method != .network, reconstruction != nil {
      throw ValidationError("--reconstruction is for --method network: a fit has its own curves")
    }
    if let draws {
      guard method == .mcmc || method == .posterior else {
        throw ValidationError("--draws is for --method posterior and mcmc")
      }
      let most = method == .mcmc ? 100_000 : 20_000
      guard (20...most).contains(draws) else {
        throw ValidationError("--draws \(draws): expected 20 to \(most)\(method == .mcmc ? " draws a chain" : "")")
      }
    }
    if let series, series < 1 { throw ValidationError("--series \(series): expected at least one average a step") }
    let hasPrior = method == .map || method == .mcmc || method == .posterior
    if prior != nil, method == .fit {
      throw ValidationError(
        "--prior is for every method but fit, which takes every amount from zero on as likely")
    }
    if hasPrior, lipids != nil {
      throw ValidationError("--lipids is for --method fit: the prior has lipids of its own")
    }
    if method == .network, lipids != nil { throw ValidationError("--lipids is for fits; a network learned its own") }
    if method == .mcmc || method == .posterior || method == .network, timeDomain != nil {
      throw ValidationError("--time-domain is for --method fit or map")
    }
    if baseline != .adaptive, method == .network || timeDomain != nil {
      throw ValidationError("--baseline is for fits of the spectrum: a network and --time-domain have none")
    }
    if basis == nil, basisOptions.choices != BasisChoices() {
      throw ValidationError(
        "--basis-echo-time and --any-field are for --basis: a simulated basis is of the scan's field")
    }
    if method == .network, window != nil { throw ValidationError("--window is for fits; a network has its own") }
  }

  func run() async throws {
    let inputs = files.map { URL(filePath: $0) }
    // Whether one file holds several signals is seen when it is read, and not read before only to see it.
    var isGrid: Bool { out != nil && BatchItem.isGrid(inputs[0], overrides: signal.overrides) }
    let isBatch = BatchItem.isBatch(inputs) || series != nil || shardOptions.parts != .whole && isGrid
    if shardOptions.parts != .whole, !isBatch {
      throw ValidationError("--shard is for a batch: several files, a folder, a list, an .h5 or a grid of voxels")
    }
    if isBatch { return try await runBatch(of: inputs) }
    let settings = try protocolOptions.settings(seed: 0, quiet: quiet)
    let outputs = QuantifyOutputs(
      csv: csv.map { URL(filePath: $0) }, figure: figure.map { URL(filePath: $0) },
      page: page.map { URL(filePath: $0) },
      coord: coord.map { URL(filePath: $0) }, folder: out.map { URL(filePath: $0) }, force: force)
    let result: QuantifiedScan
    do {
      result = try await QuantifyRun(
        try request(for: inputs[0]), quantifier: quantifier(settings), outputs: outputs
      ).perform(arguments: Invocation.arguments)
    } catch FormatError.severalSignals where isGrid {
      return try await runBatch(of: inputs)
    }
    if json { return try printJSON(result) }
    print(try result.text(), terminator: "")
  }

  func quantifier(_ settings: StudySettings) -> ScanQuantifier {
    ScanQuantifier(studyProtocol: settings.studyProtocol, stream: settings.stream, worker: settings.worker)
  }

  /// What the options say of a signal.
  /// - Parameter isBatch: whether it is one of many.
  /// - Throws: `ConfigurationError`, `ProfileError`.
  func request(for file: URL, isBatch: Bool = false) throws -> QuantifyRequest {
    QuantifyRequest(
      file: file, basis: basis.map { URL(filePath: $0) }, basisChoices: basisOptions.choices,
      water: water.map { URL(filePath: $0) },
      method: method, prior: prior.map { URL(filePath: $0) }, network: network.map { URL(filePath: $0) },
      saliency: saliency, reconstructs: reconstruction ?? (method == .network && !isBatch), draws: draws,
      profile: try profile.map { try AnalysisProfile.load($0) },
      reference: reference.map { $0.split(separator: "+").map { $0.trimmingCharacters(in: .whitespaces) } },
      overrides: signal.overrides, isConjugated: conjugate,
      choices: FitChoices(
        window: window, domain: timeDomain.map { .time(skipped: $0 / 1000) } ?? .frequency, baseline: baseline,
        addsMacromolecules: !noMacromolecules, lipids: lipids, usesRatios: !noRatios,
        usesExpectedAmounts: !freeAmounts),
      concentration: unit)
  }

  private static func baseline(_ text: String) throws -> BaselineChoice {
    guard let choice = BaselineChoice(text) else {
      throw ValidationError("'\(text)' is no baseline; expected adaptive, none or a percentage above zero, as 0.3")
    }
    return choice
  }

  private static func window(_ text: String) throws -> ClosedRange<ChemicalShift> {
    let ends = text.split(separator: ":", omittingEmptySubsequences: false).map { Double($0) }
    guard ends.count == 2, let low = ends[0], let high = ends[1], low.isFinite, high.isFinite, low < high else {
      throw ValidationError("'\(text)' is no window; expected two shifts in ppm, the lower first, as 0.2:4.0")
    }
    return .ppm(low) ... .ppm(high)
  }
}
