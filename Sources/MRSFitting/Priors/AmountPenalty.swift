import MRSCore
import Numerics

/// What is known of amounts before the spectrum as one quadratic: ½·aᵀPa − bᵀa + c, to which a linear fit is as easy.
struct AmountPenalty: Sendable {
  /// P.
  private(set) var precision: Matrix
  /// b.
  private(set) var pull: [Double]
  /// c.
  private var constant = 0.0
  /// Σ −ln σ over all that is known: of the priors' densities what differs between them.
  private(set) var logDensity = 0.0
  /// What is known beforehand of an amount as such or as the first of a ratio, everything else given: 1/variance.
  private var own: [Double]

  /// Nothing is known.
  init(species: Int) {
    precision = Matrix(zeros: species, species)
    pull = [Double](repeating: 0, count: species)
    own = pull
  }

  init(_ normal: NormalAmounts, names: [String]) {
    self.init(species: names.count)
    for (k, name) in names.enumerated() {
      guard let known = normal.byName[name] else { continue }
      var direction = [Double](repeating: 0, count: names.count)
      direction[k] = 1
      add(direction, of: k, mean: known.mean, deviation: known.deviation)
    }
  }

  /// The least reference that a ratio is taken to, as a share of all amounts: a ratio to nearly nothing says nearly nothing.
  private static let leastReference = 0.02

  /// (a_n − mean·D)/(deviation·D̂) with D = Σ w_j·a_j, and D̂ that of `amounts`: a ratio is linear where its reference is
  /// nearly known.
  init(_ ratios: [AmountRatio], names: [String], near amounts: [Double]) {
    self.init(species: names.count)
    for ratio in ratios {
      guard let (index, weights) = ratio.indexed(in: names) else { continue }
      let known = zip(weights, amounts).reduce(0) { $0 + $1.0 * $1.1 }
      let scale = max(known, Self.leastReference * amounts.reduce(0, +))
      guard scale > 0 else { continue }
      var direction = weights.map { -ratio.mean * $0 }
      direction[index] += 1
      add(direction, of: index, mean: 0, deviation: ratio.deviation * scale)
    }
  }

  /// A normal prior of dᵀa, which is one of the given amount.
  private mutating func add(_ direction: [Double], of index: Int, mean: Double, deviation: Double) {
    let weight = 1 / (deviation * deviation)
    own[index] += weight * direction[index] * direction[index]
    logDensity -= .log(deviation)
    for j in direction.indices where direction[j] != 0 {
      for i in direction.indices { precision[i, j] += weight * direction[i] * direction[j] }
      pull[j] += weight * mean * direction[j]
    }
    constant += weight * mean * mean / 2
  }

  /// The part of what is known of an amount that was known beforehand, 0 … 1: its variance given the data and all priors
  /// over that of its own prior, everything else given.
  func share(of index: Int, in covariance: Matrix) -> Double {
    covariance[index, index].isFinite ? own[index] * covariance[index, index] : 0
  }

  /// Pa − b.
  func slopes(at amounts: [Double]) -> [Double] { zip(precision * amounts, pull).map(-) }

  func value(at amounts: [Double]) -> Double {
    zip(amounts, zip(precision * amounts, pull)).reduce(constant) { $0 + $1.0 * ($1.1.0 / 2 - $1.1.1) }
  }
}
