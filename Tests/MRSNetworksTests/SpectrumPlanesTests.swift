import Foundation
import MRSCore
import MRSNetworks
import Numerics
import TestSupport
import Testing

@Suite("The registered spectrum as planes")
struct SpectrumPlanesTests {
  static let encoder = SpectrumEncoder(
    acquisition: RegistrationTests.acquisition, window: .ppm(0.4) ... .ppm(4.4), scale: 0.08)
  /// Of an FID's sample; the methylene line is fifty times as high as what it makes of a spectrum's point.
  static let noise = 2.5

  /// Fat, and choline as one line at 3.2 ppm, each as high as 1 mM has it.
  static let fat = RegistrationTests.fat(shift: 0, width: 8, phase: 0, height: 0.01)
  static let choline: FID = {
    let acquisition = RegistrationTests.acquisition
    var samples = ComplexVector(zeros: acquisition.points)
    for n in samples.indices {
      let t = Double(n) * acquisition.dwellTime
      samples[n] = Complex(length: 9 * .exp(-20 * t), phase: 2 * .pi * (3.2 - 4.65) * 123.25 * t)
    }
    return FID(samples: samples, acquisition: acquisition)
  }()

  /// Amounts of fat and choline, log-normal about 60 and 2 mM, at a shift and a phase of chance.
  static func example(_ index: Int, of stream: RandomStream, noise: Double = noise) -> FeatureLearning.Example {
    var own = stream.child(index)
    let amounts = [60 * Double.exp(0.5 * own.normal()), 2 * Double.exp(0.5 * own.normal())]
    let clean = FID(samples: amounts[0] * fat.samples + amounts[1] * choline.samples, acquisition: fat.acquisition)
      .shifted(by: .hertz(3 * own.normal())).phased(by: .radians(0.15 * own.normal()))
    return FeatureLearning.Example(fid: clean + white(noise, &own), amounts: amounts)
  }

  static func white(_ noise: Double, _ stream: inout RandomStream) -> FID {
    var samples = ComplexVector(zeros: fat.acquisition.points)
    if noise > 0 { for n in samples.indices { samples[n] = Complex(noise * stream.normal(), noise * stream.normal()) } }
    return FID(samples: samples, acquisition: fat.acquisition)
  }

