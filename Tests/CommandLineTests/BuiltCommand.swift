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
