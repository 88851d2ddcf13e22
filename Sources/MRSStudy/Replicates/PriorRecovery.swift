import MRSStatistics
import Numerics

/// How well priors between patients came out, over replicates, of one species: against how the virtual patients were drawn.
public struct PriorRecovery: Sendable, Codable, Hashable {
  public let species: String
  /// Mean of (estimated − true mean of ln a) in true deviations between patients.
  public let bias: Double
  /// Root mean square of the same.
  public let error: Double
  /// Geometric mean of estimated over true deviation.
  public let deviationRatio: Double
  /// The share of 90 % intervals of the mean that held it.
  public let coverage: Double

  /// Of each species, over both groups and all effects.
  static func recoveries(of results: [ReplicateResult]) -> [PriorRecovery] {
    var names: [String] = []
    for row in results.first?.priors ?? [] where !names.contains(row.species) { names.append(row.species) }
    let rows = Dictionary(grouping: results.flatMap(\.priors), by: \.species)
    return names.compactMap { name in
      guard let own = rows[name] else { return nil }
      return PriorRecovery(
        species: name, bias: RuleSummary.mean(own.map(\.meanError)),
        error: RuleSummary.mean(own.map { $0.meanError * $0.meanError }).squareRoot(),
        deviationRatio: .exp(RuleSummary.mean(own.map { Double.log($0.deviationRatio) })),
        coverage: RuleSummary.mean(own.map { $0.isCovered ? 1 : 0 }))
    }
  }
}