  static func recipe(parts: String, lipids: Bool = true) throws -> FeatureRecipe {
    let registration = String(decoding: try JSONEncoder().encode(#require(RegistrationTests.step)), as: UTF8.self)
    return try JSONDecoder().decode(
      FeatureRecipe.self,
      from: Data(
        """
        {"registration": \(registration), \(lipids ? "\"lipids\": {\"orders\": 2, \"farOrders\": 1}," : "")
        "ratios": {"widths": 1, "fats": 1, "directions": 8}, "spectrum": {"parts": \(parts)},
        "scaleExamples": 100, "tableExamples": 100}
        """.utf8))
  }

  /// Whole spectra and what fat leaves of them, learnt of few.
  static let world = Task {
    let learning = try FeatureLearning(
      recipe: try recipe(parts: "[\"whole\", \"withoutFat\"]"), encoder: encoder,
      targets: FeatureTargets(
        names: ["Lip130", "Cho"], logMeans: [.log(60), .log(2)], logDeviations: [0.5, 0.5], lipids: [0], targets: 2))
    return try await learning.extractor(
      measured: { range in range.map { example($0, of: RandomStream(seed: 1)) } },
      noiseless: [{ range in range.map { example($0, of: RandomStream(seed: 2), noise: 0) } }],
      worker: .quiet())
  }

  static func rootMeanSquare(_ a: [Float], _ b: [Float]) -> Double {
    (zip(a, b).reduce(0.0) { $0 + Double(($1.0 - $1.1) * ($1.0 - $1.1)) } / Double(a.count)).squareRoot()
  }

  @Test("A copy that is moved by 5 Hz and turned by 0.4 has the same planes, nearer than other noise leaves them")
  func moved() async throws {
    let features = try await Self.world.value
    var stream = RandomStream(seed: 3)
    let clean = FID(
      samples: 60.0 * Self.fat.samples + 2.0 * Self.choline.samples, acquisition: Self.fat.acquisition)
    let (one, other) = (clean + Self.white(Self.noise, &stream), clean + Self.white(Self.noise, &stream))
    let copy = one.shifted(by: .hertz(5)).phased(by: .radians(0.4))
    let shown = features.encoded([one, copy, other]).inputs
    #expect(features.inputs == 4 * Self.encoder.points && shown.count == 3 * features.inputs)
    func planes(_ place: Int) -> [Float] { Array(shown[place * features.inputs..<(place + 1) * features.inputs]) }
    let byNoise = Self.rootMeanSquare(planes(0), planes(2))
    let byMoving = Self.rootMeanSquare(planes(0), planes(1))
    #expect(byMoving < 0.5 * byNoise, "\(byMoving) and \(byNoise)")
    // As the encoder shows them they differ.
    let transform = FourierTransform(count: 1024)
    let plain = [one, copy].map { Self.encoder.encoded($0, transform: transform).inputs }
    #expect(Self.rootMeanSquare(plain[0], plain[1]) > 2 * byNoise)
  }

  @Test("They are the window's real and imaginary points, compressed, then those without fat, where choline is left")
  func order() async throws {
    let features = try await Self.world.value
    let fid = Self.example(7, of: RandomStream(seed: 4)).fid
    let points = Self.encoder.points
    let shown = features.encoded([fid]).inputs
    let window = Registration(try #require(RegistrationTests.step), encoder: Self.encoder).registered([fid]).windows
    #expect(features.channels == 4 && features.points == points)
    for (one, value) in zip(shown, window.column(0)) {
      #expect(abs(Double(one) - .asinh(value / Self.encoder.scale)) < 1e-5)
    }
    func point(_ shift: Double) -> Int {
      Self.encoder.acquisition.spectralIndices(in: .ppm(shift) ... .ppm(4)).lowerBound - Self.encoder.firstPoint
    }
    let (fat, choline) = (point(1.3), point(3.2))
    #expect(shown[fat] > 3 && abs(shown[2 * points + fat]) < 0.5 * shown[fat])
    let rest = shown[2 * points..<3 * points]
    let highest = try #require(rest.indices.max { rest[$0] < rest[$1] }) - 2 * points
    #expect(abs(highest - choline) <= 2)
    #expect(abs(shown[2 * points + choline] - shown[choline]) < 0.3)
  }

  @Test("Parts that are shown twice, none, and spectra without fat where no lines of fat are fitted are refused")
  func refusals() throws {
    for (parts, lipids) in [("[]", true), ("[\"whole\", \"whole\"]", true), ("[\"withoutFat\"]", false)] {
      let recipe = try Self.recipe(parts: parts, lipids: lipids)
      let error = #expect(throws: NetworkError.self) { try recipe.validate() }
      #expect("\(error!)".contains("features.spectrum.parts"))
    }
    try Self.recipe(parts: "[\"whole\"]", lipids: false).validate()
  }

  /// A small convolutional network with the features' numbers beside it, trained on 384 of the examples, as a bundle.
  static let trained = Task {
    let features = try await world.value
    let architecture = try NetworkArchitecture(
      inputChannels: features.channels, inputPoints: features.points, sideInputs: features.sideInputs,
      startsFromBase: features.tellsBase,
      layers: ToySpectra.convolutions([(8, 5, 4), (8, 3, 4)]) + [.flatten, .linear(width: 24, start: .normal), .silu],
      targets: 2, loss: .gaussianCovariance)
    let trainer = try Trainer(
      architecture: architecture, options: ToySpectra.options(steps: 120), stream: RandomStream(seed: 6))
    let examples = (0..<384).map { example($0, of: RandomStream(seed: 5)) }
    let shown = features.encoded(examples.map(\.fid))
    let source = try ExampleArray(
      count: examples.count, inputSize: features.inputs, sideInputSize: features.sideInputs, targetSize: 2,
      examples: ExampleBatch(
        inputs: shown.inputs, sideInputs: shown.sideInputs,
        targets: examples.flatMap {
          [Float(Double.log($0.amounts[0] / 60) / 0.5), Float(Double.log($0.amounts[1] / 2) / 0.5)]
        }))
    let network = try trainer.train(on: source).network
    let card = NetworkCard(
      task: .quantification, studyProtocol: "toy", encoder: encoder, targets: ["Lip130", "Cho"],
      logMeans: [.log(60), .log(2)], logDeviations: [0.5, 0.5], calibration: nil, prior: nil, trainedNoise: [0, 1],
      domain: nil, basisHash: "toy", seed: 6, trainingExamples: 384, notice: "Made for a test.")
    return NetworkBundle(network: network, card: card, features: features)
  }

  static let unseen = (0..<40).map { example($0, of: RandomStream(seed: 8)) }

  @Test("A small convolutional network with numbers beside it learns choline, and fat to per cents by its base")
  func learns() async throws {
    let quantifier = try NetworkQuantifier(await Self.trained.value)
    let found = try quantifier.quantify(Self.unseen.map(\.fid))
    func error(_ k: Int) -> Double {
      let squares = zip(found, Self.unseen).map { one, example in
        Double.pow(.log(one.amounts[k].value / example.amounts[k]), 2)
      }
      return (squares.reduce(0, +) / Double(squares.count)).squareRoot()
    }
    // Of a spread of 0.5.
    #expect(error(0) < 0.05, "\(error(0))")
    #expect(error(1) < 0.2, "\(error(1))")
  }

  @Test("Its bundle read again answers the same")
  func bundle() async throws {
    let bundle = try await Self.trained.value
    let folder = try TemporaryFolder()
    let place = folder.url.appending(path: "network")
    try bundle.write(to: place)
    let read = try NetworkBundle<NetworkCard>(readingFrom: place)
    #expect(read.network.architecture == bundle.network.architecture)
    #expect(read.features?.recipe == bundle.features?.recipe && read.features?.recipe.spectrum != nil)
    let fids = Self.unseen.map(\.fid)
    let (own, other) = (try NetworkQuantifier(bundle).quantify(fids), try NetworkQuantifier(read).quantify(fids))
    for (one, again) in zip(own, other) { #expect(one.amounts == again.amounts) }
    withExtendedLifetime(folder) {}
  }

  @Test(
    "As an ONNX file it says the same in ONNX Runtime",
    .enabled(if: ONNXRuntime.python != nil, Comment(rawValue: ONNXRuntime.reason)))
  func onnx() async throws {
    let bundle = try await Self.trained.value
    let fids = Self.unseen.map(\.fid)
    let found = try ONNXRuntime.outputs(
      of: ONNXModel(bundle).data,
      fids: fids.map { fid in fid.samples.indices.flatMap { [fid.samples.real[$0], fid.samples.imaginary[$0]] } })
    let own = try NetworkQuantifier(bundle).quantify(fids).flatMap(\.amounts)
    let (amounts, deviations) = (
      try #require(found.outputs["amounts"]), try #require(found.outputs["standardDeviation"])
    )
    for (k, amount) in own.enumerated() {
      #expect(abs(amounts[k] / amount.value - 1) < 1e-5)
      #expect(abs(deviations[k] / amount.standardDeviation - 1) < 1e-5)
    }
  }
}
