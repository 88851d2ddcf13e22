import Foundation
import MRSCore
import MRSNetworks
import TestSupport
import Testing

@Suite("NetworkBundle")
struct NetworkBundleTests {
  struct Card: Codable, Hashable, Sendable {
    let title: String
    let unit: String
  }

  /// A bundle in a folder of its own.
  func withBundle(_ body: (URL, NetworkBundle<Card>) throws -> Void) throws {
    try withTemporaryFolder { parent in
      let folder = parent.appending(path: "liver")
      let bundle = NetworkBundle(
        network: try TrainedNetworkTests.trained(steps: 3), card: Card(title: "Toy", unit: "mmol/kg"),
        studyProtocol: "name = \"toy\"\n")
      try bundle.write(to: folder)
      #expect(try FileManager.default.contentsOfDirectory(atPath: parent.path) == ["liver"])
      try body(folder, bundle)
    }
  }

  func error(reading folder: URL) -> NetworkError? {
    #expect(throws: NetworkError.self) { try NetworkBundle<Card>(readingFrom: folder) }
  }

  /// Replaces the weights by other bytes and the manifest's entry with them, as a careful forger or another program
  /// would.
  func replaceWeights(in folder: URL, by data: Data, bytes: Int? = nil) throws {
    let card = try Data(contentsOf: folder.appending(path: "card.json"))
    let architecture = try Data(contentsOf: folder.appending(path: "architecture.json"))
    try data.write(to: folder.appending(path: "weights.safetensors"))
    let manifest = BundleManifest(of: [
      ("architecture.json", architecture), ("weights.safetensors", data), ("card.json", card),
    ])
    try JSONEncoder().encode(manifest).write(to: folder.appending(path: "manifest.json"))
  }

  @Test("What was written is read again: equal weights, equal predictions, equal card")
  func roundTrip() throws {
    try withBundle { folder, bundle in
      let read = try NetworkBundle<Card>(readingFrom: folder)
      #expect(read.network == bundle.network)
      #expect(read.card == bundle.card)
      #expect(read.studyProtocol == "name = \"toy\"\n")
      let inputs = ToySpectra(count: 3, stream: RandomStream(seed: 3)).examples(at: [0, 1, 2]).inputs
      #expect(
        try read.network.predict(inputs: inputs, count: 3) == bundle.network.predict(inputs: inputs, count: 3))
      let manifest = try String(contentsOf: folder.appending(path: "manifest.json"), encoding: .utf8)
      #expect(manifest.contains(try bundle.network.weightsHash()))
      #expect(throws: NetworkError.destinationExists(path: folder.path)) { try bundle.write(to: folder) }
    }
  }

  @Test(
    "A missing file is named",
    arguments: ["manifest.json", "architecture.json", "weights.safetensors", "card.json", "protocol.toml"])
  func missing(file: String) throws {
    try withBundle { folder, _ in
      let url = folder.appending(path: file)
      try FileManager.default.removeItem(at: url)
      #expect(error(reading: folder) == .missingFile(path: url.path))
    }
  }

  @Test("Weights that are cut off or changed are refused")
  func damaged() throws {
    try withBundle { folder, _ in
      let url = folder.appending(path: "weights.safetensors")
      let whole = try Data(contentsOf: url)
      try whole.dropLast(100).write(to: url)
      #expect(
        error(reading: folder)
          == .truncatedFile(path: url.path, expectedBytes: whole.count, foundBytes: whole.count - 100))

      var changed = whole
      changed[changed.endIndex - 1] ^= 1
      try changed.write(to: url)
      guard case .hashMismatch(url.path, _, _) = error(reading: folder) else {
        Issue.record("no hash mismatch")
        return
      }

      // The safetensors reader notices by itself, too.
      try replaceWeights(in: folder, by: whole.dropLast(100))
      #expect(
        error(reading: folder)
          == .truncatedFile(path: url.path, expectedBytes: whole.count, foundBytes: whole.count - 100))
      try replaceWeights(in: folder, by: Data("not a tensor file".utf8))
      let message = "\(try #require(error(reading: folder)))"
      #expect(message.contains("this is no safetensors file"))
    }
  }

  @Test("Weights of another architecture or that are not finite are refused, by name")
  func foreignWeights() throws {
    try withBundle { folder, bundle in
      let path = folder.appending(path: "weights.safetensors").path
      let arrays = bundle.network.weights

      try replaceWeights(in: folder, by: SafetensorsFile(arrays: Array(arrays.dropLast())).data())
      #expect(error(reading: folder) == .missingWeight(path: path, name: "output.bias"))

      let stranger = WeightArray(name: "extra", shape: [1], values: [0])
      try replaceWeights(in: folder, by: SafetensorsFile(arrays: arrays + [stranger]).data())
      #expect(error(reading: folder) == .unexpectedWeight(path: path, name: "extra"))

      let last = try #require(arrays.last)
      let short = WeightArray(name: last.name, shape: [2], values: [0, 0])
      try replaceWeights(in: folder, by: SafetensorsFile(arrays: arrays.dropLast() + [short]).data())
      #expect(error(reading: folder) == .weightShape(path: path, name: last.name, expected: [6], found: [2]))

      let infinite = WeightArray(name: last.name, shape: last.shape, values: [0, 0, .nan, 0, 0, 0])
      try replaceWeights(in: folder, by: SafetensorsFile(arrays: arrays.dropLast() + [infinite]).data())
      #expect(error(reading: folder) == .nonFiniteWeight(path: path, name: last.name, index: 2))
    }
  }

  @Test("An architecture that contradicts itself is refused on reading")
  func invalidArchitecture() throws {
    let encoder = JSONEncoder()
    encoder.outputFormatting = .sortedKeys
    let text = try String(decoding: encoder.encode(ToySpectra.architecture()), as: UTF8.self)
    let even = text.replacing("\"kernel\":5", with: "\"kernel\":4")
    #expect(even != text)
    #expect(
      throws: NetworkError.invalidArchitecture(
        field: "layers[0].kernel", value: "4", expected: "an odd number of points")
    ) {
      try JSONDecoder().decode(NetworkArchitecture.self, from: Data(even.utf8))
    }
  }

  /// Whether a Python with safetensors and numpy is at hand.
  static let pythonReads: Bool = (try? run("import safetensors.numpy")) != nil

  struct PythonFailed: Error {}

  static func run(_ code: String) throws -> String {
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/env")
    process.arguments = ["python3", "-c", code]
    let output = Pipe()
    process.standardOutput = output
    process.standardError = Pipe()
    try process.run()
    let data = output.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    guard process.terminationStatus == 0 else { throw PythonFailed() }
    return String(decoding: data, as: UTF8.self)
  }

  @Test(
    "Python's safetensors reads the weights",
    .enabled(if: pythonReads, "no python3 with the packages safetensors and numpy"))
  func python() throws {
    try withBundle { folder, bundle in
      let path = folder.appending(path: "weights.safetensors").path
      let printed = try Self.run(
        """
        from safetensors.numpy import load_file
        w = load_file('\(path)')
        print(len(w), *w['layers.0.weight'].shape, float(w['output.weight'][2, 3]))
        """)
      let output = try #require(bundle.network.weights.first { $0.name == "output.weight" })
      #expect(printed == "\(bundle.network.weights.count) 8 2 1 5 \(Double(output.values[2 * 32 + 3]))\n")
    }
  }
}
