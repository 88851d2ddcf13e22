import ArgumentParser
import Foundation
import MRSNetworks
import MRSRuns

/// Training spectra as files.
struct Synthesize: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Synthesise training and validation spectra.",
    discussion: """
      Leaves training.h5 and validation.h5 (HDF5, see Documentation/SpectrumFiles.md), the prior and the basis they \
      come from, and a picture of 16 of them. Without --prior the amounts are the protocol's literature values. A run \
      that was killed goes on where it was when the same command is given again, to the same bytes.
      """)

  @Option(
    help: "The basis.json of a 'simulate' run (default: simulated anew).", completion: .file(extensions: ["json"]))
  var basis: String?

  @Option(help: "The prior.json of a study (default: the literature values).", completion: .file(extensions: ["json"]))
  var prior: String?

  @Option(help: "What the spectra are for: quantification or classification.")
  var task: NetworkCard.Task = .quantification

  @OptionGroup var options: StageRunOptions

  func run() async throws {
    let settings = try options.settings()
    let synthesis = SynthesizeRun(
      settings, task: task, basis: basis.map { URL(filePath: $0) }, prior: prior.map { URL(filePath: $0) })
    try await options.perform(verb: "synthesize", settings: settings, resuming: synthesis.key()) {
      try await synthesis.perform(in: $0)
    }
  }
}

extension NetworkCard.Task: ExpressibleByArgument {}
