import Foundation
import MRSCore
import MRSFormats
import MRSNetworks
import MRSProfile
import MRSQuantification
import MRSRuns
import MRSStudy
import TestSupport
import Testing

@Suite("RunFolder")
struct RunFolderTests {
  struct Failure: Error {}

  @Test("A finished run leaves its artefact and its own four files, and nothing beside")
  func finished() async throws {
    let place = try TemporaryFolder()
    let folder = place.url.appending(path: "out")
    let manifest = try await SampleRun.run(at: folder)
    #expect(try place.contents() == ["out"])
    let files = try FileManager.default.subpathsOfDirectory(atPath: folder.path).sorted()
    #expect(files == ["log.txt", "manifest.json", "protocol.toml", "results", "results/values.bin", "timing.json"])
    #expect(try Manifest(readingFrom: folder) == manifest)
    let artefact = try #require(manifest.outputs.first { $0.name == "results/values.bin" })
    #expect(artefact.size == 3)
    // sha256sum of the bytes 1, 2, 3.
    #expect(artefact.sha256 == "039058c6f2c0cb492c533b0a4d14ef77cc0f78abccced5287d84a1a2011cfb81")
    #expect(try text(folder, "protocol.toml") == "points = 1024\ndwellTime = 0.0005\n")
    #expect(
      try text(folder, "log.txt") == "info: compute\nwarning: liver01.SDAT: the amount of Lac is at its bound\n")
  }

  func text(_ folder: URL, _ name: String) throws -> String {
    try String(contentsOf: folder.appending(path: name), encoding: .utf8)
  }

  @Test("Two runs, into different folders and with different threads, differ in timing.json only")
  func repeatable() async throws {
    let (place, other) = (try TemporaryFolder(), try TemporaryFolder())
    let input = place.url.appending(path: "input.txt")
    try Data("abc".utf8).write(to: input)
    let (first, second) = (place.url.appending(path: "one"), other.url.appending(path: "two"))
    try await SampleRun.run(at: first, input: input, threads: 1)
    try await SampleRun.run(at: second, input: input, threads: 2)
    for name in ["manifest.json", "protocol.toml", "log.txt", "results/values.bin"] {
      let (a, b) = try (Data(contentsOf: first.appending(path: name)), Data(contentsOf: second.appending(path: name)))
      #expect(a == b, "\(name)")
    }
    let manifest = try text(first, "manifest.json")
    #expect(!manifest.contains(place.url.path) && !manifest.contains("/data"))
    #expect(manifest.contains("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"))
    #expect(try text(first, "timing.json").contains("\"threads\" : 1"))
  }

  @Test("A run that throws leaves nothing")
  func failure() async throws {
    let place = try TemporaryFolder()
    await #expect(throws: Failure.self) {
      try await RunFolder.run(at: place.url.appending(path: "out")) { run in
        try run.write(Data([1]), to: "a.bin")
        #expect(try place.contents().count == 1)
        throw Failure()
      }
    }
    #expect(try place.contents().isEmpty)
  }

  @Test("A run folder that a killed run had moved aside is put back; one that was replaced already goes")
  func movedAside() async throws {
    let place = try TemporaryFolder()
    let folder = place.url.appending(path: "out")
    let old = place.url.appending(path: ".out.0123ABCD.unfinished.replaced")
    try await SampleRun.run(at: folder)
    try FileManager.default.moveItem(at: folder, to: old)
    await #expect(throws: RunError.folderExists(folder.path)) { try await SampleRun.run(at: folder) }
    #expect(try place.contents() == ["out"])
    try FileManager.default.copyItem(at: folder, to: old)
    try await SampleRun.run(at: folder, force: true)
    #expect(try place.contents() == ["out"])
    // What another program keeps is left alone.
    let other = place.url.appending(path: ".out.thesis.unfinished.replaced")
    try FileManager.default.copyItem(at: folder, to: other)
    try await SampleRun.run(at: folder, force: true)
    #expect(try place.contents() == [".out.thesis.unfinished.replaced", "out"])
  }

  @Test("A run folder that is released unfinished leaves nothing")
  func released() throws {
    let place = try TemporaryFolder()
    do {
      let run = try RunFolder(at: place.url.appending(path: "out"))
      try run.write(Data([1]), to: "a.bin")
    }
    #expect(try place.contents().isEmpty)
  }

  @Test("An announced artefact that is missing fails the run, which leaves nothing")
  func missingArtefact() async throws {
    let place = try TemporaryFolder()
    await #expect(throws: RunError.missingArtefact("a.bin")) {
      try await RunFolder.run(at: place.url.appending(path: "out")) { run in
        _ = try run.artefact("a.bin")
        try run.finish(.init(verb: "fit", arguments: []), seed: nil, resolved: SampleRun.Settings())
      }
    }
    #expect(try place.contents().isEmpty)
  }

  @Test("What is there is refused, and replaced by force if a run made it")
  func existing() async throws {
    let place = try TemporaryFolder()
    let folder = place.url.appending(path: "out")
    try await SampleRun.run(at: folder)
    try Data().write(to: folder.appending(path: "old.txt"))
    await #expect(throws: RunError.folderExists(folder.path)) { try await SampleRun.run(at: folder) }
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path).contains("old.txt"))
    try await SampleRun.run(at: folder, force: true)
    #expect(try !FileManager.default.contentsOfDirectory(atPath: folder.path).contains("old.txt"))
    #expect(try place.contents() == ["out"])

    let foreign = place.url.appending(path: "thesis")
    try FileManager.default.createDirectory(at: foreign, withIntermediateDirectories: true)
    try Data().write(to: foreign.appending(path: "chapter1.tex"))
    await #expect(throws: RunError.notARunFolder(foreign.path)) { try await SampleRun.run(at: foreign, force: true) }
    #expect(try place.contents() == ["out", "thesis"])
  }

  @Test("A failing run by force leaves the old one as it was")
  func forcedFailure() async throws {
    let place = try TemporaryFolder()
    let folder = place.url.appending(path: "out")
    let before = try await SampleRun.run(at: folder)
    await #expect(throws: Failure.self) {
      try await RunFolder.run(at: folder, force: true) { _ in throw Failure() }
    }
    #expect(try Manifest(readingFrom: folder) == before)
    #expect(try place.contents() == ["out"])
  }

  @Test(
    "Artefacts stay inside the folder and off its own files",
    arguments: [
      "../a", "/a", "a/../b", "manifest.json", "", "a//b", "./a",
    ])
  func names(name: String) throws {
    let place = try TemporaryFolder()
    let run = try RunFolder(at: place.url.appending(path: "out"))
    #expect(throws: RunError.badArtefactName(name)) { try run.artefact(name) }
  }

  @Test("Nothing is added after the end")
  func closed() async throws {
    let place = try TemporaryFolder()
    let run = try RunFolder(at: place.url.appending(path: "out"))
    try run.finish(.init(verb: "fit", arguments: []), seed: nil, resolved: SampleRun.Settings())
    #expect(throws: RunError.folderClosed(run.destination.path)) { try run.write(Data(), to: "late.bin") }
  }

  @Test("While a run works on a folder a second one is refused at once; what a killed run left is removed by the next")
  func concurrent() async throws {
    let place = try TemporaryFolder()
    let folder = place.url.appending(path: "out")
    let first = try RunFolder(at: folder)
    #expect(throws: RunError.busy(folder.path)) { try RunFolder(at: folder) }
    first.discard()
    let left = place.url.appending(path: ".out.0123ABCD.unfinished")
    try FileManager.default.createDirectory(at: left, withIntermediateDirectories: false)
    let other = place.url.appending(path: ".out.thesis.unfinished")
    try FileManager.default.createDirectory(at: other, withIntermediateDirectories: false)
    try await SampleRun.run(at: folder)
    #expect(try place.contents() == [".out.thesis.unfinished", "out"])
  }

  @Test("The manifest keeps what can change a result and no paths of the machine")
  func arguments() {
    let manifest = Manifest(
      verb: "train",
      arguments: [
        "/home/me/liver.h5", "--out", "/tmp/x", "--set", "network.rate=1e-3", "--quiet", "--threads=4",
        "--protocol=/home/me/own.toml", "../data/b.h5", "mmol/L",
      ], seed: 1, versions: Versions(), inputs: [], outputs: [],
      warnings: ["'/home/me/liver.h5' has 3 mmol/L/kg; see /etc/x/y (line 3)"])
    #expect(
      manifest.arguments == ["liver.h5", "--set", "network.rate=1e-3", "--protocol=own.toml", "b.h5", "mmol/L"])
    #expect(manifest.warnings == ["'liver.h5' has 3 mmol/L/kg; see y (line 3)"])
  }
}
