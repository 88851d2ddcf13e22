import ArgumentParser
import Foundation
import MRSPipeline

/// The basis set of a protocol.
struct Simulate: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Simulate the basis set of a protocol.",
    discussion: "Leaves basis.json (transition lines) and basis.svg in the run folder.")

  @OptionGroup var options: StageRunOptions

  func run() async throws {
    try await options.perform(verb: "simulate") { context, run in
      let basis = try await context.simulateBasis()
      try context.write(basis, to: run)
      return try context.table(of: basis)
    }
  }
}
