import Foundation
import MRSConfiguration
import MRSCore
import MRSNetworks
import MRSProfile
import MRSStudy
import MRSSynthesis
import StudySupport
import Testing

/// The network that comes with the program, as it lies in the sources.
@Suite("The shipped network")
struct ShippedNetworkTests {
  private static func bundle() throws -> (bundle: NetworkBundle<NetworkCard>, folder: URL) {
    (try NetworkBundle(readingFrom: ShippedBundle.folder), ShippedBundle.folder)
  }

  @Test("It was trained under the protocol as it is today: basis, prior, generator and profile")
  func isCurrent() async throws {
    let bundle = try Self.bundle().bundle
    let current = try StudyProtocol.load(StudyProtocol.defaultName)
    var recorded: StudyProtocol = try ConfigurationFile.decode(
      from: try #require(bundle.studyProtocol), name: "protocol.toml")
    // How long it was trained, and how it is used in a study, is its own.
    recorded.training = current.training
    recorded.networks = current.networks
    recorded.cohort = current.cohort
    recorded.diagnosis = current.diagnosis
    // How far a fit lets lines move is nothing that a network learns.
    recorded.profile.ties = current.profile.ties
    #expect(recorded == current)
    let basis = try await ProtocolSimulator(current).basis(worker: .quiet(tasks: 2))
    try bundle.card.requireMatch(of: basis, named: "the protocol")
    let prior = try #require(bundle.card.prior)
    #expect(prior.names == (try CohortPrior(literatureOf: current).union.names))
    _ = try NetworkQuantifier(bundle)
  }

  @Test("Its card certifies that intervals of 90 % hold 89 to 91 % for each target, of forty thousand spectra")
  func certificate() throws {
    let card = try Self.bundle().bundle.card
    let certificate = try #require(card.certificate)
    #expect(certificate.examples >= 40_000 && certificate.doubted < 0.02)
    let targets = try StudyProtocol.load(StudyProtocol.defaultName).targets
    for name in targets {
      let own = try #require(certificate.targets.first { $0.name == name })
      #expect((0.89...0.91).contains(own.coverage90), "\(name): \(own.coverage90)")
      // What a spectrum does not tell, as lactate under fat, is as uncertain as before, but for what the sample is.
      #expect(own.rmseOverPrior < 1.05, "\(name): \(own.rmseOverPrior)")
    }
    #expect(card.training?.steps == 35_156 && card.intendedUse != nil)
    let limits = try #require(card.reconstruction)
    #expect(limits.examples > 3_900 && (2...12).contains(limits.residualToNoise) && (1...6).contains(limits.distance))
    #expect(card.unlikeness?.count == 17)
  }

  @Test("It says by BLAS what libtorch says, to five digits")
  func engine() async throws {
    let bundle = try Self.bundle().bundle
    let current = try StudyProtocol.load(StudyProtocol.defaultName)
    let basis = try await ProtocolSimulator(current).basis(worker: .quiet(tasks: 2))
    let source = SpectrumGenerator(current, basis: basis).synthesizer(amounts: try #require(bundle.card.prior))
    let features = try #require(bundle.features)
    let shown = features.encoded((0..<30).map { source.example($0, of: RandomStream(seed: 4)).fid })
    let own = try bundle.network.predict(inputs: shown.inputs, sideInputs: shown.sideInputs, count: 30)
    let other = try bundle.network.predictByEngine(inputs: shown.inputs, sideInputs: shown.sideInputs, count: 30)
    let largest = zip(own, other).map { abs($0 - $1) / max(1, abs($1)) }.max() ?? 1
    #expect(largest < 2e-5, "\(largest)")
  }

  @Test(
    "What was planted is told: another echo time, wide lines, a brain, a ghost; ordinary spectra are told in one of fifty",
    arguments: [
      (EvaluationScenario.inDistribution, 0...0.02), (.clean, 0...0.03), (.otherTE, 0.9...1), (.wideLines, 0.97...1),
      (.brain, 0.97...1), (.spuriousEcho, 0.8...1), (.residualWater, 0.75...1), (.off017PPM, 0.97...1),
      (.unmodelledMetabolite, 0.5...1),
    ])
  func unlike(_ scenario: EvaluationScenario, _ expected: ClosedRange<Double>) async throws {
    let bundle = try Self.bundle().bundle
    let settings = StudySettings(
      studyProtocol: try StudyProtocol.load(StudyProtocol.defaultName), stream: RandomStream(seed: 1),
      worker: .quiet(tasks: 2))
    let source = try await ScenarioSpectra(
      scenario, of: settings, basis: try await ProtocolSimulator(settings.studyProtocol).basis(worker: settings.worker),
      prior: try #require(bundle.card.prior), stream: RandomStream(seed: 12))
    let found = try NetworkQuantifier(bundle).quantify((0..<400).map { source.spectrum($0).fid })
    let told = found.count { one in
      one.doubts.contains { [.unlikeTraining, .outsideTraining, .looksLike].contains($0.code) }
    }
    #expect(expected.contains(Double(told) / 400), "\(told) of 400")
    if scenario == .unmodelledMetabolite {
      let places = found.flatMap { one in one.doubts.map { "\($0)" }.filter { $0.contains("that no species") } }
      // It lies at 3.14 ppm.
      #expect(Double(places.count { $0.contains("from 3.0 to 3.2 ppm") }) > 0.9 * Double(places.count))
    }
  }

  @Test("It takes eight megabytes at most")
  func size() throws {
    let folder = try Self.bundle().folder
    let sizes = try FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: [.fileSizeKey])
      .map { try $0.resourceValues(forKeys: [.fileSizeKey]).fileSize ?? 0 }
    #expect(sizes.reduce(0, +) <= 8_000_000)
  }
}
