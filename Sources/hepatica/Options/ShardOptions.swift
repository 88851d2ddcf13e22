import ArgumentParser
import MRSRuns

/// Which part of a run a process does.
struct ShardOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Do one part of N, I from 0 on, for 'hepatica merge'; N alone takes I from SLURM_ARRAY_TASK_ID.",
      valueName: "I/N"))
  var shard: Shard?

  /// What is done here.
  var parts: RunParts { Invocation.parts ?? shard.map { .shard($0) } ?? .whole }
}
