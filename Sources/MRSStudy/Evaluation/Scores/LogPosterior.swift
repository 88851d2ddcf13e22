import MRSCore
import MRSModel
import MRSStatistics
import Numerics

/// What a quantification knows of the logarithms of several amounts together, to draw from.
///
/// Each amount has its own distribution; together they hang like normals whose correlation is that of the logarithms
/// (`Quantification.logCorrelation`): of a log-normal exactly, of others a Gaussian copula. Without a covariance they are independent. A method that has joint draws is drawn from by their weights.
struct LogPosterior {
  private let amounts: [Amount]
  /// F with F·Fᵀ the correlation; `nil` for none.
  private let factor: Matrix?
  /// Joint draws of the method's own, in the order of the amounts, with their cumulative weights.
  private let own: (draws: AmountDraws, weights: [Double])?

  /// - Returns: `nil` where an amount is not there, or is known as a normal, which is no posterior of a logarithm.
  init?(_ quantification: Quantification, of names: [String]) throws(LinearAlgebraError) {
    let places = names.compactMap { name in quantification.amounts.firstIndex { $0.name == name } }
    guard places.count == names.count else { return nil }
    amounts = places.map { quantification.amounts[$0] }
    if let draws = quantification.draws {
      var total = 0.0
      let weights = draws.weights.map { weight -> Double in
        total += weight
        return total
      }
      own = (AmountDraws(values: Matrix(columns: places.map(draws.values.column)), weights: draws.weights), weights)
      factor = nil
      return
    }
    own = nil
    guard amounts.allSatisfy({ $0.value > 0 && $0.distribution != .normal }) else { return nil }
    factor = try quantification.logCorrelation(of: places).map { matrix throws(LinearAlgebraError) in
      try matrix.symmetricRoot()
    }
  }

  /// The logarithms of one draw of all amounts.
  func draw(using stream: inout RandomStream) -> [Double] {
    if let own {
      let place = stream.uniform() * (own.weights.last ?? 0)
      let row = min(own.weights.count { $0 <= place }, own.weights.count - 1)
      return own.draws.values.row(row).map { .log(max($0, .leastNormalMagnitude)) }
    }
    let normals = amounts.map { _ in stream.normal() }
    return zip(amounts, factor.map { $0 * normals } ?? normals).map(Self.logarithm)
  }

  /// The logarithm of an amount at a place of its distribution, in deviations of a normal.
  private static func logarithm(of amount: Amount, at z: Double) -> Double {
    switch amount.distribution {
    case .normal: .log(max(amount.value + z * amount.standardDeviation, .leastNormalMagnitude))
    case .logNormal(let mean, let deviation): mean + deviation * z
    case .logarithmic(let spread): .log(spread.median) + (z < 0 ? spread.below : spread.above) * z
    case .quantiles:
      // The end of the central interval whose tail is that of z.
      .log(max(.leastNormalMagnitude, end(of: amount.interval(deviations: abs(z)), isUpper: z > 0)))
    }
  }

  private static func end(of range: ClosedRange<Double>, isUpper: Bool) -> Double {
    isUpper ? range.upperBound : range.lowerBound
  }
}
