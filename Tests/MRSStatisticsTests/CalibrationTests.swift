import MRSCore
import MRSStatistics
import Numerics
import Testing

@Suite("Whether posteriors are calibrated")
struct CalibrationTests {
  /// SciPy 1.17.1, `kstest(values, "uniform")`, whose P is exact; the limit with Stephens's correction is within 2 % of it.
  @Test(
    "The test of uniformity has SciPy's D and P",
    arguments: [(40, 1.3, 0.108735, 0.69106), (200, 1.2, 0.069479, 0.27618), (200, 1.5, 0.150646, 0.00019909)])
  func uniformity(count: Int, power: Double, statistic: Double, pValue: Double) throws {
    let test = try UniformityTest((0..<count).map { .pow((Double($0) + 0.5) / Double(count), power) })
    #expect(abs(test.statistic - statistic) < 1e-4, "\(test)")
    #expect(abs(test.pValue / pValue - 1) < 0.03, "\(test)")
  }

  /// θ ~ N(0, 1) in two dimensions, y = θ₁ + θ₂ + ε of deviation 0.5: the posterior is normal with a known covariance.
  private static func ranks(
    widths: Double, correlates: Bool, shift: Double = 0
  ) throws -> (own: PosteriorRanks, joint: PosteriorRanks) {
    let (sets, draws, noise) = (1500, 63, 0.5)
    // Precision I + 11ᵀ/σ²; its inverse I − 11ᵀ/(σ² + 2); the mean is y/(σ² + 2) for both.
    let off = -1 / (noise * noise + 2)
    let deviation = (1 + off).squareRoot()
    var own: [Int] = []
    var joint: [Int] = []
    for index in 0..<sets {
      var stream = RandomStream(seed: 4).child(index)
      let truth = [stream.normal(), stream.normal()]
      let mean = (truth[0] + truth[1] + noise * stream.normal()) / (noise * noise + 2) + shift
      let correlation = correlates ? off / (1 + off) : 0
      let sample = (0..<draws).map { _ -> [Double] in
        let (first, second) = (stream.normal(), stream.normal())
        let other = correlation * first + (1 - correlation * correlation).squareRoot() * second
        return [mean + widths * deviation * first, mean + widths * deviation * other]
      }
      own.append(PosteriorRanks.rank(of: truth[0], among: sample.map { $0[0] }))
      joint.append(
        PosteriorRanks.distanceRank(
          of: truth, among: sample, from: [stream.normal(), stream.normal()], scales: [1, 1]))
    }
    var ties = RandomStream(seed: 5)
    return (
      try PosteriorRanks(own, among: draws, using: &ties), try PosteriorRanks(joint, among: draws, using: &ties)
    )
  }

  @Test("Ranks among draws of the exact posterior are even, of one parameter and of both")
  func exact() throws {
    let (own, joint) = try Self.ranks(widths: 1, correlates: true)
    #expect(own.uniformity.pValue > 0.01 && joint.uniformity.pValue > 0.01, "\(own.uniformity), \(joint.uniformity)")
    #expect(own.count == 1500 && own.histogram.reduce(0, +) == 1500)
    for (share, level) in zip(joint.shares, PosteriorRanks.levels) { #expect(abs(share - level) < 0.05) }
  }

  @Test("They are not of one that is too narrow, too wide or moved")
  func wrong() throws {
    let narrow = try Self.ranks(widths: 0.6, correlates: true)
    #expect(narrow.own.uniformity.pValue < 1e-6 && narrow.joint.uniformity.pValue < 1e-6)
    #expect(narrow.own.histogram[0] > 120 && narrow.own.histogram[19] > 120, "75 a part are even")
    let wide = try Self.ranks(widths: 1.7, correlates: true)
    #expect(wide.own.histogram[0] < 40 && wide.own.uniformity.pValue < 1e-6)
    #expect(try Self.ranks(widths: 1, correlates: true, shift: 0.3).own.uniformity.pValue < 1e-6)
  }

  @Test("What is right of each parameter and wrong of both together is found by their distance alone")
  func correlation() throws {
    let (own, joint) = try Self.ranks(widths: 1, correlates: false)
    #expect(own.uniformity.pValue > 0.01)
    #expect(joint.uniformity.pValue < 1e-3, "\(joint.uniformity)")
  }

  @Test("What cannot be a rank or a share is refused with the number")
  func refusals() {
    var stream = RandomStream(seed: 1)
    #expect(throws: StatisticsError.outOfRange(quantity: "a rank", value: 8, expected: "between 0 and the 7 draws")) {
      try PosteriorRanks([3, 8], among: 7, using: &stream)
    }
    #expect(throws: StatisticsError.self) { try UniformityTest([]) }
    #expect(throws: StatisticsError.self) { try UniformityTest([0.5, 1.5]) }
  }
}
