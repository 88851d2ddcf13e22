import ArgumentParser
import Foundation
import MRSNetworks
import MRSRuns

/// A network from spectra in files.
struct Train: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Train a network on synthesised spectra.",
    discussion: """
      Takes the run folder of 'synthesize' and leaves the network bundle 'network' with its card. Without a folder a qCNN \
      learns from spectra that are made while it trains, none of which is kept. With --checkpoints a training that was \
      stopped goes on where it was, to the same weights.
      """)

  @Argument(help: "The run folder of 'synthesize' (default: spectra made on the way).", completion: .directory)
  var spectra: String?

  @Option(help: "What to train: quantification (qCNN) or classification (cCNN).")
  var task: NetworkCard.Task = .quantification

  @Option(
    help: "Without a folder: the basis.json of a 'simulate' run (default: simulated anew).",
    completion: .file(extensions: ["json"]))
  var basis: String?

  @Option(
    help: "Without a folder: the prior.json of a study (default: the literature values).",
    completion: .file(extensions: ["json"]))
  var prior: String?

  @Option(help: ArgumentHelp("Where to keep checkpoints.", valueName: "folder"), completion: .directory)
  var checkpoints: String?

  @OptionGroup var options: StageRunOptions

  func validate() throws {
    guard spectra == nil else {
      guard basis == nil, prior == nil else {
        throw ValidationError("--basis and --prior are for training without a folder of spectra, which has its own.")
      }
      return
    }
    guard task == .quantification else {
      throw ValidationError("A cCNN learns from the folder of 'synthesize --task classification'; give it.")
    }
  }

  func run() async throws {
    let settings = try options.settings()
    let training = TrainRun(
      settings, task: task, spectra: spectra.map { URL(filePath: $0) },
      basis: basis.map { URL(filePath: $0) }, prior: prior.map { URL(filePath: $0) },
      checkpoints: checkpoints.map { URL(filePath: $0) })
    try await options.perform(verb: "train", settings: settings) { try await training.perform(in: $0) }
  }
}
