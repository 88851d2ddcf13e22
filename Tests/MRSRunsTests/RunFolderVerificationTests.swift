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

@Suite("Verification of run folders")
struct RunFolderVerificationTests {
  @Test("A network that sees another's answers is left with it, and the run can be verified")
  func nestedBundle() async throws {
    let place = try TemporaryFolder()
    let (folder, origin) = (place.url.appending(path: "out"), try ShippedNetwork.folder())
    let shipped = try NetworkBundle<NetworkCard>(readingFrom: origin)
    let outer = NetworkBundle(
      network: shipped.network, card: shipped.card, features: shipped.features, quantifier: shipped)
    try await RunFolder.run(at: folder) { run in
      try run.write(outer, to: "ccnn")
      try run.finish(.init(verb: "train", arguments: [], threads: 1), seed: 7, resolved: SampleRun.Settings())
    }
    let manifest = try Manifest(readingFrom: folder)
    #expect(manifest.outputs.contains { $0.name == "ccnn/quantifier/weights.safetensors" })
    #expect(try NetworkBundle<NetworkCard>(readingFrom: folder.appending(path: "ccnn")).quantifier != nil)
    #expect(try manifest.discrepancies(in: folder).isEmpty)
  }

  @Test("Verification tells what is missing, changed and added")
  func verification() async throws {
    let place = try TemporaryFolder()
    let folder = place.url.appending(path: "out")
    let manifest = try await SampleRun.run(at: folder)
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
      try await SampleRun.run(at: folder)
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
}
