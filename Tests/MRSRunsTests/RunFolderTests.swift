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
  struct Settings: Codable, Hashable { var points = 1024, dwellTime = 5e-4 }
  struct Failure: Error {}

  /// A run that writes one artefact.
  @discardableResult
  func run(at folder: URL, force: Bool = false, input: URL? = nil, threads: Int = 1) async throws -> Manifest {
    try await RunFolder.run(at: folder, force: force) { run in
      if let input { try run.record(input: input) }
      try await run.stage("compute") { try run.write(Data([1, 2, 3]), to: "results/values.bin") }
      run.warn("/data/patients/liver01.SDAT: the amount of Lac is at its bound")
      return try run.finish(
        .init(
          verb: "fit", arguments: ["/data/liver01.SDAT", "--out", folder.path, "--threads=\(threads)"], threads: threads
        ),
        seed: 7, resolved: Settings())
    }
  }

  @Test("A network that sees another's answers is left with it, and the run can be verified")
  func nestedBundle() async throws {
    let place = try TemporaryFolder()
    let (folder, origin) = (place.url.appending(path: "out"), try ShippedNetwork.folder())
    let shipped = try NetworkBundle<NetworkCard>(readingFrom: origin)
    let outer = NetworkBundle(
      network: shipped.network, card: shipped.card, features: shipped.features, quantifier: shipped)
    try await RunFolder.run(at: folder) { run in
      try run.write(outer, to: "ccnn")
      try run.finish(.init(verb: "train", arguments: [], threads: 1), seed: 7, resolved: Settings())
    }
    let manifest = try Manifest(readingFrom: folder)
    #expect(manifest.outputs.contains { $0.name == "ccnn/quantifier/weights.safetensors" })
    #expect(try NetworkBundle<NetworkCard>(readingFrom: folder.appending(path: "ccnn")).quantifier != nil)
    #expect(try manifest.discrepancies(in: folder).isEmpty)
  }

  @Test("An empty folder that is there is used, also where a link leads to it")
  func emptyFolder() async throws {
    let place = try TemporaryFolder()
    let (folder, link) = (place.url.appending(path: "out"), place.url.appending(path: "link"))
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    try FileManager.default.createSymbolicLink(at: link, withDestinationURL: folder)
    let manifest = try await run(at: link)
    #expect(try Manifest(readingFrom: folder) == manifest)
    #expect(try FileManager.default.destinationOfSymbolicLink(atPath: link.path) == folder.path)
    #expect(try place.contents().sorted() == ["link", "out"])
    await #expect(throws: RunError.folderExists(folder.path)) { try await run(at: folder) }
  }

  @Test("A finished run leaves its artefact and its own four files, and nothing beside")
  func finished() async throws {
    let place = try TemporaryFolder()
    let folder = place.url.appending(path: "out")
    let manifest = try await run(at: folder)
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
    try await run(at: first, input: input, threads: 1)
    try await run(at: second, input: input, threads: 2)
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
    try await run(at: folder)
    try FileManager.default.moveItem(at: folder, to: old)
    await #expect(throws: RunError.folderExists(folder.path)) { try await run(at: folder) }
    #expect(try place.contents() == ["out"])
    try FileManager.default.copyItem(at: folder, to: old)
    try await run(at: folder, force: true)
    #expect(try place.contents() == ["out"])
    // What another program keeps is left alone.
    let other = place.url.appending(path: ".out.thesis.unfinished.replaced")
    try FileManager.default.copyItem(at: folder, to: other)
    try await run(at: folder, force: true)
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
        try run.finish(.init(verb: "fit", arguments: []), seed: nil, resolved: Settings())
      }
    }
    #expect(try place.contents().isEmpty)
  }

  @Test("What is there is refused, and replaced by force if a run made it")
  func existing() async throws {
    let place = try TemporaryFolder()
    let folder = place.url.appending(path: "out")
    try await run(at: folder)
    try Data().write(to: folder.appending(path: "old.txt"))
    await #expect(throws: RunError.folderExists(folder.path)) { try await run(at: folder) }
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path).contains("old.txt"))
    try await run(at: folder, force: true)
    #expect(try !FileManager.default.contentsOfDirectory(atPath: folder.path).contains("old.txt"))
    #expect(try place.contents() == ["out"])

    let foreign = place.url.appending(path: "thesis")
    try FileManager.default.createDirectory(at: foreign, withIntermediateDirectories: true)
    try Data().write(to: foreign.appending(path: "chapter1.tex"))
    await #expect(throws: RunError.notARunFolder(foreign.path)) { try await run(at: foreign, force: true) }
    #expect(try place.contents() == ["out", "thesis"])
  }

  @Test("A failing run by force leaves the old one as it was")
  func forcedFailure() async throws {
    let place = try TemporaryFolder()
    let folder = place.url.appending(path: "out")
    let before = try await run(at: folder)
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
    try run.finish(.init(verb: "fit", arguments: []), seed: nil, resolved: Settings())
    #expect(throws: RunError.folderClosed(run.destination.path)) { try run.write(Data(), to: "late.bin") }
  }

  @Test("Verification tells what is missing, changed and added")
  func verification() async throws {
    let place = try TemporaryFolder()
    let folder = place.url.appending(path: "out")
    let manifest = try await run(at: folder)
    #expect(try manifest.discrepancies(in: folder).isEmpty)
    try Data([1, 2, 4]).write(to: folder.appending(path: "results/values.bin"))
    try Data().write(to: folder.appending(path: "results/new.bin"))
    try FileManager.default.removeItem(at: folder.appending(path: "protocol.toml"))
    #expect(
      try manifest.discrepancies(in: folder).map(\.description) == [
        "'protocol.toml' is missing", "'results/new.bin' was added", "'results/values.bin' was changed",
      ])
  }

  @Test("Verification finds an edited manifest, log and timing, links, devices and folders that no run made")
  func seals() async throws {
    let changes: [(name: String, change: (URL) throws -> Void, says: String)] = [
      (
        "manifest", { try Self.edit($0, "manifest.json", "\"seed\" : 7", "\"seed\" : 8") },
        "'manifest.json' was changed"
      ),
      (
        "verb", { try Self.edit($0, "manifest.json", "\"verb\" : \"fit\"", "\"verb\" : \"fat\"") },
        "'manifest.json' was"
      ),
      ("log", { try Self.edit($0, "log.txt", "compute", "deceive") }, "'log.txt' was changed"),
      (
        "timing", { try Self.edit($0, "timing.json", "\"threads\" : 1", "\"threads\" : 9") },
        "'timing.json' was changed"
      ),
      (
        "no timing", { try FileManager.default.removeItem(at: $0.appending(path: "timing.json")) },
        "'timing.json' is missing"
      ),
      (
        "link",
        { folder in
          let file = folder.appending(path: "results/values.bin")
          let copy = folder.deletingLastPathComponent().appending(path: "copy.bin")
          try FileManager.default.moveItem(at: file, to: copy)
          try FileManager.default.createSymbolicLink(at: file, withDestinationURL: copy)
        }, "'results/values.bin' is a link"
      ),
      (
        "folder",
        {
          try FileManager.default.createDirectory(at: $0.appending(path: "empty"), withIntermediateDirectories: false)
        },
        "'empty' is a folder that no run made"
      ),
      (
        "timing as a pipe",
        { folder in
          let file = folder.appending(path: "timing.json")
          try FileManager.default.removeItem(at: file)
          _ = unsafe mkfifo(file.path, 0o600)
        }, "'timing.json' is no regular file"
      ),
      ("pipe", { _ = unsafe mkfifo($0.appending(path: "pipe").path, 0o600) }, "'pipe' is no regular file"),
      (
        "both",
        { folder in
          try Data([1, 2, 4]).write(to: folder.appending(path: "results/values.bin"))
          // Its digest on record, too.
          try Self.edit(
            folder, "manifest.json", "039058c6f2c0cb492c533b0a4d14ef77cc0f78abccced5287d84a1a2011cfb81",
            try Artefact(of: folder.appending(path: "results/values.bin")).sha256)
        }, "'manifest.json' was changed"
      ),
    ]
    for (name, change, text) in changes {
      let place = try TemporaryFolder()
      let folder = place.url.appending(path: "out")
      try await run(at: folder)
      #expect(try Manifest(readingFrom: folder).discrepancies(in: folder).isEmpty)
      try change(folder)
      let found = try Manifest(readingFrom: folder).discrepancies(in: folder).map(\.description)
      #expect(found.count == 1 && found[0].hasPrefix(text), "\(name): \(found)")
    }
  }

  static func edit(_ folder: URL, _ name: String, _ old: String, _ new: String) throws {
    let file = folder.appending(path: name)
    let text = try String(contentsOf: file, encoding: .utf8)
    #expect(text.contains(old), "\(name): \(text)")
    try Data(text.replacing(old, with: new).utf8).write(to: file)
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
    try await run(at: folder)
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
