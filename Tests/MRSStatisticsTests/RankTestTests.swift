import MRSCore
import MRSStatistics
import Testing

@Suite("Rank tests, Holm, permutations")
struct RankTestTests {
  /// Darwin's maize (ORIGIN.md).
  let maize: [Double] = [49, -67, 8, 16, 6, 23, 28, 41, 14, 29, 56, 24, 75, 60, -48]
  /// Ties and two zeros.
  let tied: [Double] = [0, 3, 3, -2, 5, 1, -1, 4, 4, 6, 2, 0, 7, -3, 8]

  @Test(
    "Wilcoxon's exact P for Darwin's maize",
    arguments: [
      (Alternative.twoSided, 0.041259765625), (.greater, 0.0206298828125), (.less, 0.982330322265625),
    ])
  func wilcoxonExact(alternative: Alternative, expected: Double) throws {
    let test = try WilcoxonSignedRank(differences: maize, alternative: alternative)
    #expect(test.method == .exact)
    #expect(test.positiveRankSum == 96)
    #expect(abs(test.pValue - expected) < 1e-15)
  }

  @Test(
    "Wilcoxon's approximate P with ties, zeros left out",
    arguments: [
      (Alternative.twoSided, 0.017256068849695706), (.greater, 0.008628034424847853), (.less, 0.9928817750742698),
    ])
  func wilcoxonTied(alternative: Alternative, expected: Double) throws {
    let test = try WilcoxonSignedRank(differences: tied, alternative: alternative)
    #expect(test.method == .normalApproximation)
    #expect(test.zeros == 2 && test.count == 13)
    #expect(test.positiveRankSum == 80)
    #expect(abs(test.pValue - expected) < 1e-13)
  }

  @Test("The order of the pairs changes nothing, and exchanging them mirrors the alternatives")
  func wilcoxonSymmetry() throws {
    var stream = RandomStream(seed: 3)
    let shuffled = stream.permutation(maize.count).map { maize[$0] }
    #expect(try WilcoxonSignedRank(differences: shuffled) == WilcoxonSignedRank(differences: maize))
    let zero = [Double](repeating: 0, count: maize.count)
    let forward = try WilcoxonSignedRank(maize, zero, alternative: .greater)
    let backward = try WilcoxonSignedRank(zero, maize, alternative: .less)
    #expect(forward.pValue == backward.pValue)
    #expect(try WilcoxonSignedRank(differences: [0, 0]).pValue == 1)
  }

  @Test("The exact and the approximate P of one sample agree to a per cent of one at n = 50")
  func wilcoxonContinuity() throws {
    var stream = RandomStream(seed: 5)
    let differences = (0..<WilcoxonSignedRank.exactLimit).map { _ in stream.normal(mean: 0.3, deviation: 1) }
    let exact = try WilcoxonSignedRank(differences: differences)
    // The tie makes it approximate and hardly changes the ranks.
    let approximate = try WilcoxonSignedRank(differences: differences + [differences[0]])
    #expect(exact.method == .exact && approximate.method == .normalApproximation)
    #expect(abs(exact.pValue - approximate.pValue) < 0.01)
  }

  @Test(
    "Mann–Whitney's P, exact and with ties",
    arguments: [
      (Alternative.twoSided, 0.39689199689199695, 0.24247032305427596),
      (.greater, 0.19844599844599847, 0.12123516152713798), (.less, 0.8321678321678321, 0.9057347637447403),
    ])
  func mannWhitney(alternative: Alternative, exact: Double, approximate: Double) throws {
    let free = try MannWhitney(
      [1.1, 2.3, 3.7, 4.1, 5.9, 7.2, 8.8], [0.4, 1.9, 2.6, 3.1, 3.3, 4.6, 5.2, 6.0], alternative: alternative)
    #expect(free.method == .exact && free.statistic == 36)
    #expect(abs(free.pValue - exact) < 1e-14)
    let tied = try MannWhitney([1, 2, 2, 3, 5, 5, 7], [1, 1, 2, 4, 2, 3], alternative: alternative)
    #expect(tied.method == .normalApproximation && tied.statistic == 29.5)
    #expect(abs(tied.pValue - approximate) < 1e-13)
  }

  @Test("Holm's adjusted P values, by hand: 4·0.005, then max(0.02, 3·0.01), then 2·0.03, then max(0.06, 0.04)")
  func holm() throws {
    let adjusted = try HolmCorrection.adjusted([0.01, 0.04, 0.03, 0.005])
    for (value, expected) in zip(adjusted, [0.03, 0.06, 0.06, 0.02]) { #expect(abs(value - expected) < 1e-15) }
    #expect(try HolmCorrection.adjusted([0.9, 0.8]) == [1, 1])
    #expect(try HolmCorrection.adjusted([]) == [])
    #expect(throws: StatisticsError.self) { try HolmCorrection.adjusted([0.5, .nan]) }
  }

  @Test("The permutation P nears the exact one within four standard errors and repeats with its seed")
  func permutation() throws {
    let a = [1.1, 2.3, 3.7, 4.1, 5.9]
    let b = [0.4, 1.9, 2.6, 3.1, 3.3]
    let draws = 20_000
    let test = try PermutationTest.twoSample(a, b, permutations: draws, stream: RandomStream(seed: 9)) {
      ($0.reduce(0, +) - $1.reduce(0, +)) / 5
    }
    // All 252 ways to choose the first group, counted.
    let all = a + b
    let observed = abs(a.reduce(0, +) - b.reduce(0, +))
    let sums = (0..<1024).filter { $0.nonzeroBitCount == 5 }.map { mask in
      all.indices.reduce(0.0) { mask >> $1 & 1 == 1 ? $0 + all[$1] : $0 - all[$1] }
    }
    let exact = Double(sums.count { abs($0) >= observed - 1e-9 }) / Double(sums.count)
    #expect(abs(test.pValue - exact) < 4 * (exact * (1 - exact) / Double(draws)).squareRoot())
    let again = try PermutationTest.twoSample(a, b, permutations: draws, stream: RandomStream(seed: 9)) {
      ($0.reduce(0, +) - $1.reduce(0, +)) / 5
    }
    #expect(test == again)
  }

  @Test("The P value of permuted pairs is never zero, and one-sided ones point the right way")
  func pairedPermutation() throws {
    let differences = [Double](repeating: 1, count: 30)
    let greater = try PermutationTest.paired(
      differences: differences, permutations: 999, alternative: .greater, stream: RandomStream(seed: 1))
    let less = try PermutationTest.paired(
      differences: differences, permutations: 999, alternative: .less, stream: RandomStream(seed: 1))
    #expect(greater.pValue == 0.001)
    #expect(less.pValue == 1)
  }

  @Test("Under no difference, P ≤ 0.05 comes in at most 5 % of samples")
  func levels() throws {
    let samples = 2000
    var signedRank = 0
    var rankSum = 0
    for index in 0..<samples {
      var stream = RandomStream(seed: 21).child(index)
      let a = (0..<10).map { _ in stream.normal() }
      let b = (0..<10).map { _ in stream.normal() }
      if try WilcoxonSignedRank(a, b).pValue <= 0.05 { signedRank += 1 }
      if try MannWhitney(a, b).pValue <= 0.05 { rankSum += 1 }
    }
    // Exact levels at n = 10: 0.0488 and 0.0433 (discrete); four standard errors of a share of 2000 are 0.019.
    #expect(abs(Double(signedRank) / Double(samples) - 0.0488) < 0.019)
    #expect(abs(Double(rankSum) / Double(samples) - 0.0433) < 0.019)
  }
}
