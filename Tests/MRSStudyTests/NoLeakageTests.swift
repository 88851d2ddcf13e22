import MRSCore
import MRSFormats
import MRSProfile
import MRSQuantification
import MRSStatistics
import MRSStudy
import StudySupport
import Testing

extension Tag {
  /// Tests of a probability over many seeds; they take a minute.
  @Tag static var statistical: Self
}

/// The whole chain, from made-up patients to the cCNN's calls, tested for knowing what it cannot know.
///
/// Both groups have as many test patients. Under no effect a classifier of call rate p then has Bin(n, p) + Bin(n, 1 − p)
/// right calls: mean n of 2n whatever p, and never more spread than Bin(2n, ½). So balanced accuracy equals accuracy, and
/// the exact binomial test at ½ holds its level although the calls of a seed share a classifier. 48 calls tell a chain
/// that is right in 75 %; what a study learns from test patients at all, `StudyLeakTests` tell by the byte.
@Suite("No leakage", .serialized, .tags(.statistical))
struct NoLeakageTests {
  static func pooled(effect: Double, seeds: Int) async throws -> ConfusionTable {
    let clock = ContinuousClock()
    let start = clock.now
    let basis = try await ProtocolSimulator(ReducedStudy.studyProtocol()).basis(worker: .quiet(tasks: 2))
    var sums = (tp: 0, fn: 0, tn: 0, fp: 0)
    for seed in 1...seeds {
      let context = try ReducedStudy.context(["cohort.effect=\(effect)"], seed: UInt64(1000 + seed))
      let table = try await ReducedStudy.outcome(of: context, basis: basis)
      sums.tp += table.truePositives
      sums.fn += table.falseNegatives
      sums.tn += table.trueNegatives
      sums.fp += table.falsePositives
    }
    let table = try ConfusionTable(
      truePositives: sums.tp, falseNegatives: sums.fn, trueNegatives: sums.tn, falsePositives: sums.fp)
    print(
      "effect \(effect), \(seeds) seeds: TP \(sums.tp) FN \(sums.fn) TN \(sums.tn) FP \(sums.fp), balanced accuracy",
      table.balancedAccuracy ?? .nan, "in", clock.now - start)
    return table
  }

  @Test("Groups that do not differ are told apart no better than by chance: P > 0.001 over 2 seeds")
  func noEffect() async throws {
    let table = try await Self.pooled(effect: 0, seeds: 2)
    #expect(table.positives == table.negatives)
    let p = try BinomialTest.twoSided(successes: table.correct, trials: table.total)
    #expect(p > 0.001, "\(table)")
  }

  @Test("Groups that differ twelve times as much as believed are told apart: P < 10⁻⁴, balanced accuracy above 0.75")
  func largeEffect() async throws {
    let table = try await Self.pooled(effect: 12, seeds: 2)
    let p = try BinomialTest.twoSided(successes: table.correct, trials: table.total)
    #expect(p < 1e-4, "\(table)")
    #expect((table.balancedAccuracy ?? 0) > 0.75, "\(table)")
  }
}
