import MRSCore
import MRSModel
import Numerics

/// A network's answers as they would be under another prior of the amounts than that of its training.
///
/// Both priors and the answer are normal in the standardised logarithms of the amounts, so that the exchange is algebra
/// (``GaussianDensity/exchanging(prior:for:)``); it needs the whole covariance of the answer.
public struct PriorExchange: Sendable {
  /// That of the training, and that which takes its place, of standardised logarithms.
  private let old, new: GaussianDensity
  /// The prior that answers are under.
  public let prior: AmountDistribution
  /// Species of which the new prior reaches where there were no training spectra: its middle 90 % beyond ``reach`` deviations
  /// of the old one.
  public let beyond: [String]

  /// Deviations of the training's prior up to which its spectra teach: 99.7 % of them are within.
  public static let reach = 3.0
  private static let ninetyPercent = 1.645

  /// - Throws: ``NetworkError/noExchange(reason:)`` where the training's prior is not recorded, or one of them lacks an amount
  ///   that the network tells.
  init(of card: NetworkCard, for prior: AmountDistribution) throws(NetworkError) {
    guard let own = card.prior else {
      throw .noExchange(reason: "its bundle does not record the prior of its training; train it anew")
    }
    func density(_ prior: AmountDistribution, _ name: String) throws(NetworkError) -> GaussianDensity {
      let missing = card.targets.filter { !prior.names.contains($0) }
      guard missing.isEmpty else {
        throw .noExchange(reason: "\(name) has no \(missing.joined(separator: ", ")), which the network tells")
      }
      let places = card.targets.compactMap { prior.names.firstIndex(of: $0) }
      var covariance = prior.logCovariance.submatrix(places)
      for j in places.indices {
        for i in places.indices { covariance[i, j] /= card.logDeviations[i] * card.logDeviations[j] }
      }
      return GaussianDensity(
        mean: places.indices.map { (prior.logMeans[places[$0]] - card.logMeans[$0]) / card.logDeviations[$0] },
        covariance: covariance)
    }
    old = try density(own, "the prior of its training")
    new = try density(prior, "the prior")
    self.prior = prior
    beyond = card.targets.indices.filter { [old, new] k in
      let spread = old.covariance[k, k].squareRoot()
      let distance = abs(new.mean[k] - old.mean[k]) + Self.ninetyPercent * new.covariance[k, k].squareRoot()
      return distance > Self.reach * spread
    }.map { card.targets[$0] }
  }

  /// The answer under the new prior.
  /// - Throws: `LinearAlgebraError` where a covariance is not positive definite.
  func answer(_ found: GaussianDensity) throws(LinearAlgebraError) -> GaussianDensity {
    try found.exchanging(prior: old, for: new).posterior
  }

  /// The targets, by their places, whose mean in an answer is further from the training's prior than its spectra were.
  func unlearnt(_ means: [Double]) -> [Int] {
    means.indices.filter {
      abs(means[$0] - old.mean[$0]) > Self.reach * old.covariance[$0, $0].squareRoot()
    }
  }
}
