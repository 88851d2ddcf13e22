import Foundation
import Testing

@Suite("An interrupted training on the command line", .serialized)
struct TrainingInterruptionTests {
  static let settings = [
    "--set", "training.quantificationExamples=2000", "--set", "training.validationExamples=200", "--set",
    "training.quantificationEpochs=400", "--set", "training.quantification=paper", "--quiet",
  ]

  @Test("Control-C is heard within a second or two, the state is kept and named, and a second one ends it at once")
  func interrupted() async throws {
    let scratch = try ScratchFolder()
    let spectra = try await BuiltCommand.run(["synthesize", "--out", scratch.path("spectra")] + Self.settings)
    try #require(spectra.exitCode == 0, "\(spectra.errors)")
    let checkpoints = scratch.path("state")
    let train =
      ["train", scratch.path("spectra"), "--out", scratch.path("run"), "--checkpoints", checkpoints] + Self.settings
    let first = try await BuiltCommand.runInterrupted(train, after: 8)
    #expect(first.exitCode == 130, "\(first.errors)")
    #expect(first.errors.contains("the training was interrupted after"), "\(first.errors)")
    #expect(first.errors.contains("kept in \(checkpoints)"), "\(first.errors)")
    #expect(FileManager.default.fileExists(atPath: checkpoints + "/checkpoint.safetensors"))
    #expect(!FileManager.default.fileExists(atPath: scratch.path("run")))
    // Other tests keep the cores busy meanwhile, and a step takes a second then.
    #expect(first.seconds < 10, "heard after \(first.seconds) s")
    for _ in 0..<2 {
      let twice = try await BuiltCommand.runInterrupted(train, after: 2, times: 2)
      // 130 by either way, never a fault (139) or an abort (134).
      #expect(twice.exitCode == 130, "\(twice.errors)")
    }
  }

  @Test("The engine's threads sleep while they wait, unless the user wants otherwise")
  func waiting() async throws {
    let scratch = try ScratchFolder()
    let settings = [
      "training.quantificationExamples=64", "training.validationExamples=32", "networks.paper.batchSize=32",
      "training.quantificationEpochs=2", "training.quantification=paper",
    ].flatMap { ["--set", $0] }
    let spectra = try await BuiltCommand.run(["synthesize", "--out", scratch.path("spectra"), "--quiet"] + settings)
    try #require(spectra.exitCode == 0, "\(spectra.errors)")
    var weights: [Data] = []
    for policy in [nil, "active"] {
      let folder = scratch.path(policy ?? "own")
      var environment = ["OMP_DISPLAY_ENV": "true"]
      environment["OMP_WAIT_POLICY"] = policy
      let run = try await BuiltCommand.run(
        ["train", scratch.path("spectra"), "--out", folder, "--quiet"] + settings, environment: environment)
      try #require(run.exitCode == 0, "\(run.errors)")
      // What the library of threads itself says when it is opened.
      let said = run.errors.split(separator: "\n").filter { $0.contains("OMP_WAIT_POLICY") }
      #expect(said.contains { $0.contains(policy == nil ? "PASSIVE" : "ACTIVE") }, "\(said)")
      weights.append(try Data(contentsOf: URL(filePath: folder + "/network/weights.safetensors")))
    }
    #expect((weights[0] == weights[1]) as Bool)
  }
}
