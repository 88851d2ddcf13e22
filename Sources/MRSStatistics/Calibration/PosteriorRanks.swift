import MRSCore

/// Where the truth ranks among draws of its posterior, over many simulated data sets: evenly, if the posterior is
/// right.
///
/// Of L draws r are below the truth, 0 ≤ r ≤ L. Where truth and draws are of one distribution, r is uniform on 0 … L
/// (simulation-based calibration, Talts et al. 2018, arXiv:1804.06788). Of several parameters at once the distance from
/// a random point takes the place of the value (``distanceRank(of:among:from:scales:)``; TARP, Lemos et al. 2023,
/// arXiv:2302.03026). A rank becomes a number between 0 and 1 as (r + v)/(L + 1), v uniform on 0 … 1, whose
/// distribution is then exactly uniform.
public struct PosteriorRanks: Hashable, Sendable, Codable {
  /// How many data sets.
  public let count: Int
  /// How many ranks fall into each of equal parts of 0 … 1.
  public let histogram: [Int]
  public let uniformity: UniformityTest
  /// The share of data sets whose number is below 0.05, 0.1 … 0.95: these themselves, if the posterior is right. For
  /// TARP that is the share of truths within regions that claim so much.
  public let shares: [Double]

  /// The levels of ``shares``.
  public static let levels = (1...19).map { Double($0) / 20 }

  /// - Parameters:
  ///   - ranks: r of each data set.
  ///   - draws: L.
  ///   - stream: of v.
  /// - Throws: ``StatisticsError``: no ranks, or one outside 0 … L.
  public init(
    _ ranks: [Int], among draws: Int, bins: Int = 20, using stream: inout RandomStream
  ) throws(StatisticsError) {
    if let wrong = ranks.first(where: { !(0...draws).contains($0) }) {
      throw .outOfRange(quantity: "a rank", value: Double(wrong), expected: "between 0 and the \(draws) draws")
    }
    var values: [Double] = []
    for rank in ranks { values.append((Double(rank) + stream.uniform()) / Double(draws + 1)) }
    uniformity = try UniformityTest(values)
    count = values.count
    var histogram = [Int](repeating: 0, count: bins)
    for value in values { histogram[min(bins - 1, Int(value * Double(bins)))] += 1 }
    self.histogram = histogram
    let total = Double(values.count)
    shares = Self.levels.map { level in Double(values.count { $0 < level }) / total }
  }

  /// r of one parameter.
  public static func rank(of truth: Double, among draws: [Double]) -> Int { draws.count { $0 < truth } }

  /// r of several parameters: how many draws are nearer than the truth to a point that was drawn without regard to
  /// either.
  /// - Parameter scales: what a difference of each parameter is counted in.
  public static func distanceRank(
    of truth: [Double], among draws: [[Double]], from point: [Double], scales: [Double]
  ) -> Int {
    func distance(_ values: [Double]) -> Double {
      var sum = 0.0
      for k in values.indices {
        let difference = (values[k] - point[k]) / scales[k]
        sum += difference * difference
      }
      return sum
    }
    let own = distance(truth)
    return draws.count { distance($0) < own }
  }
}
