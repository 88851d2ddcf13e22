import MRSStatistics

/// Whether the groups differ in what is no disease: noise, linewidth, averages rejected, fat. A rule may then have learnt that.
///
/// Mann–Whitney's test of each over all patients, P after Holm.
public struct NuisanceAlarm: Sendable, Hashable, Codable {
  /// One nuisance in both groups.
  public struct Difference: Sendable, Hashable, Codable {
    public let name: String
    /// The share of pairs in which the positive patient has more.
    public let superiority: Double
    public let adjustedPValue: Double
  }

  public let differences: [Difference]

  /// P below which it is raised.
  public static let level = 0.05

  public var isRaised: Bool { differences.contains { $0.adjustedPValue < Self.level } }

  /// - Parameters:
  ///   - names: of the nuisances.
  ///   - values: of each patient, one number a nuisance.
  /// - Throws: `StatisticsError` where a group is empty.
  public init(_ names: [String], of values: [[Double]], isPositive: [Bool]) throws(StatisticsError) {
    var tests: [MannWhitney] = []
    for k in names.indices {
      let (positive, negative) = (
        zip(values, isPositive).filter(\.1).map { $0.0[k] }, zip(values, isPositive).filter { !$0.1 }.map { $0.0[k] }
      )
      tests.append(try MannWhitney(positive, negative))
    }
    let adjusted = try HolmCorrection.adjusted(tests.map(\.pValue))
    differences = names.indices.map {
      Difference(name: names[$0], superiority: tests[$0].probabilityOfSuperiority, adjustedPValue: adjusted[$0])
    }
  }
}
