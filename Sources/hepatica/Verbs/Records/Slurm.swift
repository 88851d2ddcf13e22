import ArgumentParser
import Foundation
import MRSRuns

/// A batch script for a cluster.
struct Slurm: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Print a Slurm batch script that runs a command of hepatica.",
    discussion: """
      As 'hepatica slurm --shards 20 quantify scans --out runs/scans > job.sh'. A command that knows shards becomes an array \
      of them, any other one job. The command is checked before the script is printed. A task that was killed goes on where \
      it was when the script is handed in again.
      """)

  @Option(help: "How many tasks share the work, for commands that have --shard.")
  var shards = 10

  @Option(help: "Cores a task. No result depends on it.")
  var cores = 1

  @Option(help: ArgumentHelp("Memory a task.", valueName: "size"))
  var memory: String?

  @Option(help: ArgumentHelp("The time limit, as 02:00:00.", valueName: "time"))
  var time: String?

  @Option(help: ArgumentHelp("The partition.", valueName: "name"))
  var partition: String?

  @Option(
    help: ArgumentHelp("How the program is called, as 'apptainer exec hepatica.sif hepatica'.", valueName: "command"))
  var program = "hepatica"

  @Argument(parsing: .captureForPassthrough, help: "The verb with its options; --out must be among them.")
  var command: [String]

  /// Verbs that leave a run folder.
  private static let verbs = [
    "study", "quantify", "synthesize", "evaluate", "train", "classify", "simulate", "process", "prior", "demo",
  ]

  func validate() throws {
    // All that follows belongs to the command, also a wish for help.
    if command.first == "--help" || command.first == "-h" { throw CleanExit.helpRequest(self) }
    guard shards >= 1, cores >= 1 else { throw ValidationError("--shards and --cores must be at least 1") }
    guard let verb = command.first, Self.verbs.contains(verb) else {
      throw ValidationError("expected a command that leaves a run folder: \(Self.verbs.joined(separator: ", "))")
    }
    guard let run = Self.run(in: command), !run.isEmpty else {
      throw ValidationError("the command names no run folder; give it --out FOLDER")
    }
    for option in ["--shard", "--threads", "--quiet"]
    where command.contains(where: { $0 == option || $0.hasPrefix(option + "=") }) {
      throw ValidationError("\(option) is the script's own; leave it out of the command")
    }
  }

  func run() async throws {
    // A mistake is told now, not by twenty tasks tomorrow.
    _ = try await Hepatica.asyncParseAsRoot(command)
    let knowsShards = (try? await Hepatica.asyncParseAsRoot(command + ["--shard", "0/\(shards)"])) != nil
    var script = SlurmScript(
      command: command, shards: knowsShards ? shards : nil, run: Self.run(in: command) ?? "")
    script.cores = cores
    script.memory = memory
    script.time = time
    script.partition = partition
    script.program = program
    print(script.text, terminator: "")
  }

  /// What follows `--out`.
  private static func run(in command: [String]) -> String? {
    if let place = command.lastIndex(of: "--out"), place + 1 < command.count { return command[place + 1] }
    return command.last { $0.hasPrefix("--out=") }.map { String($0.dropFirst("--out=".count)) }
  }
}
