import Foundation
import Subprocess
import Testing

#if canImport(System)
  import System
#else
  import SystemPackage
#endif

@Suite("Outputs that cannot be, and limits of the system")
struct OutputFaultTests {
  /// A shell's word on the built command: its exit code on standard output, its errors.
  private func shell(_ script: String) async throws -> (output: String, errors: String) {
    let result = try await Subprocess.run(
      .path("/bin/sh"), arguments: ["-c", script, "sh", BuiltCommand.path], output: .string(limit: 1 << 20),
      error: .string(limit: 1 << 20))
    return (result.standardOutput, result.standardError)
  }

  #if os(Linux)
    @Test("A full disk under standard output is an error", arguments: ["about", "protocol list", "--help"])
    func fullOutput(verb: String) async throws {
      let (output, errors) = try await shell("\"$1\" \(verb) > /dev/full; echo $?")
      #expect(output == "1\n" && errors.hasPrefix("error: standard output: cannot be written"), "\(output) \(errors)")
    }

    @Test("A limit of the memory that can be addressed is told at once")
    func addressSpace() async throws {
      let (output, errors) = try await shell("ulimit -v 400000; timeout 20 \"$1\" about; echo $?")
      #expect(output == "1\n" && errors.contains("ulimit -v"), "\(output) \(errors)")
    }
  #endif

  @Test("Two outputs of one name are refused, and a device is not replaced")
  func names() async throws {
    let folder = try ScratchFolder()
    let scan = try folder.philips("scan")
    let twice = try await BuiltCommand.run(
      "quantify", scan, "--csv", folder.path("x"), "--figure", folder.url.path + "/./x")
    #expect(twice.exitCode == 1 && twice.errors.contains("two outputs have this name"), "\(twice.errors)")
    let pipe = folder.path("pipe")
    _ = unsafe mkfifo(pipe, 0o600)
    let device = try await BuiltCommand.run("quantify", scan, "--csv", pipe, "--force")
    #expect(device.exitCode == 1 && device.errors.contains("not replaced"), "\(device.errors)")
  }
}
