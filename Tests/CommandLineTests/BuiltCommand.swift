import Foundation
import Subprocess

#if canImport(System)
  import System
#else
  import SystemPackage
#endif

/// The command as it was built, beside the tests.
enum BuiltCommand {
  struct Outcome: Sendable {
    let output: String
    let errors: String
    let exitCode: Int?
  }

  /// The folder into which the package is built: that of the test bundle.
  private static var folder: URL {
    // On Linux the tests are an executable there; on macOS a bundle, run by a tool of Xcode.
    let bundles = Bundle.allBundles.map(\.bundleURL).filter { $0.pathExtension == "xctest" }
    if let bundle = bundles.first { return bundle.deletingLastPathComponent() }
    return URL(filePath: CommandLine.arguments[0]).deletingLastPathComponent()
  }

  /// Where it is.
  static var path: String { folder.appending(path: "hepatica").path }

  /// Runs the command.
  static func run(_ arguments: String...) async throws -> Outcome { try await run(arguments) }

  /// Runs the command and kills it, as `kill -9` does, as soon as `file` has grown by `bytes` since it was there.
  ///
  /// A shell watches and kills: a task of this process may wait for seconds while other tests keep all threads busy.
  /// - Returns: Whether it was killed; false where it ended before, which shows in `result` being there.
  static func runKilled(_ arguments: [String], when file: String, growsBy bytes: Int, or result: String) async throws
    -> Bool
  {
    let script = """
      "$@" >/dev/null 2>&1 &
      pid=$!
      first=
      asked=0
      while [ ! -e "$RESULT" ] && [ $asked -lt 20000 ]; do
        asked=$((asked + 1))
        size=$(wc -c 2>/dev/null < "$WATCHED") || continue
        [ -n "$first" ] || first=$((size))
        [ $((size)) -lt $((first + BYTES)) ] || break
      done 2>/dev/null
      kill -9 $pid 2>/dev/null
      wait $pid
      """
    let outcome = try await Subprocess.run(
      .path("/bin/sh"),
      arguments: Arguments(["-c", script, "sh", folder.appending(path: "hepatica").path] + arguments),
      environment: .inherit.updating(["WATCHED": file, "RESULT": result, "BYTES": "\(bytes)"]), input: .none,
      output: .discarded, error: .discarded)
    // 128 and the signal's number.
    if case .exited(let status) = outcome.terminationStatus { return status == 128 + SIGKILL }
    return false
  }

  /// Runs the command and interrupts it, as Control-C does, `seconds` after its start, and a twentieth of a second later
  /// again for each further time.
  /// - Returns: Its outcome without output, and how long after the first interrupt it ended.
  static func runInterrupted(
    _ arguments: [String], after seconds: Int, times: Int = 1
  ) async throws -> (exitCode: Int?, errors: String, seconds: Double) {
    let script = """
      "$@" >/dev/null &
      pid=$!
      sleep \(seconds)
      begin=$(date +%s%N)
      for time in $(seq \(times)); do kill -INT $pid; sleep 0.05; done 2>/dev/null
      wait $pid
      code=$?
      echo "ended after $(( ($(date +%s%N) - begin) / 1000000 )) ms" >&2
      exit $code
      """
    let result = try await Subprocess.run(
      .path("/bin/sh"),
      arguments: Arguments(["-c", script, "sh", folder.appending(path: "hepatica").path] + arguments), input: .none,
      output: .discarded, error: .string(limit: 1 << 20))
    var code: Int?
    if case .exited(let status) = result.terminationStatus { code = Int(status) }
    let words = result.standardError.split { $0 == " " || $0 == "\n" }.suffix(2)
    return (code, result.standardError, (words.first.flatMap { Double($0) } ?? .infinity) / 1000)
  }

  /// Runs the command, with further variables in its environment.
  static func run(_ arguments: [String], environment: [String: String] = [:]) async throws -> Outcome {
    try await run(arguments, by: folder.appending(path: "hepatica"), environment: environment)
  }

  /// Runs the examples of the libraries.
  static func runExamples(_ arguments: String...) async throws -> Outcome {
    try await run(arguments, by: folder.appending(path: "examples"))
  }

  /// Runs a copy of the command that has nothing of what was built beside it.
  static func runAlone(_ arguments: [String], in scratch: URL) async throws -> Outcome {
    let copy = scratch.appending(path: "hepatica")
    try FileManager.default.copyItem(at: folder.appending(path: "hepatica"), to: copy)
    return try await run(arguments, by: copy)
  }

  private static func run(_ arguments: [String], by command: URL, environment: [String: String] = [:]) async throws
    -> Outcome
  {
    let result = try await Subprocess.run(
      .path(FilePath(command.path)), arguments: Arguments(arguments),
      // A crash is told by its exit code at once; a trace of it takes long on a busy machine.
      environment: .inherit.updating(
        ["COLUMNS": "80", "SWIFT_BACKTRACE": "enable=no"]
          .merging(environment.map { (.init(stringLiteral: $0), $1) }) { $1 }),
      output: .string(limit: 1 << 20), error: .string(limit: 1 << 20)
    )
    var code: Int?
    if case .exited(let status) = result.terminationStatus { code = Int(status) }
    return Outcome(output: result.standardOutput, errors: result.standardError, exitCode: code)
  }
}
