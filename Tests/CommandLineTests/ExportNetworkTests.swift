import Foundation
import MRSNetworks
import Testing

@Suite("Networks as ONNX files, from the command line")
struct ExportNetworkTests {
  @Test("The shipped network is written, told as JSON, not overwritten, and replaced with --force")
  func shipped() async throws {
    let folder = try ScratchFolder()
    let file = folder.url.appending(path: "liver.onnx")
    let first = try await BuiltCommand.run("export-network", "--out", file.path, "--json")
    #expect(first.exitCode == 0)
    struct Told: Decodable {
      let bytes: Int
      let studyProtocol: String
      let targets: [String]
      let outputs: [ONNXModel.Port]
    }
    let told = try JSONDecoder().decode(Told.self, from: Data(first.output.utf8))
    let bytes = try Data(contentsOf: file)
    #expect(told.bytes == bytes.count)
    #expect(told.studyProtocol == "liver-3T-press30")
    #expect(told.targets.contains("Glycogen"))
    #expect(told.outputs.map(\.name).prefix(2) == ["amounts", "standardDeviation"])

    try Data("mine".utf8).write(to: file)
    let second = try await BuiltCommand.run("export-network", "--out", file.path)
    #expect(second.exitCode == 1)
    #expect(second.errors.contains("liver.onnx") && second.errors.contains("--force"))
    #expect(try Data(contentsOf: file) == Data("mine".utf8))

    let third = try await BuiltCommand.run("export-network", "--out", file.path, "--force", "--quiet")
    #expect(third.exitCode == 0)
    #expect(third.output.isEmpty)
    #expect(try Data(contentsOf: file) == bytes)
  }

  @Test("A folder that holds no network is refused by the file that is missing, and nothing is left")
  func noNetwork() async throws {
    let folder = try ScratchFolder()
    let file = folder.url.appending(path: "none.onnx")
    let outcome = try await BuiltCommand.run("export-network", folder.url.path, "--out", file.path)
    #expect(outcome.exitCode == 1)
    #expect(outcome.errors.contains("manifest.json"))
    #expect(!FileManager.default.fileExists(atPath: file.path))
  }
}
