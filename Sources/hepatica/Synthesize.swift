import ArgumentParser
import Foundation
import MRSNetworks
import MRSPipeline

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
    try await options.perform(verb: "synthesize", resumes: true) { context, run in
      let basis = try await context.basis(at: basis.map { URL(filePath: $0) }, recordingIn: run)
      let prior = try context.prior(at: prior.map { URL(filePath: $0) }, recordingIn: run)
      return try await context.synthesize(for: task, prior: prior, basis: basis, in: run)
    }
  }
}

extension NetworkCard.Task: ExpressibleByArgument {}
