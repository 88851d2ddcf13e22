/// A batch script for Slurm that runs one command of ours: as an array of shards, or as one job.
public struct SlurmScript: Hashable, Sendable {
  /// The arguments of `hepatica`, verb first.
  public let command: [String]
  /// How many tasks the array has; `nil` for a command that knows no shards.
  public let shards: Int?
  /// The run folder that the command leaves, by whose name job and log are called.
  public let run: String
  /// Cores a task, memory ("4G"), time limit ("02:00:00"), partition.
  public var cores = 1
  public var memory, time, partition: String?
  /// The command by which the program is called.
  public var program = "hepatica"

  public init(command: [String], shards: Int?, run: String) {
    self.command = command
    self.shards = shards
    self.run = run
  }

  /// The text of the script.
  public var text: String {
    let name = run.split(separator: "/").last.map(String.init) ?? "hepatica"
    var lines = ["#!/bin/bash", "#SBATCH --job-name=\(Self.quoted(name))"]
    if let shards { lines.append("#SBATCH --array=0-\(shards - 1)") }
    lines.append("#SBATCH --cpus-per-task=\(cores)")
    for (option, value) in [("mem", memory), ("time", time), ("partition", partition)] {
      if let value { lines.append("#SBATCH --\(option)=\(Self.quoted(value))") }
    }
    lines += [
      "#SBATCH --output=\(Self.quoted(name))-%\(shards == nil ? "j" : "A_%a").log",
      // A task that a node took down with it begins again, adds to its log and goes on with what it had finished.
      "#SBATCH --requeue", "#SBATCH --open-mode=append", "",
    ]
    if shards != nil {
      lines += [
        "# All tasks, then one run folder of what they leave; after a failure the same line does only what is missing:",
        "#   job=$(sbatch --parsable this-script.sh)",
        "#   sbatch --dependency=afterok:$job --wrap \(Self.quoted("\(program) merge \(Self.quoted(run))"))", "",
      ]
    }
    lines += [
      "set -euo pipefail",
      "export OMP_NUM_THREADS=1 OPENBLAS_NUM_THREADS=1",
      "exec \(program) " + command.map(Self.quoted).joined(separator: " ")
        + " --threads \"${SLURM_CPUS_PER_TASK:-\(cores)}\" --quiet"
        + (shards.map { " --shard \"${SLURM_ARRAY_TASK_ID}/\($0)\"" } ?? ""),
    ]
    return lines.joined(separator: "\n") + "\n"
  }

  /// A word as a shell takes it whole.
  static func quoted(_ word: String) -> String {
    let plain = word.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || "-_./=:,+%@".contains($0)) }
    return plain && !word.isEmpty ? word : "'" + word.replacing("'", with: "'\\''") + "'"
  }
}
