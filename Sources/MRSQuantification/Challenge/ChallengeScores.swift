import MRSModel
import Numerics

/// What can be said of a fit of the challenge's sets without their truth.
///
/// Deviations are those of the spectra alone: T2, which errs alike in all sets, would hide that they disagree.
public struct ChallengeScores: Hashable, Sendable, Codable {
  /// How well the sets of one sample agree in one amount.
  public struct Agreement: Hashable, Sendable, Codable {
    public let name: String
    /// The mean, weighted by 1/SD², and its standard deviation: mM, or a ratio.
    public let mean: Double
    public let standardDeviation: Double
    /// Over how many sets.
    public let count: Int
    /// χ² about the mean over the degrees of freedom: 1 where intervals are right, more where they are too narrow.
    public let reducedChiSquare: Double
    /// The names of the sets whose 90 % interval does not hold what the others say.
    public let outside: [String]
  }

  /// What one set says of an amount or a ratio.
  struct Estimate {
    let set: String
    let value: Double
    let deviation: Double
  }

  public let agreements: [Agreement]
  /// The same of ratios to the reference, of which the sets' water is no part.
  public let ratios: [Agreement]
  /// Of all intervals of amounts that were compared, how many hold what the other sets say, and how many there were.
  public let held: Int
  public let compared: Int
  /// tCr of the test of water scaling, mM: 10 is right; `nil` where its files are not there.
  public let creatine: Double?
  /// The names of the sets whose residual is not white.
  public let coloured: [String]

  /// The amounts that all sets of the sample have.
  public static let names = ["tNAA", "tCr", "tCho", "Ins", "Glx"]
  /// Those of which ratios are compared.
  private static let related = names.filter { $0 != "tCr" }
  /// A normal holds 90 % within this many deviations.
  private static let deviations = 1.6449

  public init(of results: [ChallengeResult]) {
    let sample = results.filter { $0.set.isOfSample }
    func agreements(_ names: [String], _ estimate: (ChallengeResult, String) -> Estimate?) -> [Agreement] {
      names.compactMap { name in
        Self.agreement(name, sample.compactMap { estimate($0, name) }.filter { $0.deviation > 0 })
      }
    }
    self.agreements = agreements(Self.names) { $0.estimate(of: $1) }
    ratios = agreements(Self.related) { $0.ratio(of: $1) }
    compared = self.agreements.reduce(0) { $0 + $1.count }
    held = compared - self.agreements.reduce(0) { $0 + $1.outside.count }
    creatine = results.first { $0.set.number == nil }?.amount("tCr")?.value
    coloured = results.filter { !($0.whiteness?.isWhite ?? true) }.map(\.set.name)
  }

  /// Of at least two estimates; else `nil`.
  static func agreement(_ name: String, _ estimates: [Estimate]) -> Agreement? {
    guard estimates.count > 1 else { return nil }
    let weights = estimates.map { 1 / ($0.deviation * $0.deviation) }
    let total = weights.reduce(0, +)
    let sum = zip(weights, estimates).reduce(0) { $0 + $1.0 * $1.1.value }
    let mean = sum / total
    let chiSquare = zip(weights, estimates).reduce(0.0) { $0 + $1.0 * ($1.1.value - mean) * ($1.1.value - mean) }
    let outside = zip(weights, estimates).filter { weight, one in
      // The others, without it.
      let rest = total - weight
      let others = (sum - weight * one.value) / rest
      return abs(one.value - others) > deviations * (1 / weight + 1 / rest).squareRoot()
    }.map { $0.1.set }
    return Agreement(
      name: name, mean: mean, standardDeviation: 1 / total.squareRoot(), count: estimates.count,
      reducedChiSquare: chiSquare / Double(estimates.count - 1), outside: outside)
  }
}
