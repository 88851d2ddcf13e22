import Foundation
import MRSConfiguration
import MRSCore
import MRSModel
import MRSNetworks
import MRSProfile
import MRSStudy
import MRSSynthesis
import Numerics
import StudySupport
import TestSupport
import Testing

/// The network that starts from what physics knows, on a small study: features are learnt, it is trained on a stream, written,
/// read and used.
@Suite("The physics-informed network", .serialized)
struct PhysicsNetworkTests {
  static let small = [
    "training.quantification=physics", "training.validationExamples=500", "training.reconstructedExamples=40",
    "training.engineThreads=1",
    "networks.physics.streamedExamples=8192", "networks.physics.repeats=2", "networks.physics.batchSize=128",
    "networks.physics.layers.1.width=64",
    "networks.physics.layers.3.layers.1.width=64", "networks.physics.layers.3.layers.3.width=64",
    "networks.physics.layers.4.layers.1.width=64", "networks.physics.layers.4.layers.3.width=64",
    "networks.physics.features.scaleExamples=500", "networks.physics.features.tableExamples=3000",
    "networks.physics.features.components.count=32", "networks.unlikeness.streamedExamples=16384",
    "networks.unlikeness.batchSize=64", "networks.unlikeness.layers.1.width=32",
    "networks.physics.features.amounts={ widths = 2, fats = 2, directions = 24 }",
    "networks.physics.features.ratios={ widths = 2, fats = 2, directions = 12 }",
  ]

  struct World {
    let settings: StudySettings
    let basis: BasisSet
    let prior: AmountDistribution
    let bundle: NetworkBundle<NetworkCard>
    let quantifier: NetworkQuantifier
    /// Spectra that no training has seen, with the amounts of the targets.
    let examples: [(fid: FID, amounts: [Double])]
  }

  static func trained(tasks: Int, more: [String] = []) async throws -> World {
    let settings = try ReducedStudy.context(small + more, tasks: tasks)
    let basis = try await ProtocolSimulator(settings.studyProtocol).basis(worker: settings.worker)
    let prior = try CohortPrior(literatureOf: settings.studyProtocol).union
    let stage = try await NetworkTraining(settings).trainQuantifier(prior: prior, basis: basis)
    let source = SpectrumGenerator(settings.studyProtocol, basis: basis).synthesizer(amounts: prior)
    let examples = (0..<200).map { index in
      let example = source.example(index, of: RandomStream(seed: 9))
      return (example.fid, Array(example.parameters.amounts[..<settings.studyProtocol.targets.count]))
    }
    let quantifier = try NetworkQuantifier(stage.bundle)
    return World(
      settings: settings, basis: basis, prior: prior, bundle: stage.bundle, quantifier: quantifier, examples: examples)
  }

  static let world = Task { try await trained(tasks: 2) }

