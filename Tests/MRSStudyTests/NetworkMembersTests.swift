import Foundation
import MRSCore
import MRSModel
import MRSNetworks
import MRSProfile
import MRSStudy
import MRSSynthesis
import StudySupport
import TestSupport
import Testing

/// Several networks as one qCNN, trained, written, read and used.
@Suite("Several networks that quantify together", .serialized)
struct NetworkMembersTests {
  private static let small = [
    "training.quantification=paper", "training.doubts=\"\"", "training.validationExamples=200",
    "networks.paper.streamedExamples=640", "networks.paper.repeats=1",
  ]

  private static func trained(
    _ more: [String]
  ) async throws -> (settings: StudySettings, bundle: NetworkBundle<NetworkCard>, fids: [FID]) {
    let settings = try ReducedStudy.context(small + more, tasks: 2)
    let basis = try await ProtocolSimulator(settings.studyProtocol).basis(worker: settings.worker)
    let prior = try CohortPrior(literatureOf: settings.studyProtocol).union
    let stage = try await NetworkTraining(settings).trainQuantifier(prior: prior, basis: basis)
    let source = SpectrumGenerator(settings.studyProtocol, basis: basis).synthesizer(amounts: prior)
    let fids = (0..<20).map { source.example($0, of: RandomStream(seed: 9)).fid }
    return (settings, stage.bundle, fids)
  }

  @Test("An ensemble begins with the network that one would be, and what its bundle holds answers as it did")
  func members() async throws {
    let (_, alone, _) = try await Self.trained([])
    let (_, bundle, fids) = try await Self.trained(["networks.paper.members=3"])
    #expect(bundle.network == alone.network && bundle.companions.count == 2)
    #expect(Set([bundle.network] + bundle.companions).count == 3)
    #expect(alone.card.spreadLimit == nil)
    let limit = try #require(bundle.card.spreadLimit)
    #expect(limit > 0)
    let folder = try TemporaryFolder()
    try bundle.write(to: folder.url.appending(path: "network"))
    let read = try NetworkBundle<NetworkCard>(readingFrom: folder.url.appending(path: "network"))
    let (own, again) = (try NetworkQuantifier(bundle).quantify(fids), try NetworkQuantifier(read).quantify(fids))
    #expect(own.map(\.amounts) == again.map(\.amounts))
    let one = try NetworkQuantifier(alone).quantify(fids)
    #expect(zip(own, one).allSatisfy { $0.amounts.map(\.value) != $1.amounts.map(\.value) })
    #expect(throws: NetworkError.self) { try ONNXModel(bundle) }
  }

  @Test("Where networks differ by more than of ordinary spectra, that is told")
  func spread() async throws {
    let (_, bundle, fids) = try await Self.trained(["networks.paper.members=2"])
    let limit = try #require(bundle.card.spreadLimit)
    func isTold(_ card: NetworkCard) throws -> Int {
      try NetworkQuantifier(network: bundle.network, companions: bundle.companions, card: card).quantify(fids).count {
        $0.doubts.contains { "\($0)".contains("networks that answer together") }
      }
    }
    #expect(try isTold(bundle.card) <= 1)
    #expect(try isTold(bundle.card.limited(bySpreads: [1e-3 * limit])) == fids.count)
  }

  @Test("The paper's network can be one for each target")
  func each() async throws {
    let (settings, bundle, fids) = try await Self.trained(["networks.paper.tells=each"])
    let targets = settings.studyProtocol.targets
    #expect(bundle.companions.count == targets.count - 1 && bundle.network.architecture.targets == 1)
    #expect(bundle.card.targets == targets && bundle.card.spreadLimit == nil)
    let found = try NetworkQuantifier(bundle).quantify(fids)
    #expect(found.allSatisfy { $0.amounts.map(\.name) == targets && $0.covariance == nil })
  }

  @Test(
    "Protocols of networks that cannot answer together are refused by their field",
    arguments: [
      ("networks.paper.members=0", "networks.paper.members"), ("networks.classes.members=2", "training.classification"),
      ("networks.physics.tells=each", "networks.physics.tells"),
    ])
  func refusals(setting: String, named: String) throws {
    let error = #expect(throws: ProfileError.self) {
      try ReducedStudy.context(Self.small + ["training.classification=classes", setting], tasks: 1).studyProtocol
        .validate()
    }
    #expect("\(error!)".contains(named), "\(error!)")
  }
}
