import Foundation
import Testing

@Suite("An interrupted synthesis on the command line")
struct SynthesisResumptionTests {
  /// Spectra enough that a shell that looks every few milliseconds cannot miss the middle: 160 blocks of 250, on one thread
  /// a second of a fast machine.
  static let count = 40_000
  static let arguments = [
    "synthesize", "--seed", "5", "--threads", "1", "--set", "training.quantificationExamples=\(count)", "--set",
    "training.validationExamples=250", "--set", "acquisition.points=256",
  ]
  static let blocks = count / 250

  @Test("Killed with SIGKILL midway, the same command goes on, says so, and leaves the bytes of an undisturbed run")
  func killed() async throws {
    let scratch = try ScratchFolder()
    let whole = try await BuiltCommand.run(Self.arguments + ["--out", scratch.path("whole")])
    try #require(whole.exitCode == 0, "\(whole.errors)")
    #expect(!whole.errors.contains("going on"))

    // A machine may be so busy that the kill comes too late; not three times in a row.
    var left: Int?
    for attempt in 1...3 where left == nil {
      left = try await interrupted("cut", in: scratch)
      if left == nil, attempt < 3 {
        for name in scratch.contents where name.contains("cut") {
          try FileManager.default.removeItem(atPath: scratch.path(name))
        }
      }
    }
    let finished = try #require(left, "the command had ended before it could be killed: synthesise more spectra")
    #expect(!scratch.contents.contains("cut"), "a killed run must not look finished")

    let again = try await BuiltCommand.run(Self.arguments + ["--out", scratch.path("cut")])
    #expect(again.exitCode == 0, "\(again.errors)")
    let going = again.errors.split(separator: "\n").first {
      $0.hasPrefix("training: going on where an interrupted run was")
    }
    let found = try #require(going?.split(separator: " ").compactMap { Int($0) }.first, "\(again.errors)")
    #expect(found >= 250 * finished && found < Self.count && found.isMultiple(of: 250))
    let log = try String(contentsOfFile: scratch.path("cut/log.txt"), encoding: .utf8)
    #expect(log.contains("training: going on with \(found) of \(Self.count) spectra of an interrupted run"))

    for name in ["training.h5", "validation.h5", "manifest.json", "protocol.toml", "basis.json", "prior.json"] {
      // Not #expect(a == b): what differs would be printed, all of it.
      let isSame = FileManager.default.contentsEqual(
        atPath: scratch.path("cut/\(name)"), andPath: scratch.path("whole/\(name)"))
      #expect(isSame, "\(name)")
    }
    #expect(scratch.contents == ["cut", "whole"], "nothing hidden is left")
    #expect(try await BuiltCommand.run("verify", scratch.path("cut")).exitCode == 0)
  }

  /// Starts the command and kills it when a few blocks are finished.
  /// - Returns: The blocks that its journal names; nil where the command had ended by then, and left its folder.
  private func interrupted(_ name: String, in scratch: ScratchFolder) async throws -> Int? {
    let journal = scratch.url.appending(path: ".\(name).unfinished/.training.h5.journal")
    let folder = scratch.path(name)
    let wasKilled = try await BuiltCommand.runKilled(
      Self.arguments + ["--quiet", "--out", folder], when: journal.path, growsBy: 60 * 8, or: folder)
    // A kill in the last moment finds everything done.
    guard wasKilled, !FileManager.default.fileExists(atPath: folder) else { return nil }
    let finished = Self.blocks(in: journal)
    return (1..<Self.blocks).contains(finished) ? finished : nil
  }

  /// The entries of a journal: eight bytes each after the length of its header and the header.
  private static func blocks(in journal: URL) -> Int {
    guard let data = try? Data(contentsOf: journal), data.count >= 8 else { return 0 }
    let header = data.prefix(8).reversed().reduce(0) { $0 << 8 | Int($1) }
    return max(0, data.count - 8 - header) / 8
  }
}
