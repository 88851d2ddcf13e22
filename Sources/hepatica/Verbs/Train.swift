import ArgumentParser
import Foundation
import MRSNetworks
import MRSRuns

/// A network from spectra in files.
struct Train: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Train a network on synthesised spectra.",
    discussion: """
      Takes the run folder of 'synthesize' and leaves the network bundle 'network' with its card. With --checkpoints a \
      training that was stopped goes on where it was, to the same weights.
      """)

  @Argument(help: "The run folder of 'synthesize'.", completion: .directory)
  var spectra: String

  @Option(help: "What to train: quantification (qCNN) or classification (cCNN).")
  var task: NetworkCard.Task = .quantification

  @Option(help: ArgumentHelp("Where to keep checkpoints.", valueName: "folder"), completion: .directory)
  var checkpoints: String?

  @OptionGroup var options: StageRunOptions

  func run() async throws {
    let settings = try options.settings()
    let training = TrainRun(
      settings, task: task, spectra: URL(filePath: spectra), checkpoints: checkpoints.map { URL(filePath: $0) })
    try await options.perform(verb: "train", settings: settings) { try await training.perform(in: $0) }
  }
}
