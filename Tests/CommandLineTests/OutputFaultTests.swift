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

  @Test("Where nobody reads what is printed, nothing half-written is left, and it ends as other programs do")
  func closedPipes() async throws {
    let folder = try ScratchFolder()
    let settings = "--set acquisition.points=512 --no-lipids"
    // 141 is a shell's word for a program that a closed pipe has ended.
    let (both, _) = try await shell(
      "{ \"$1\" simulate --out '\(folder.path("a"))' \(settings) 2>&1; echo $? >&3; } 3>&1 >/dev/null | true; "
        + "{ { \"$1\" simulate --out '\(folder.path("b"))' \(settings) 2>&1; echo $? >&3; } | sleep 0; } 3>&1")
    #expect(both.hasSuffix("141\n"), "\(both)")
    let (errors, _) = try await shell(
      "{ { \"$1\" simulate --out '\(folder.path("c"))' \(settings) 2>&1 >/dev/null; echo $? >&3; } | sleep 0; } 3>&1")
    #expect(errors == "0\n", "\(errors)")
    #expect(folder.contents == ["a", "b", "c"])
  }

  @Test("The folder that one is in is refused as a run folder before any work, and another within it named")
  func currentFolder() async throws {
    let folder = try ScratchFolder()
    let (output, errors) = try await shell("cd '\(folder.url.path)' && \"$1\" simulate --out . --quiet; echo $?")
    #expect(output == "1\n" && errors.contains("the folder you are in"), "\(output) \(errors)")
    #expect(errors.contains("\(folder.url.lastPathComponent)/run") && folder.contents.isEmpty)
  }

  @Test("A pipe, a device or a hole of 200 GB among the files of a batch is an error of its own, at once")
  func pipeInBatch() async throws {
    let folder = try ScratchFolder()
    _ = unsafe mkfifo(folder.path("pipe.nii"), 0o600)
    _ = try folder.philips("scan")
    let hole = try FileHandle(forWritingTo: URL(filePath: folder.write("", as: "hole.nii")))
    try hole.truncate(atOffset: 200_000_000_000)
    try hole.close()
    let list = try folder.write("file\nscan.SDAT\npipe.nii\n/dev/zero\nhole.nii\n", as: "list.csv")
    let (output, errors) = try await shell(
      "timeout 60 \"$1\" quantify '\(list)' --out '\(folder.path("out"))' --quiet; echo $?")
    #expect(output.hasSuffix("1\n") && errors.contains("3 of 4 spectra could not be quantified"), "\(output) \(errors)")
    let (refused, words) = try await shell(
      "timeout 20 \"$1\" anonymise '\(folder.path("pipe.nii"))' --out '\(folder.path("copies"))'; echo $?")
    #expect(refused == "1\n" && words.contains("not a regular file"), "\(refused) \(words)")
  }

  @Test(
    "A hole of 200 GB or a device where a prior, a table, a protocol or a bundle's file is expected is refused at once",
    arguments: [
      "study HOLE", "study --virtual --protocol /proc/self/mem", "synthesize --prior HOLE --out x", "study /dev/zero",
      "study --virtual --protocol HOLE", "train --prior HOLE --out x",
      "evaluate --prior /dev/zero", "evaluate --basis HOLE",
      "quantify SCAN --water SCAN --method network --network BUNDLE",
    ])
  func holes(_ command: String) async throws {
    let folder = try ScratchFolder()
    let hole = try folder.write("", as: "hole")
    try FileManager.default.createDirectory(atPath: folder.path("bundle"), withIntermediateDirectories: true)
    let manifest = try folder.write("", as: "bundle/manifest.json")
    for file in [hole, manifest] {
      let handle = try FileHandle(forWritingTo: URL(filePath: file))
      try handle.truncate(atOffset: 200_000_000_000)
      try handle.close()
    }
    let arguments = command.replacing("HOLE", with: "'\(hole)'").replacing("BUNDLE", with: "'\(folder.path("bundle"))'")
      .replacing("SCAN", with: "'\(try folder.philips("scan"))'")
    let (output, errors) = try await shell("cd '\(folder.url.path)' && timeout 20 \"$1\" \(arguments) --quiet; echo $?")
    #expect(output == "1\n", "\(output) \(errors)")
    #expect(
      errors.contains("200000000000 bytes") || errors.contains("not a regular file")
        || errors.contains("input/output error"),
      "\(errors)")
  }

  @Test("A limit of the size of files is an error, and nothing half-written is left")
  func fileSize() async throws {
    let folder = try ScratchFolder()
    let (output, errors) = try await shell(
      "ulimit -f 2; \"$1\" synthesize --out '\(folder.path("out"))' --quiet --set acquisition.points=512 "
        + "--set training.quantificationExamples=64 --set training.validationExamples=32; echo $?")
    #expect(output == "1\n" && errors.contains("ulimit -f"), "\(output) \(errors)")
    #expect(folder.contents.isEmpty, "\(folder.contents)")
  }

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
