import Foundation
import Subprocess

#if canImport(System)
  import System
#else
  import SystemPackage
#endif

/// The command as it was built, beside the tests.
enum BuiltCommand {
  struct Outcome {
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

  /// Runs the command.
  static func run(_ arguments: String...) async throws -> Outcome { try await run(arguments) }

  /// Runs the command and kills it, as `kill -9` does, as soon as `isReached` holds, which is asked every millisecond.
  /// - Returns: Whether it was killed; false where it ended before.
  static func runKilled(_ arguments: [String], when isReached: @escaping @Sendable () -> Bool) async throws -> Bool {
    let command = folder.appending(path: "hepatica")
    let result = try await Subprocess.run(
      .path(FilePath(command.path)), arguments: Arguments(arguments), input: .none, output: .discarded,
      error: .discarded
    ) { execution in
      // One that has ended, whether well or not, stays a zombie until this returns: a limit ends the waiting.
      for _ in 0..<20_000 {
        if isReached() {
          try? execution.send(signal: .kill)
          return
        }
        try await Task.sleep(for: .milliseconds(1))
      }
    }
    if case .signaled(let signal) = result.terminationStatus { return signal == SIGKILL }
    return false
  }

  /// Runs the command.
  static func run(_ arguments: [String]) async throws -> Outcome {
    let command = folder.appending(path: "hepatica")
    let result = try await Subprocess.run(
      .path(FilePath(command.path)), arguments: Arguments(arguments),
      environment: .inherit.updating(["COLUMNS": "80"]), output: .string(limit: 1 << 20), error: .string(limit: 1 << 20)
    )
    var code: Int?
    if case .exited(let status) = result.terminationStatus { code = Int(status) }
    return Outcome(output: result.standardOutput, errors: result.standardError, exitCode: code)
  }
}
