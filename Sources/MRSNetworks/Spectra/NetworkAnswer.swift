import MRSCore
import MRSModel
import Numerics

/// What a network says of one spectrum: means and deviations of the standardised logarithms of its targets, and their
/// covariance where it tells it.
struct NetworkAnswer {
  let means, deviations: [Double]
  let covariance: Matrix?
  /// How far networks that answer together lie apart (``NetworkEnsemble``).
  var spread: Double?

  /// How far a logarithm of an amount in mM is from 0, and its deviation, at most: beyond, which only spectra unlike the training
  /// reach, numbers end.
  static let reach = (logMean: 100.0, logDeviation: 10.0)

  /// The amounts, log-normal, in mM.
  func amounts(of card: NetworkCard) -> [Amount] {
    card.targets.indices.map { k in
      let told = card.logMeans[k] + card.logDeviations[k] * means[k]
      let logMean = min(max(told, -Self.reach.logMean), Self.reach.logMean)
      let logDeviation = min(card.logDeviations[k] * deviations[k], Self.reach.logDeviation)
      let mean = Double.exp(logMean + logDeviation * logDeviation / 2)
      return Amount(
        name: card.targets[k], value: mean,
        standardDeviation: mean * Double.expMinusOne(logDeviation * logDeviation).squareRoot(),
        uncertainty: .predictive, distribution: .logNormal(logMean: logMean, logDeviation: logDeviation))
    }
  }

  /// The covariance of these amounts.
  func covariance(of amounts: [Amount], _ card: NetworkCard) -> Matrix? {
    covariance.map { logarithms in
      var result = logarithms
      for j in amounts.indices {
        for i in amounts.indices {
          let most = Self.reach.logDeviation * Self.reach.logDeviation
          let shared = min(max(card.logDeviations[i] * card.logDeviations[j] * logarithms[i, j], -most), most)
          result[i, j] = amounts[i].value * amounts[j].value * Double.expMinusOne(shared)
        }
      }
      return result
    }
  }
}
