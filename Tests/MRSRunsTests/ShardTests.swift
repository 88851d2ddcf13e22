import Foundation
import MRSCore
import MRSModel
import MRSProfile
import MRSQuantification
import MRSRuns
import MRSStudy
import MRSSynthesis
import StudySupport
import TestSupport
import Testing

@Suite("Shards of a run")
struct ShardTests {
  @Test("A shard is told as I/N, or as N alone in a task of an array; together they do every job once")
  func shards() throws {
    #expect(try Shard("2/4", environment: [:]) == Shard(index: 2, count: 4))
    #expect(try Shard("4", environment: ["SLURM_ARRAY_TASK_ID": "3"]) == Shard(index: 3, count: 4))
    for text in ["4/4", "-1/4", "a/4", "1/2/3", "", "4", "0/0"] {
      #expect(throws: RunError.self) { try Shard(text, environment: [:]) }
    }
    let doers = try (0..<11).map { job in
      try (0..<4).filter { try Shard(index: $0, count: 4).contains(job) }
    }
    #expect(doers.allSatisfy { $0.count == 1 } && doers[7] == [3])
  }

  @Test("Shards in any order, one of them cut off in a line and run again, merge to the bytes of one process")
  func merging() async throws {
    let folder = try TemporaryFolder()
    let context = try ReducedStudy.context()
    let basis = try await ProtocolSimulator(context.studyProtocol).basis(worker: context.worker)
    let synthesizer = SpectrumGenerator(context.studyProtocol, basis: basis).synthesizer(
      amounts: try CohortPrior(literatureOf: context.studyProtocol).union)
    let file = folder.url.appending(path: "spectra.h5")
    try await StoredSpectra.write(
      StreamedSpectra(count: 10, groups: ["all"], synthesizers: [synthesizer], stream: RandomStream(seed: 12)),
      to: file, tasks: 2)
    let batch = BatchRun(
      try BatchItem.items(of: [file]), by: QuantifyRequest(file: file),
      quantifier: ScanQuantifier(
        studyProtocol: context.studyProtocol, stream: context.stream, worker: context.worker))
    let (whole, parts) = (folder.url.appending(path: "whole"), folder.url.appending(path: "parts"))
    try await batch.perform(to: whole, arguments: ["spectra.h5"])

    func run(_ index: Int) async throws -> [Int] {
      try await batch.perform(
        to: parts, parts: .shard(try Shard(index: index, count: 3)),
        arguments: ["spectra.h5", "--shard", "\(index)/3"]
      ).map(\.index)
    }
    // Another shard has just made the folder, and not yet said what it is of.
    try FileManager.default.createDirectory(
      at: ShardFolder(beside: parts).url, withIntermediateDirectories: true)
    #expect(try await run(2) == [2, 5, 8])
    #expect(try await run(0) == [0, 3, 6, 9])
    let shards = ShardFolder(beside: parts)
    #expect(try shards.arguments() == ["quantify", "spectra.h5"])
    // The process of shard 0 was killed while it wrote its last line.
    let journal = shards.url.appending(path: "0-of-3/journal.jsonl")
    let bytes = try Data(contentsOf: journal)
    try bytes.dropLast(9).write(to: journal)
    let error = await #expect(throws: RunError.self) {
      try await batch.perform(to: parts, parts: .merge(completing: false), arguments: ["spectra.h5"])
    }
    guard case .unfinishedShards(_, 4, 10, let first) = error else {
      Issue.record("\(String(describing: error))")
      return
    }
    #expect(first.contains(1) && first.contains(4) && first.contains(7) && first.count == 4)
    #expect(try await run(0) == [0, 3, 6, 9])
    // What shard 1 would have done is done by the merge.
    try await batch.perform(to: parts, parts: .merge(completing: true), arguments: ["spectra.h5"])
    for name in ["results.csv", "results.jsonl", "manifest.json", "protocol.toml"] {
      let (one, other) = (
        try Data(contentsOf: whole.appending(path: name)), try Data(contentsOf: parts.appending(path: name))
      )
      #expect(one == other, "\(name)")
    }
    #expect(!shards.exists)

    // A merge that was killed after its run folder had its name leaves shards of which it is known that they are merged.
    #expect(try await run(0) == [0, 3, 6, 9] && !shards.isMerged)
    await #expect(throws: RunError.self) {
      try await batch.perform(to: parts, parts: .merge(completing: true), arguments: ["spectra.h5"])
    }
    #expect(!shards.isMerged)
    try Data().write(to: shards.url.appending(path: "merged"))
    #expect(!shards.isMerged, "the run folder is older than the merge")
    try await batch.perform(to: parts, force: true, arguments: ["spectra.h5"])
    #expect(shards.isMerged)
    shards.remove()
    #expect(!shards.exists)
  }

  @Test(
    "A script asks for as many tasks as there are shards, quotes what a shell would take apart, and names the merge")
  func script() {
    var script = SlurmScript(
      command: ["quantify", "my scans", "--out", "runs/it's"], shards: 20, run: "runs/it's")
    script.memory = "4G"
    let lines = script.text.split(separator: "\n").map(String.init)
    #expect(lines.first == "#!/bin/bash" && lines.contains("#SBATCH --array=0-19"))
    #expect(lines.contains("#SBATCH --mem=4G") && lines.contains("#SBATCH --cpus-per-task=1"))
    #expect(
      lines.last
        == "exec hepatica quantify 'my scans' --out 'runs/it'\\''s' --threads \"${SLURM_CPUS_PER_TASK:-1}\" --quiet "
        + "--shard \"${SLURM_ARRAY_TASK_ID}/20\"")
    #expect(script.text.contains("hepatica merge"))
    let single = SlurmScript(command: ["train", "--out", "r"], shards: nil, run: "r").text
    #expect(!single.contains("--array") && !single.contains("--shard") && !single.contains("merge"))
  }
}
