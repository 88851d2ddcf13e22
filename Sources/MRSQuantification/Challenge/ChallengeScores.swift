import MRSModel
import Numerics

/// What can be said of a fit of the challenge's sets without their truth.
public struct ChallengeScores: Hashable, Sendable, Codable {
  /// How well the sets of one sample agree in one amount.
  public struct Agreement: Hashable, Sendable, Codable {
    public let name: String
    /// The mean, weighted by 1/SD², and its standard deviation, mM.
    public let mean: Double
    public let standardDeviation: Double
    /// Over how many sets.
    public let count: Int
    /// χ² about the mean over the degrees of freedom: 1 where intervals are right, more where they are too narrow.
    public let reducedChiSquare: Double
    /// The names of the sets whose 90 % interval does not hold what the others say.
    public let outside: [String]
  }

  public let agreements: [Agreement]
  /// Of all intervals that were compared, how many hold what the other sets say, and how many there were.
  public let held: Int
  public let compared: Int
  /// tCr of the test of water scaling, mM: 10 is right; `nil` where its files are not there.
  public let creatine: Double?
  /// The names of the sets whose residual is not white.
  public let coloured: [String]

  /// The amounts that all sets of the sample have.
  public static let names = ["tNAA", "tCr", "tCho", "Ins", "Glx"]
  /// A normal holds 90 % within this many deviations.
  private static let deviations = 1.6449

  public init(of results: [ChallengeResult]) {
    let sample = results.filter { $0.set.isOfSample }
    agreements = Self.names.compactMap { name in
      Self.agreement(
        name,
        sample.compactMap { result in
          result.amount(name).flatMap { $0.standardDeviation > 0 ? (result.set.name, $0) : nil }
        })
    }
    compared = agreements.reduce(0) { $0 + $1.count }
    held = compared - agreements.reduce(0) { $0 + $1.outside.count }
    creatine = results.first { $0.set.number == nil }?.amount("tCr")?.value
    coloured = results.filter { !($0.whiteness?.isWhite ?? true) }.map(\.set.name)
  }

  /// Of at least two estimates; else `nil`.
  static func agreement(_ name: String, _ amounts: [(set: String, amount: Amount)]) -> Agreement? {
    guard amounts.count > 1 else { return nil }
    let weights = amounts.map { 1 / ($0.amount.standardDeviation * $0.amount.standardDeviation) }
    let total = weights.reduce(0, +)
    let sum = zip(weights, amounts).reduce(0) { $0 + $1.0 * $1.1.amount.value }
    let mean = sum / total
    let chiSquare = zip(weights, amounts).reduce(0.0) {
      $0 + $1.0 * ($1.1.amount.value - mean) * ($1.1.amount.value - mean)
    }
    let outside = zip(weights, amounts).filter { weight, one in
      // The others, without it.
      let rest = total - weight
      let others = (sum - weight * one.amount.value) / rest
      return abs(one.amount.value - others) > deviations * (1 / weight + 1 / rest).squareRoot()
    }.map { $0.1.set }
    return Agreement(
      name: name, mean: mean, standardDeviation: 1 / total.squareRoot(), count: amounts.count,
      reducedChiSquare: chiSquare / Double(amounts.count - 1), outside: outside)
  }
}
