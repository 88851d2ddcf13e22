import Foundation
import MRSCore
import MRSFormats
import MRSProfile
import MRSQuantification
import MRSRuns
import MRSStudy
import MRSSynthesis
import StudySupport
import TestSupport
import Testing

@Suite("What a fit does not see")
struct UnseenByFitsTests {
  @Test(
    "Another echo time and a line of no species are told of a fit too, and of ordinary spectra hardly ever",
    arguments: [
      (EvaluationScenario.inDistribution, 0...1), (.otherTE, 8...10), (.unmodelledMetabolite, 4...10),
    ])
  func told(_ scenario: EvaluationScenario, _ expected: ClosedRange<Int>) async throws {
    let settings = StudySettings(
      studyProtocol: try StudyProtocol.load(StudyProtocol.defaultName), stream: RandomStream(seed: 1),
      worker: .quiet(tasks: 2))
    let source = try await ScenarioSpectra(
      scenario, of: settings, basis: try await ProtocolSimulator(settings.studyProtocol).basis(worker: settings.worker),
      prior: try CohortPrior(literatureOf: settings.studyProtocol).union, stream: RandomStream(seed: 12))
    let folder = try TemporaryFolder()
    let file = try folder.write([0], as: "spectra.h5")
    let artefact = try Artefact(of: file)
    var told = 0
    for index in 0..<10 {
      let found = try await settings.quantifier.quantify(
        stored: source.spectrum(index).fid, of: artefact, QuantifyRequest(file: file))
      told += found.doubts.contains { $0.code == .looksLike || $0.code == .foreignLine } ? 1 : 0
    }
    #expect(expected.contains(told), "\(told) of 10")
  }
}
