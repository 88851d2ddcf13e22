import Foundation
import MRSConfiguration
import MRSCore
import MRSNetworks
import MRSProfile
import MRSQuantification
import MRSRuns
import MRSStudy
import Testing

@Suite("Networks are refused where they were not trained")
struct NetworkRefusalTests {
  /// A network of one step's training for the default protocol's acquisition, with the hash of a basis.
  private func bundle(
    in folder: ScratchFolder, named name: String = "network", basisHash: String, fingerprint: BasisFingerprint? = nil
  ) throws -> String {
    let studyProtocol = try StudyProtocol.load(StudyProtocol.defaultName)
    let encoder = SpectrumEncoder(
      acquisition: studyProtocol.spectralAcquisition, window: studyProtocol.profile.spectralWindow, scale: 1)
    let architecture = try NetworkArchitecture(
      inputChannels: SpectrumEncoder.channels, inputPoints: encoder.points, sideInputs: SpectrumEncoder.sideInputs,
      layers: [.convolution(channels: 2, kernel: 3), .maxPool(width: 4), .flatten, .linear(width: 4, start: .normal)],
      targets: 1, loss: .gaussianNegativeLogLikelihood())
    let size = SpectrumEncoder.channels * encoder.points
    var batch = ExampleBatch(inputs: [Float](repeating: 0.5, count: 4 * size), targets: [0, 1, 0, 1])
    batch.sideInputs = [0, 0, 0, 0]
    let examples = try ExampleArray(
      count: 4, inputSize: size, sideInputSize: SpectrumEncoder.sideInputs, targetSize: 1, examples: batch)
    let trained = try Trainer(
      architecture: architecture,
      options: TrainingOptions(
        steps: 1, batchSize: 2, learningRate: 1e-3, warmUpSteps: 1, validationInterval: 1, engineThreads: 1),
      stream: RandomStream(seed: 1)
    ).train(on: examples, validation: examples) { _ in }
    let card = NetworkCard(
      task: .quantification, studyProtocol: studyProtocol.name, encoder: encoder, targets: ["GPC"], logMeans: [0],
      logDeviations: [1], calibration: nil, prior: nil, trainedNoise: [0, 1], domain: nil, basisHash: basisHash,
      basisFingerprint: fingerprint, seed: 1, trainingExamples: 4,
      notice: "Made for a test.")
    let place = folder.url.appending(path: name)
    try NetworkBundle(network: trained.network, card: card).write(to: place)
    return place.path
  }

  @Test("Another acquisition, another basis, another protocol and no water: each is refused by name with exit code 1")
  func refusals() async throws {
    let folder = try ScratchFolder()
    let network = try bundle(in: folder, basisHash: "0123456789abcdef")
    let right = try folder.philips("right")
    let long = try folder.philips("long", echoTime: 144)
    let acquisition = try StudyProtocol.load(StudyProtocol.defaultName).spectralAcquisition
    let basis = BasisSet(
      functions: [
        BasisFunction(name: "GPC", signal: .sampled(ComplexVector(real: [1, 0], imaginary: [0, 0])))
      ], acquisition: acquisition, source: "made")
    let basisFile = try folder.write(JSONEncoder().encode(basis), as: "basis.json")
    let common = ["--method", "network", "--network", network]
    // Half a millisecond more of echo, and creatine is not in it.
    let other = try StudyProtocol.load(
      StudyProtocol.defaultName, overrides: [try ConfigurationOverride("acquisition.firstEchoTime=14.5")])
    let trained = try await ProtocolSimulator(other).basis(worker: .quiet(tasks: 2))
    let elsewhere = try bundle(
      in: folder, named: "elsewhere", basisHash: "0",
      fingerprint: BasisFingerprint(
        of: BasisSet(functions: trained.functions.filter { $0.name != "Cr" }, acquisition: acquisition, source: ""),
        on: acquisition))
    for (arguments, text) in [
      ([long] + common, "echo time is 144.0 ms, the network was trained for 30.0 ms"),
      ([right] + common, "--water FILE"),
      ([right, "--method", "network"], "--water FILE"),
      ([right, "--method", "network", "--set", "name=other"], "--network BUNDLE"),
      ([right, "--basis", basisFile] + common, "0123456789ab"),
      ([right, "--water", right, "--method", "network", "--network", elsewhere], "Cr is new, "),
      ([right, "--water", right, "--method", "network", "--network", elsewhere], "Ala differs by "),
      (
        [right, "--water", right, "--saliency", "NAA"] + common,
        "--saliency: the network does not tell 'NAA'; it tells GPC, and the sums "
      ),
      ([right, "--set", "name=other"] + common, "trained for the protocol liver-3T-press30"),
    ] {
      let outcome = try await BuiltCommand.run(["quantify"] + arguments)
      #expect(outcome.errors.contains(text), "\(outcome.errors)")
      #expect(outcome.errors.filter { $0 == "\n" }.count == 1)
      #expect(outcome.output.isEmpty)
      #expect(outcome.exitCode == 1)
    }
    let alone = try await BuiltCommand.runAlone(["quantify", right, "--water", right] + common, in: folder.url)
    #expect(
      alone.errors.contains("libCTorchEngine") && alone.errors.contains("--product CTorchEngine"), "\(alone.errors)")
    #expect(alone.exitCode == 1)
    let inspected = try await BuiltCommand.run("inspect", network)
    #expect(inspected.output.contains("Made for a test."))
    #expect(inspected.output.contains("quantification"))
  }
}
