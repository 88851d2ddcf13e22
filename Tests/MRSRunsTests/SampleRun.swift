import Foundation
import MRSRuns

/// A run of a made-up verb.
enum SampleRun {
  struct Settings: Codable, Hashable { var points = 1024, dwellTime = 5e-4 }

  /// A run that writes one artefact.
  @discardableResult
  static func run(at folder: URL, force: Bool = false, input: URL? = nil, threads: Int = 1) async throws -> Manifest {
    try await RunFolder.run(at: folder, force: force) { run in
      if let input { try run.record(input: input) }
      try await run.stage("compute") { try run.write(Data([1, 2, 3]), to: "results/values.bin") }
      run.warn("/data/patients/liver01.SDAT: the amount of Lac is at its bound")
      return try run.finish(
        .init(
          verb: "fit", arguments: ["/data/liver01.SDAT", "--out", folder.path, "--threads=\(threads)"], threads: threads
        ),
        seed: 7, resolved: Settings())
    }
  }
}
