import Foundation
import MRSCore
import MRSNetworks
import MRSProfile
import MRSQuantification
import MRSStudy
import MRSSynthesis
import Numerics
import StudySupport
import TestSupport
import Testing

/// The network that comes with the program as an ONNX file, run by ONNX Runtime.
@Suite("The shipped network as ONNX")
struct ONNXOfShippedTests {
  private struct World {
    let bundle: NetworkBundle<NetworkCard>
    let fids: [FID]
  }

  /// Spectra of the wide protocol, of all widths, fats and noises; then filled with zeros, and apodised.
  private static let world = Task {
    let studyProtocol = try StudyProtocol.load(StudyProtocol.defaultName)
    let settings = StudySettings(
      studyProtocol: studyProtocol, stream: RandomStream(seed: 1), worker: .quiet(tasks: 2))
    let basis = try await ProtocolSimulator(studyProtocol).basis(worker: settings.worker)
    let bundle = try NetworkBundle<NetworkCard>(
      readingFrom: #require(try ShippedNetwork.folder(for: studyProtocol)))
    let source = SpectrumGenerator(studyProtocol, basis: basis).synthesizer(
      amounts: try CohortPrior(literatureOf: studyProtocol).union)
    let points = bundle.card.encoder.acquisition.points
    let plain = (0..<40).map { source.example($0, of: RandomStream(seed: 77)).fid.resized(to: points) }
    let filled = (0..<6).map { plain[$0].resized(to: points - 100 * ($0 + 1) - $0).resized(to: points) }
    let apodised = (6..<10).map { plain[$0].broadened(byLorentzian: .hertz(2 * Double($0 - 4))) }
    return World(bundle: bundle, fids: plain + filled + apodised)
  }

  @Test(
    "ONNX Runtime gives amounts, deviations and covariances as we do, to 1e-5, of noises of every kind, in any company",
    .enabled(if: ONNXRuntime.python != nil, Comment(rawValue: ONNXRuntime.reason)))
  func agreement() async throws {
    let world = try await Self.world.value
    let model = try ONNXModel(world.bundle)
    #expect(model.data.count < 15_000_000)
    let found = try ONNXRuntime.outputs(of: model.data, fids: world.fids.map(\.pairs))
    let own = try NetworkQuantifier(world.bundle).quantify(world.fids)
    let differences = ONNXComparison(of: own, with: found)
    print("ONNX, shipped network: \(model.data.count) bytes, \(differences), \(found.seconds * 1000) ms a spectrum")
    #expect(differences.largest < 1e-5)
    #expect(found.batchDifference < 1e-5)
    for (place, fid) in world.fids.enumerated() {
      let noise = try #require(found.outputs["noise"])[place]
      #expect(abs(noise / NoiseEstimate(of: fid).spectral - 1) < 1e-9, "noise of spectrum \(place)")
    }
  }

  /// The names in the file of what doubts are about, by how their texts begin.
  private static let statistics = [
    ("the noise (in", "noise"), ("the signal-to-noise", "signalToNoise"), ("the misfit", "displacement"),
    ("the width of", "broadening"), ("what the training", "remainder"), ("the distance from the mean", "distance"),
    ("the unlikeness", "unlikeness"), ("the likeness", "mirror"), ("the signal at the end", "upperEdge"),
    ("the distance from the training", "inputDistance"), ("the share of what", "inputSpread"),
  ]

  @Test(
    "In what a spectrum is unlike those of the training the graph tells as we do",
    .enabled(if: ONNXRuntime.python != nil, Comment(rawValue: ONNXRuntime.reason)))
  func domain() async throws {
    let world = try await Self.world.value
    let strange: [FID] = world.fids.prefix(6).flatMap { fid in
      [
        fid.phased(by: .radians(1.5)), fid.conjugated, fid.shifted(by: .hertz(45)),
        fid.broadened(byLorentzian: .hertz(60)), FID(samples: 0.1 * fid.samples, acquisition: fid.acquisition),
        FID(samples: fid.samples + 2.0 * fid.shifted(by: .hertz(140)).samples, acquisition: fid.acquisition),
      ]
    }
    let fids = world.fids + strange
    let model = try ONNXModel(world.bundle)
    let names = try #require(model.metadata.first { $0.key == "beyondTraining" }).value.split(separator: ",")
    let kindsOfOthers = try #require(world.bundle.unlikeness).kinds
    #expect(Set(names.map(String.init)) == Set(Self.statistics.map(\.1) + kindsOfOthers.map(\.name)))
    let excess = try #require(
      try ONNXRuntime.outputs(of: model.data, fids: fids.map(\.pairs)).outputs["beyondTraining"])
    var kinds: Set<String> = []
    for (place, one) in try NetworkQuantifier(world.bundle).quantify(fids).enumerated() {
      var told = Set(
        one.doubts.compactMap { doubt -> String? in
          let what: String
          switch doubt {
          case .unlikeTraining(let title, _, _): what = title
          case .outsideTraining(let title, _, _): what = title
          case .looksLike(let title, _, _, _): return kindsOfOthers.first { $0.title == title }?.name
          default: return nil
          }
          return Self.statistics.first { what.hasPrefix($0.0) }?.1
        })
      var found = Set(names.indices.filter { excess[place * names.count + $0] > 0 }.map { String(names[$0]) })
      // Of the two numbers of the inputs we tell one.
      if told.contains("inputDistance") { (told, found) = (told.union(["inputSpread"]), found.union(["inputSpread"])) }
      // Nor do we tell more than one kind of others.
      let others = found.intersection(kindsOfOthers.map(\.name))
      if !told.isDisjoint(with: others) { told.formUnion(others) }
      #expect(told == found, "spectrum \(place)")
      kinds.formUnion(told)
    }
    #expect(kinds.count >= 8, "\(kinds.sorted())")
  }
}
