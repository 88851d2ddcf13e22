import Foundation
import MRSCore
import MRSNetworks
import Testing

/// The bytes of an ONNX file, read back by a reader of protocol buffers that is written for this test.
@Suite("ONNX files")
struct ONNXFileTests {
  /// The fields of a message in their order, with varints as numbers and the others as bytes.
  private struct Message {
    var fields: [(number: Int, integer: Int, bytes: ArraySlice<UInt8>)] = []

    init(_ bytes: ArraySlice<UInt8>) throws {
      var place = bytes.startIndex
      func varint() throws -> UInt64 {
        var (value, shift) = (UInt64(0), UInt64(0))
        while true {
          try #require(place < bytes.endIndex && shift < 64)
          let byte = bytes[place]
          place += 1
          value |= UInt64(byte & 0x7F) << shift
          shift += 7
          if byte & 0x80 == 0 { return value }
        }
      }
      while place < bytes.endIndex {
        let key = try varint()
        switch key & 7 {
        case 0: fields.append((Int(key >> 3), Int(bitPattern: UInt(try varint())), []))
        case 2:
          let count = Int(try varint())
          try #require(place + count <= bytes.endIndex)
          fields.append((Int(key >> 3), 0, bytes[place..<place + count]))
          place += count
        case 5:
          try #require(place + 4 <= bytes.endIndex)
          fields.append((Int(key >> 3), 0, bytes[place..<place + 4]))
          place += 4
        default: throw CocoaError(.fileReadCorruptFile)
        }
      }
    }

    func messages(_ number: Int) throws -> [Message] {
      try fields.filter { $0.number == number }.map { try Message($0.bytes) }
    }
    func texts(_ number: Int) -> [String] {
      fields.filter { $0.number == number }.map { String(decoding: $0.bytes, as: UTF8.self) }
    }
    func integers(_ number: Int) -> [Int] { fields.filter { $0.number == number }.map(\.integer) }
  }

  private static let encoder = SpectrumEncoder(
    acquisition: Acquisition(
      spectrometerFrequency: .megahertz(123.25), dwellTime: 0.0005, points: 256, carrierShift: .ppm(4.65),
      sequence: "PRESS", echoTime: 0.03), window: .ppm(0.4) ... .ppm(4.4), scale: 1)

  private static func bundle(targets: [String] = ["A", "B"]) throws -> NetworkBundle<NetworkCard> {
    let architecture = try NetworkArchitecture(
      inputChannels: 2, inputPoints: encoder.points, sideInputs: 1,
      layers: [.flatten, .linear(width: 2, start: .normal), .relu], targets: 2, loss: .gaussianNegativeLogLikelihood())
    let inputs = 2 * encoder.points + 1
    func array(_ name: String, _ shape: [Int], _ value: (Int) -> Float) -> WeightArray {
      WeightArray(name: name, shape: shape, values: (0..<shape.reduce(1, *)).map(value))
    }
    let network = try TrainedNetwork(
      architecture: architecture,
      weights: [
        // Halves, and numbers of which 16 bits are not enough.
        array("layers.1.weight", [2, inputs]) { Float($0) / 8 }, array("layers.1.bias", [2]) { 0.1 + Float($0) },
        array("output.weight", [4, 2]) { _ in 0.3 }, array("output.bias", [4]) { _ in 0 },
      ])
    let card = NetworkCard(
      task: .quantification, studyProtocol: "toy", encoder: encoder, targets: targets, logMeans: [0, 1],
      logDeviations: [1, 1], calibration: nil, prior: nil, trainedNoise: [0, 1], domain: nil, basisHash: "0123",
      seed: 1, trainingExamples: 4, notice: "Made for a test.")
    return NetworkBundle(network: network, card: card)
  }

  @Test("The file names version, inputs, outputs and shapes, and tells protocol, targets and what it is for")
  func header() throws {
    let model = try Message([UInt8](try ONNXModel(Self.bundle()).data)[...])
    #expect(model.integers(1) == [8])
    #expect(model.texts(2) == ["hepatica"])
    #expect(try model.messages(8).flatMap { $0.integers(2) } == [17])
    let metadata = try model.messages(14).map { ($0.texts(1)[0], $0.texts(2)[0]) }
    let texts = Dictionary(uniqueKeysWithValues: metadata)
    #expect(texts["protocol"] == "toy")
    #expect(texts["targets"] == "A,B")
    #expect(texts["intendedUse"] == "research, not a medical device")
    #expect(texts["echoTimeSeconds"] == "0.03")
    let graph = try #require(try model.messages(7).first)
    let inputs = try graph.messages(11)
    #expect(inputs.flatMap { $0.texts(1) } == ["fid"])
    let type = try #require(try inputs[0].messages(2).first?.messages(1).first)
    #expect(type.integers(1) == [11])  // double
    let sizes = try #require(try type.messages(2).first?.messages(1))
    #expect(sizes[0].texts(2) == ["batch"])
    #expect(sizes[1].integers(1) == [256])
    #expect(sizes[2].integers(1) == [2])
    #expect(
      try graph.messages(12).flatMap { $0.texts(1) } == [
        "amounts", "standardDeviation", "logMean", "logDeviation", "noise",
      ])
  }

  @Test("Every name that an operation takes was given before it, and none is given twice")
  func order() throws {
    let model = try Message([UInt8](try ONNXModel(Self.bundle()).data)[...])
    let graph = try #require(try model.messages(7).first)
    var given = Set(try graph.messages(5).flatMap { $0.texts(8) } + ["fid"])
    for node in try graph.messages(1) {
      for name in node.texts(1) { #expect(given.contains(name), "\(name)") }
      for name in node.texts(2) { #expect(given.insert(name).inserted, "\(name)") }
    }
    for output in try graph.messages(12) { #expect(given.contains(output.texts(1)[0])) }
  }

  @Test("Weights of which 16 bits are enough are kept in 16 bits, the others in 32, as they were")
  func weights() throws {
    let model = try Message([UInt8](try ONNXModel(Self.bundle()).data)[...])
    let graph = try #require(try model.messages(7).first)
    let inputs = 2 * Self.encoder.points + 1
    let tensors = try graph.messages(5)
    let matrix = try #require(tensors.first { $0.integers(1) == [2, inputs] })
    #expect(matrix.integers(2) == [10])  // float16
    let bytes = try #require(matrix.fields.last { $0.number == 9 }).bytes
    #expect(bytes.count == 2 * 2 * inputs)
    #expect(Array(bytes.prefix(6)) == [0, 0, 0x00, 0x30, 0x00, 0x34])  // 0, 1/8, 1/4
    let offset = try #require(tensors.first { $0.texts(8)[0].hasPrefix("network/") && $0.integers(1) == [2] })
    #expect(offset.integers(2) == [1])  // float32
    #expect(Array(try #require(offset.fields.last { $0.number == 9 }).bytes.prefix(4)) == [0xCD, 0xCC, 0xCC, 0x3D])
  }

  @Test("The same bundle gives the same bytes")
  func sameBytes() throws {
    #expect(try ONNXModel(Self.bundle()).data == ONNXModel(Self.bundle()).data)
  }

  @Test("A card that does not belong to its network is refused by what does not fit")
  func refusal() throws {
    let bundle = try Self.bundle(targets: ["A", "B", "C"])
    #expect(throws: NetworkError.sizeMismatch(what: "targets of the network", expected: 3, found: 2)) {
      try ONNXModel(bundle)
    }
  }
}