  @Test("It is the same, byte by byte, for one task and for two", .timeLimit(.minutes(15)))
  func determinism() async throws {
    let (one, two) = (try await Self.trained(tasks: 1), try await Self.world.value)
    #expect(one.bundle.network == two.bundle.network)
    #expect(one.bundle.unlikeness != nil && one.bundle.unlikeness == two.bundle.unlikeness)
    let fids = one.examples.prefix(20).map(\.fid)
    let (features, others) = (try #require(one.bundle.features), try #require(two.bundle.features))
    #expect(features.encoded(fids).inputs == others.encoded(fids).inputs)
  }

  @Test("Its bundle holds the whole protocol, how it was trained, and how well it does on spectra it has not seen")
  func card() async throws {
    let world = try await Self.world.value
    let text = try #require(world.bundle.studyProtocol)
    let recorded: StudyProtocol = try ConfigurationFile.decode(from: text, name: "protocol.toml")
    #expect(recorded == world.settings.studyProtocol)
    let card = world.bundle.card
    let section = try #require(recorded.networks["physics"])
    #expect(card.training?.precision == ProductPrecision.bfloat16.available)
    #expect(card.training?.steps == section.streamedExamples * section.repeats / section.batchSize)
    #expect(card.training?.repeats == section.repeats && card.training?.examples == section.streamedExamples)
    #expect(card.intendedUse?.contains("Not a medical device") == true && card.limits?.isEmpty == false)
    // The kinds that may be doubted stand in the card with their limits, and what a reconstruction may be like.
    #expect(card.unlikeness == world.bundle.unlikeness?.kinds && card.unlikeness != nil)
    let limits = try #require(card.reconstruction)
    #expect(limits.examples <= 40 && limits.examples > 30 && limits.residualToNoise > 0.9 && limits.distance > 0)

    // The same spectra by the scores that `evaluate` prints, and other ones by hand.
    let certificate = try #require(card.certificate)
    #expect(certificate.examples == recorded.training.validationExamples)
    #expect(Set(recorded.targets + ["tTMA", "tCho"]).isSubset(of: certificate.targets.map(\.name)))
    let found = try world.quantifier.quantify(world.examples.map(\.fid))
    let k = try #require(recorded.targets.firstIndex(of: "Lip130"))
    let errors = zip(found, world.examples).compactMap { one, example in
      one["Lip130"].map { $0.value - example.amounts[k] }
    }
    let rmse = (errors.reduce(0) { $0 + $1 * $1 } / Double(errors.count)).squareRoot()
    let own = try #require(certificate.targets.first { $0.name == "Lip130" })
    #expect((0.4...2.5).contains(own.rmse / rmse), "\(own.rmse) and \(rmse)")
    #expect((0.6...1).contains(own.coverage90) && own.coverage90Interval[0] <= own.coverage90)
  }

  @Test("It tells metabolites better than their prior, and fat within some per cent")
  func recovery() async throws {
    let world = try await Self.world.value
    let found = try world.quantifier.quantify(world.examples.map(\.fid))
    func error(_ name: String) -> Double {
      let k = world.settings.studyProtocol.targets.firstIndex(of: name) ?? 0
      let squares = zip(found, world.examples).map { one, example -> Double in
        guard case .logNormal(let mean, _)? = one[name]?.distribution else { return .nan }
        return (mean - .log(example.amounts[k])) * (mean - .log(example.amounts[k]))
      }
      return (squares.reduce(0, +) / Double(squares.count)).squareRoot()
    }
    func spread(_ name: String) -> Double { world.prior.logDeviation(world.prior.names.firstIndex(of: name) ?? 0) }
    // 64 steps; a long training has 0.02 for methylene, and a third of the prior for glycogen.
    #expect(error("Lip130") < 0.2 * spread("Lip130"))
    #expect(error("Glycogen") < 0.75 * spread("Glycogen"))
    #expect(error("Bet") < 0.9 * spread("Bet"))
  }

  @Test("A bundle holds its features: read again it says the same, and a file that is missing or changed is named")
  func bundle() async throws {
    let world = try await Self.world.value
    let folder = FileManager.default.temporaryDirectory.appending(path: "physics-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: folder) }
    try world.bundle.write(to: folder)
    let read = try NetworkBundle<NetworkCard>(readingFrom: folder)
    let fids = world.examples.prefix(10).map(\.fid)
    let (own, other) = (try #require(world.bundle.features), try #require(read.features))
    #expect(own.encoded(fids).inputs == other.encoded(fids).inputs)
    #expect(own.encoded(fids).sideInputs == other.encoded(fids).sideInputs)
    #expect(other.recipe == own.recipe)
    #expect(read.unlikeness != nil && read.unlikeness == world.bundle.unlikeness)
    try FileManager.default.removeItem(at: folder.appending(path: "features.safetensors"))
    #expect(
      throws: NetworkError.missingFile(path: folder.appending(path: "features.safetensors").path)
    ) { try NetworkBundle<NetworkCard>(readingFrom: folder) }
  }

  @Test(
    "After some seconds of training one spectrum with a ghost in twenty is told by that name, and hardly any without")
  func unlike() async throws {
    let world = try await Self.world.value
    for (scenario, expected) in [(EvaluationScenario.spuriousEcho, 0.05...1), (.inDistribution, 0...0.01)] {
      let source = try await ScenarioSpectra(
        scenario, of: world.settings, basis: world.basis, prior: world.prior, stream: RandomStream(seed: 4))
      let found = try world.quantifier.quantify((0..<300).map { source.spectrum($0).fid })
      let told = found.count { one in one.doubts.contains { "\($0)".contains("looks like one with an echo") } }
      #expect(expected.contains(Double(told) / 300), "\(scenario): \(told) of 300")
    }
  }

  @Test(
    "As an ONNX file it says the same in ONNX Runtime, of another acquisition and other steps than the shipped one",
    .enabled(if: ONNXRuntime.python != nil, Comment(rawValue: ONNXRuntime.reason)))
  func onnx() async throws {
    let world = try await Self.world.value
    let fids = world.examples.prefix(40).map(\.fid)
    let found = try ONNXRuntime.outputs(of: ONNXModel(world.bundle).data, fids: fids.map(\.pairs))
    let differences = ONNXComparison(of: try world.quantifier.quantify(fids), with: found)
    #expect(differences.largest < 1e-5, "\(differences)")
  }

  @Test("With the whole covariance choline's sum has a smaller deviation than its parts would allow")
  func covariance() async throws {
    let world = try await Self.world.value
    for one in try world.quantifier.quantify(world.examples.prefix(20).map(\.fid)) {
      let covariance = try #require(one.covariance)
      for (k, amount) in one.amounts.enumerated() {
        #expect(abs(covariance[k, k].squareRoot() / amount.standardDeviation - 1) < 1e-6)
      }
      let parts = ["GPC", "PCh", "Cho"]
      let sum = try #require(one.sum(of: parts, as: "tCho"))
      #expect(sum.standardDeviation < parts.reduce(0) { $0 + (one[$1]?.standardDeviation ?? 0) })
    }
  }

  @Test("It tells all species, so that every sum has its members")
  func allSpecies() async throws {
    let world = try await Self.world.value
    #expect(world.quantifier.targets == world.settings.studyProtocol.allSpecies)
    #expect(world.bundle.card.prior == world.prior)
  }

  @Test("Under its own prior it says the same; under one that knows more of an amount it is surer, and nearer to that")
  func exchange() async throws {
    let world = try await Self.world.value
    let fids = world.examples.prefix(20).map(\.fid)
    let own = try world.quantifier.quantify(fids)
    let again = try world.quantifier.under(world.prior).quantify(fids)
    let known = try Self.prior(world.prior, of: "Glycogen", factor: 1.2, deviation: 0.1)
    let surer = try world.quantifier.under(known).quantify(fids)
    let middle = 1.2 * world.prior.median(world.prior.names.firstIndex(of: "Glycogen") ?? 0)
    for ((one, same), other) in zip(zip(own, again), surer) {
      // But for directions in which the network knows less than its prior, which are raised to it.
      #expect(abs(same["Lip130"]!.value / one["Lip130"]!.value - 1) < 0.02)
      let (before, after) = (one["Glycogen"]!, other["Glycogen"]!)
      #expect(after.standardDeviation / after.value < 0.11)
      #expect(abs(after.value - middle) < abs(before.value - middle) + 0.01 * middle)
      #expect(!other.doubts.contains { $0.code == .priorBeyondTraining })
    }
  }

  @Test("A prior beyond the training's is doubted by the names of its amounts, one that lacks an amount is refused")
  func beyond() async throws {
    let world = try await Self.world.value
    let far = try Self.prior(world.prior, of: "Glycogen", factor: 30, deviation: 0.1)
    let found = try world.quantifier.under(far).quantify(world.examples[0].fid)
    #expect(found.doubts.contains(.priorBeyondTraining(names: ["Glycogen"])))
    let places = Array(world.prior.names.indices.dropFirst())
    let lacking = try AmountDistribution(
      names: places.map { world.prior.names[$0] }, logMeans: places.map { world.prior.logMeans[$0] },
      logCovariance: world.prior.logCovariance.submatrix(places))
    let error = #expect(throws: NetworkError.self) { try world.quantifier.under(lacking) }
    #expect("\(error!)".contains("GPC"))
  }

  /// A prior that knows one amount better, and otherwise.
  private static func prior(
    _ prior: AmountDistribution, of name: String, factor: Double, deviation: Double
  ) throws -> AmountDistribution {
    let k = prior.names.firstIndex(of: name) ?? 0
    var (means, covariance) = (prior.logMeans, prior.logCovariance)
    means[k] += .log(factor)
    for i in means.indices where i != k { (covariance[i, k], covariance[k, i]) = (0, 0) }
    covariance[k, k] = deviation * deviation
    return try AmountDistribution(names: prior.names, logMeans: means, logCovariance: covariance)
  }
}
