import Foundation
import MRSCore
import MRSFormats
import MRSProfile
import MRSQuantification
import MRSRuns
import MRSStudy
import StudySupport
import TestSupport
import Testing

@Suite("A spectrum made again from the amounts of the network that comes with the program")
struct NetworkReconstructionTests {
  private static func found(
    _ scenario: EvaluationScenario, count: Int, reconstructs: Bool = true
  ) async throws -> [QuantifiedScan] {
    let settings = StudySettings(
      studyProtocol: try StudyProtocol.load(StudyProtocol.defaultName), stream: RandomStream(seed: 1),
      worker: .quiet(tasks: 2))
    let source = try await ScenarioSpectra(
      scenario, of: settings, basis: try await ProtocolSimulator(settings.studyProtocol).basis(worker: settings.worker),
      prior: try CohortPrior(literatureOf: settings.studyProtocol).union, stream: RandomStream(seed: 14))
    let folder = try TemporaryFolder()
    let file = try folder.write([0], as: "spectra.h5")
    let artefact = try Artefact(of: file)
    let quantifier = settings.quantifier
    var all: [QuantifiedScan] = []
    for index in 0..<count {
      all.append(
        try await quantifier.quantify(
          stored: source.spectrum(index).fid, of: artefact,
          QuantifyRequest(file: file, method: .network, reconstructs: reconstructs)))
    }
    return all
  }

  @Test(
    "Ordinary spectra have curves, a linewidth and a residual near the noise, and the amounts are still the network's")
  func ordinary() async throws {
    let made = try await Self.found(.inDistribution, count: 8)
    let told = try await Self.found(.inDistribution, count: 8, reconstructs: false)
    #expect(made.count { $0.doubts.contains { $0.code == .notReconstructed } } <= 1)
    let residuals = made.compactMap(\.quantification.quality.residualToNoise).sorted()
    #expect(residuals.count == 8 && (0.9...1.3).contains(residuals[4]), "\(residuals)")
    for (one, alone) in zip(made, told) {
      #expect(one.quantification.amounts.map(\.value) == alone.quantification.amounts.map(\.value))
      #expect(one.hasCurves && !alone.hasCurves)
      #expect(alone.quantification.quality.residualToNoise == nil)
      let curves = try one.coordinates().curves.map(\.name)
      #expect(curves.contains("GPC") && one.figure().fit != nil && alone.figure().fit == nil)
    }
  }

  @Test("Of spectra with a large ghost, which the model lacks, more than half cannot be made again")
  func ghosts() async throws {
    let made = try await Self.found(.spuriousEcho, count: 10)
    let told = made.filter { $0.doubts.contains { $0.code == .notReconstructed } }
    #expect((3...10).contains(told.count), "\(told.count) of 10")
    #expect(
      told.allSatisfy { ($0.quantification.quality.residualToNoise ?? 0) > 2 || ($0.reconstruction?.distance ?? 0) > 2 }
    )
  }
}
