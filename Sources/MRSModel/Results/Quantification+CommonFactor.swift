import MRSCore
import MRSStatistics
import Numerics

extension Quantification {
  /// The same amounts with one more uncertainty, which all share: amount i is multiplied by exp(dᵢ·z − dᵢ²/2), z a standard
  /// normal for all of them at once, so that a mean stays and ratios of amounts with equal dᵢ are as sure as before.
  ///
  /// So do relaxation times speak that one scan does not tell. Deviations and covariances widen as log-normal factors have
  /// it, Cᵢⱼ·exp(dᵢ·dⱼ) + aᵢ·aⱼ·(exp(dᵢ·dⱼ) − 1); draws are multiplied one by one, by a z that runs evenly through the normal.
  ///
  /// - Parameter deviations: dᵢ, relative, in the order of the amounts.
  package func withCommonFactor(deviations: [Double]) -> Quantification {
    precondition(deviations.count == amounts.count, "one deviation an amount")
    let draws = draws?.withCommonFactor(deviations: deviations)
    return Quantification(
      method: method, unit: unit,
      amounts: amounts.indices.map { i in
        guard deviations[i] > 0 else { return amounts[i] }
        if let draws {
          return draws.summary(of: draws.sum(of: [i])).amount(amounts[i].name, uncertainty: amounts[i].uncertainty)
        }
        return amounts[i].withFactor(deviation: deviations[i])
      },
      covariance: covariance.map { covariance in
        var widened = covariance
        // An unknown variance is infinite, and infinity times no growth would not be a number.
        for i in amounts.indices {
          for j in amounts.indices where deviations[i] > 0 && deviations[j] > 0 {
            let growth = Double.expMinusOne(deviations[i] * deviations[j])
            widened[i, j] += (covariance[i, j] + amounts[i].value * amounts[j].value) * growth
          }
        }
        return widened
      }, quality: quality, doubts: doubts, draws: draws)
  }
}

extension Amount {
  /// The same amount times a log-normal of mean one whose logarithm has the given deviation.
  func withFactor(deviation: Double) -> Amount {
    let growth = Double.expMinusOne(deviation * deviation)
    let own = standardDeviation * standardDeviation
    return Amount(
      name: name, value: value, standardDeviation: (own + (own + value * value) * growth).squareRoot(),
      uncertainty: uncertainty, isAtBound: isAtBound, distribution: distribution.withFactor(deviation: deviation))
  }
}

extension Amount.Distribution {
  /// Times a log-normal of mean one: spreads of the logarithm add in squares, and the middle falls so that the mean stays.
  func withFactor(deviation: Double) -> Amount.Distribution {
    func wider(_ own: Double) -> Double { (own * own + deviation * deviation).squareRoot() }
    let fall = deviation * deviation / 2
    switch self {
    case .normal: return .normal
    case .logNormal(let mean, let own): return .logNormal(logMean: mean - fall, logDeviation: wider(own))
    case .logarithmic(let spread):
      return .logarithmic(
        .init(median: spread.median * .exp(-fall), below: wider(spread.below), above: wider(spread.above)))
    case .quantiles: preconditionFailure("quantiles come from draws, which are multiplied themselves")
    }
  }
}

extension AmountDraws {
  /// Draw k of amount i times exp(dᵢ·z − dᵢ²/2), z the normal's quantile at the k-th point of the golden ratio's sequence,
  /// which knows nothing of the draws and fills the unit interval evenly.
  func withCommonFactor(deviations: [Double]) -> AmountDraws {
    let golden = 0.618_033_988_749_894_9
    var values = values
    for row in 0..<values.rows {
      let share = (golden * Double(row) + 0.5).truncatingRemainder(dividingBy: 1)
      let z = NormalDistribution.quantile(share)
      for column in 0..<values.columns {
        let d = deviations[column]
        values[row, column] *= .exp(d * z - d * d / 2)
      }
    }
    return AmountDraws(values: values, weights: weights)
  }
}
