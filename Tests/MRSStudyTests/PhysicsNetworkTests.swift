import Foundation
import MRSCore
import MRSModel
import MRSNetworks
import MRSProfile
import MRSStudy
import MRSSynthesis
import Numerics
import StudySupport
import Testing

/// The network that starts from what physics knows, on a small study: features are learnt, it is trained on a stream, written,
/// read and used.
@Suite("The physics-informed network", .serialized)
struct PhysicsNetworkTests {
  static let small = [
    "training.quantification=physics", "training.validationExamples=100", "training.engineThreads=1",
    "networks.physics.streamedExamples=8192", "networks.physics.repeats=2", "networks.physics.batchSize=128",
    "networks.physics.layers.1.width=64",
    "networks.physics.layers.3.layers.1.width=64", "networks.physics.layers.3.layers.3.width=64",
    "networks.physics.layers.4.layers.1.width=64", "networks.physics.layers.4.layers.3.width=64",
    "networks.physics.features.scaleExamples=500", "networks.physics.features.tableExamples=3000",
    "networks.physics.features.components.count=32",
    "networks.physics.features.amounts={ widths = 2, fats = 2, directions = 24 }",
    "networks.physics.features.ratios={ widths = 2, fats = 2, directions = 12 }",
  ]

  struct World {
    let settings: StudySettings
    let basis: BasisSet
    let prior: AmountDistribution
    let bundle: NetworkBundle<NetworkCard>
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
    return World(settings: settings, basis: basis, prior: prior, bundle: stage.bundle, examples: examples)
  }

  static let world = Task { try await trained(tasks: 2) }

  @Test("It is the same, byte by byte, for one task and for two", .timeLimit(.minutes(5)))
  func determinism() async throws {
    let (one, two) = (try await Self.trained(tasks: 1), try await Self.world.value)
    #expect(one.bundle.network == two.bundle.network)
    let fids = one.examples.prefix(20).map(\.fid)
    let (features, others) = (try #require(one.bundle.features), try #require(two.bundle.features))
    #expect(features.encoded(fids).inputs == others.encoded(fids).inputs)
  }

  @Test("It tells metabolites better than their prior, and fat within some per cent")
  func recovery() async throws {
    let world = try await Self.world.value
    let quantifier = try NetworkQuantifier(
      network: world.bundle.network, card: world.bundle.card, features: world.bundle.features)
    let found = try quantifier.quantify(world.examples.map(\.fid))
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
    try FileManager.default.removeItem(at: folder.appending(path: "features.safetensors"))
    #expect(
      throws: NetworkError.missingFile(path: folder.appending(path: "features.safetensors").path)
    ) { try NetworkBundle<NetworkCard>(readingFrom: folder) }
  }

  @Test(
    "With the whole covariance choline's sum has a smaller deviation than its parts would allow",
    .timeLimit(.minutes(5)))
  func covariance() async throws {
    let world = try await Self.trained(tasks: 2, more: ["networks.physics.loss={ kind = \"gaussianCovariance\" }"])
    let quantifier = try NetworkQuantifier(
      network: world.bundle.network, card: world.bundle.card, features: world.bundle.features)
    for one in try quantifier.quantify(world.examples.prefix(20).map(\.fid)) {
      let covariance = try #require(one.covariance)
      for (k, amount) in one.amounts.enumerated() {
        #expect(abs(covariance[k, k].squareRoot() / amount.standardDeviation - 1) < 1e-6)
      }
      let parts = ["GPC", "PCh", "Cho"]
      let sum = try #require(one.sum(of: parts, as: "tCho"))
      #expect(sum.standardDeviation < parts.reduce(0) { $0 + (one[$1]?.standardDeviation ?? 0) })
    }
  }
}
