import Foundation
import MRSCore
import MRSModel
import MRSNetworks
import MRSProfile
import MRSStatistics
import MRSStudy
import Numerics
import StudySupport
import Testing

/// The verb `evaluate`'s own part, on the small network of ``PhysicsNetworkTests``.
@Suite("Evaluation on held-out spectra", .serialized)
struct EvaluationTests {
  private static func evaluation(
    _ scenario: EvaluationScenario, examples: Int, methods: [EvaluationMethod] = [.network], tasks: Int = 2
  ) async throws -> Evaluation {
    let world = try await PhysicsNetworkTests.world.value
    let network = world.quantifier
    let settings = try ReducedStudy.context(PhysicsNetworkTests.small, tasks: tasks)
    return try await MethodEvaluation(settings, basis: world.basis, prior: world.prior, network: network)
      .evaluation(on: scenario, examples: examples, methods: methods)
  }

  private static func spectra(_ scenario: EvaluationScenario) async throws -> ScenarioSpectra {
    let world = try await PhysicsNetworkTests.world.value
    return try await ScenarioSpectra(
      scenario, of: world.settings, basis: world.basis, prior: world.prior, stream: RandomStream(seed: 3))
  }

  private static func json(_ evaluation: Evaluation) throws -> Data {
    let encoder = JSONEncoder()
    encoder.outputFormatting = .sortedKeys
    return try encoder.encode(evaluation)
  }

  @Test("Every method has its errors, slope and coverage of every target, and the network its P against both fits")
  func keys() async throws {
    let evaluation = try await Self.evaluation(.inDistribution, examples: 6, methods: [.nlsf, .map, .network])
    let root = try #require(JSONSerialization.jsonObject(with: Self.json(evaluation)) as? [String: Any])
    #expect(root["scenario"] as? String == "in-distribution" && root["examples"] as? Int == 6)
    let targets = try #require(root["targets"] as? [[String: Any]])
    let world = try await PhysicsNetworkTests.world.value
    #expect(targets.compactMap { $0["name"] as? String } == world.settings.studyProtocol.targets)
    for target in targets {
      let methods = try #require(target["methods"] as? [String: [String: Any]])
      #expect(Set(methods.keys) == ["nlsf", "map", "network"])
      for (method, score) in methods {
        for key in ["rmse", "logRMSE", "slope", "coverage50", "coverage90", "coverage95", "rmseOverBound"] {
          #expect(score[key] is Double, "\(key) of \(method)")
        }
      }
      #expect(
        methods["nlsf"]?["ranks"] == nil && methods["map"]?["ranks"] != nil && methods["network"]?["ranks"] != nil)
      for key in ["pNetworkBelowNLSF", "pNetworkBelowMAP", "pNetworkLogBelowNLSF", "pNetworkLogAboveMAP"] {
        let p = try #require(target[key] as? Double)
        #expect((0...1).contains(p))
      }
    }
    let sums = try #require(root["sums"] as? [[String: Any]])
    #expect(Set(sums.compactMap { $0["name"] as? String }).isSuperset(of: ["tCho", "Glx", "tTMA"]))
    let page = try evaluation.report(facts: []).html()
    for text in ["Expected coverage of all targets together", "How often intervals of 90 % hold", "Doubted or refused"]
    {
      #expect(page.contains(text), "\(text)")
    }
  }

  @Test("It is the same, byte by byte, for one task and for two")
  func determinism() async throws {
    let one = try await Self.evaluation(.inDistribution, examples: 300, tasks: 1)
    let two = try await Self.evaluation(.inDistribution, examples: 300, tasks: 2)
    #expect(try Self.json(one) == Self.json(two))
    #expect(one.targets.allSatisfy { ($0.methods[.network]?.thirds.count ?? 0) == 9 })
  }

  @Test("Noise alone is told by the network, and spectra like its training's are not")
  func alarms() async throws {
    let noise = try #require(try await Self.evaluation(.noiseAlone, examples: 60).alarms[.network])
    #expect(noise.told.estimate > 0.95 && noise.spectra == 60)
    let share = noise.codes.values.max() ?? 0
    #expect(share > 0.95 && share <= 1)
    let usual = try #require(try await Self.evaluation(.inDistribution, examples: 300).alarms[.network])
    #expect(usual.told.estimate < 0.1)
  }

  @Test("A scenario is the same spectrum but for what is planted")
  func scenarios() async throws {
    let usual = try await Self.spectra(.inDistribution).spectrum(4)
    let conjugated = try await Self.spectra(.conjugated).spectrum(4)
    #expect(conjugated.fid == usual.fid.conjugated)
    #expect(conjugated.truth.amounts == usual.truth.amounts)
    let moved = try await Self.spectra(.off60Hz).spectrum(4).fid
    #expect([60.0, -60].contains { moved == usual.fid.shifted(by: .hertz($0)) })
    let clipped = try await Self.spectra(.clipped).spectrum(4).fid.samples.real
    let largest = usual.fid.samples.real.map(abs).max() ?? 0
    #expect((clipped.map(abs).max() ?? 0) < 0.71 * max(largest, usual.fid.samples.imaginary.map(abs).max() ?? 0))
    #expect(zip(clipped, usual.fid.samples.real).contains { $0 == $1 })
    let empty = try await Self.spectra(.noiseAlone).spectrum(4)
    #expect(empty.truth.amounts.values.allSatisfy { $0 == 0 })
    #expect(empty.fid.samples.energy < 0.1 * usual.fid.samples.energy)
    let water = try await Self.spectra(.residualWater).spectrum(4).fid.samples - usual.fid.samples
    #expect(water.energy > 20 * Double(water.count) * usual.noise * usual.noise)
    for scenario in EvaluationScenario.allCases {
      let spectrum = try await Self.spectra(scenario).spectrum(2)
      #expect(spectrum.fid.samples.isFinite && spectrum.fid.acquisition == usual.fid.acquisition, "\(scenario)")
    }
    #expect(try await Self.spectra(.brain).spectrum(0).truth.amounts["NAA"] ?? 0 > 5)
  }

  @Test("An answer of a network beyond all numbers is a number still, and so are its deviation and covariance")
  func hugeAnswers() throws {
    for loss in [LossFunction.gaussianCovariance, .gaussianNegativeLogLikelihood()] {
      let quantifier = try NetworkQuantifier(ONNXOfPlainTests.bundle(loss: loss, spread: 5000))
      let found = try quantifier.quantify(ONNXOfPlainTests.fids)
      #expect(found.flatMap(\.amounts).map(\.value).max()! > 1e40)
      for one in found {
        #expect(one.amounts.allSatisfy { $0.value * $0.value < .infinity && $0.standardDeviation < .infinity })
        #expect(one.covariance?.elements.allSatisfy(\.isFinite) != false)
      }
    }
  }
}
