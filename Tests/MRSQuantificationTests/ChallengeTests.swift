import Foundation
import MRSCore
import MRSModel
import MRSProfile
import MRSQuantification
import MRSStudy
import Numerics
import StudySupport
import TestSupport
import Testing

@Suite("The scores of the fitting challenge")
struct ChallengeScoreTests {
  @Test("Noise is white; noise with a hump, or smoothed, is not")
  func whiteness() {
    var stream = RandomStream(seed: 5)
    let noise = ComplexVector(
      real: (0..<400).map { _ in stream.normal() }, imaginary: (0..<400).map { _ in stream.normal() })
    #expect(ResidualWhiteness(of: noise).isWhite)
    var humped = noise
    for j in 0..<400 { humped.real[j] += 4 * .exp(-Double((j - 200) * (j - 200)) / 800) }
    #expect(!ResidualWhiteness(of: humped).isWhite, "\(ResidualWhiteness(of: humped))")
  }

  @Test("A folder without the challenge's basis, or a set without its water, is refused with the name of what lacks")
  func missing() throws {
    let folder = try TemporaryFolder()
    #expect(throws: QuantifyError.noChallenge(folder: folder.url.path, missing: "press3T_30ms.BASIS")) {
      try FittingChallenge(folder: folder.url)
    }
    try Data().write(to: folder.url.appending(path: "press3T_30ms.BASIS"))
    try Data().write(to: folder.url.appending(path: "dataset7.RAW"))
    #expect(throws: QuantifyError.noChallenge(folder: folder.url.path, missing: "dataset7.H2O")) {
      try FittingChallenge(folder: folder.url)
    }
    try Data().write(to: folder.url.appending(path: "dataset7.H2O"))
    let challenge = try FittingChallenge(folder: folder.url)
    #expect(challenge.sets.map(\.name) == ["7"] && challenge.sets[0].isOfSample)
  }
}

@Suite("The fitting challenge", .enabled(if: SharedData.root != nil, Comment(rawValue: SharedData.reason)))
struct ChallengeTests {
  @Test(
    "Creatine of the scaling test is 10 ± 0.2 mM, residuals are white but for the set that is doubted, one sample agrees"
  )
  func scores() async throws {
    let root = try #require(SharedData.root)
    let settings = StudySettings(
      studyProtocol: try StudyProtocol.load(StudyProtocol.defaultName), stream: RandomStream(seed: 0),
      worker: .quiet(tasks: 1))
    let results = try await FittingChallenge(folder: root.appending(path: "challenge2016")).quantified(
      by: ScanQuantifier(studyProtocol: settings.studyProtocol, stream: settings.stream, worker: settings.worker))
    let scores = ChallengeScores(of: results)
    let creatine = try #require(scores.creatine)
    print("Cr \(creatine), \(scores.held) of \(scores.compared) intervals, coloured \(scores.coloured)")
    #expect(abs(creatine - 10) < 0.2)
    // The water of set 5 is larger by an eighth though its spectrum is not: ratios do not know it, amounts do.
    #expect(scores.compared == 25 && scores.held >= 18)
    #expect(scores.ratios.count == 4 && scores.ratios.allSatisfy { $0.count == 5 })
    #expect(scores.ratios.allSatisfy { $0.reducedChiSquare < 2 && $0.outside.isEmpty }, "\(scores.ratios)")
    for name in scores.coloured {
      let result = try #require(results.first { $0.set.name == name })
      #expect(result.scan.doubts.contains { $0.rank == .wrong }, "\(name) is neither explained nor doubted")
    }
    for agreement in scores.agreements {
      #expect(agreement.standardDeviation < 0.05 * agreement.mean, "\(agreement)")
    }
  }
}
