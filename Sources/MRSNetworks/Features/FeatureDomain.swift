import MRSCore
import Numerics

/// How far the inputs of a network are from those that it was trained on, with all that hangs together among them.
///
/// Inputs x (mean 0, deviation 1 over training spectra) are compressed to u = asinh(x/3)·3; along the eigenvectors of their
/// covariance that vary least, c_k = v_k·(u − ū)/√(λ_k + ``floor``). What a physical spectrum of the kind must obey, as that
/// two estimates of one amount agree, are directions of little variance: a spectrum of another kind disobeys several. Two
/// numbers say how far: the logarithm of the mean of c², and the mean of ln(1 + c²), which one large coordinate does not make.
struct FeatureDomain: Hashable, Sendable {
  /// ū.
  let means: FloatArray
  /// v_k, (K, N), in 16 bits.
  let directions: FloatArray
  /// √(λ_k + floor).
  let deviations: FloatArray
  /// Of the two numbers, what 99.95 % of training spectra stay below.
  let limits: FloatArray
  private let basis: Matrix

  /// Directions that are kept: those of the largest variance tell little, and take room.
  private static let mostDirections = 220
  /// Added to every variance, of inputs whose variance is 1: what 16 bits of a direction leave.
  private static let floor = 0.002

  init(means: FloatArray, directions: FloatArray, deviations: FloatArray, limits: FloatArray) {
    self.means = means
    self.directions = directions
    self.deviations = deviations
    self.limits = limits
    basis = directions.matrix
  }

  /// From the inputs of training spectra: every other one makes the covariance, the rest the limits.
  /// - Throws: `LinearAlgebraError`.
  init(of inputs: [[Float]]) throws(LinearAlgebraError) {
    let making = stride(from: 0, to: inputs.count, by: 2).map { inputs[$0].map(Self.compressed) }
    let size = inputs.first?.count ?? 0
    let count = Double(max(making.count, 1))
    var means = [Double](repeating: 0, count: size)
    for row in making { for i in 0..<size { means[i] += row[i] / count } }
    let centred = making.map { row in zip(row, means).map { $0 - $1 } }
    let covariance = (1 / count) * Matrix(columns: centred).transposed.gram
    let (values, vectors) = try covariance.symmetricEigen()
    let kept = min(Self.mostDirections, size)
    let deviations = values.prefix(kept).map { (max($0, 0) + Self.floor).squareRoot() }
    let unlimited = FeatureDomain(
      means: FloatArray(means, shape: [size]),
      directions: FloatArray(
        roundingToHalf: vectors.columns(Array(0..<kept)).elements, shape: [kept, size]),
      deviations: FloatArray(deviations, shape: [kept]), limits: FloatArray(shape: [2], values: [0, 0]))
    let found = unlimited.distances(stride(from: 1, to: inputs.count, by: 2).map { inputs[$0] })
    func limit(_ values: [Double]) -> Float {
      values.isEmpty ? .greatestFiniteMagnitude : Float(TrainingDomain.range(of: values, isOneSided: true)[1])
    }
    self.init(
      means: unlimited.means, directions: unlimited.directions, deviations: unlimited.deviations,
      limits: FloatArray(shape: [2], values: [limit(found.map(\.energy)), limit(found.map(\.spread))]))
  }

  /// In what spectra of these inputs are unlike those of the training; empty where in nothing.
  func doubts(_ inputs: [[Float]]) -> [[Doubt]] {
    distances(inputs).map { found in
      if found.energy > Double(limits.values[0]) {
        return [
          .unlikeTraining(
            what: "the distance from the training spectra (logarithm of the mean square, deviations)",
            value: found.energy, limit: Double(limits.values[0]))
        ]
      }
      guard found.spread > Double(limits.values[1]) else { return [] }
      return [
        .unlikeTraining(
          what: "the share of what training spectra obey that this one does not (mean of the logarithm)",
          value: found.spread, limit: Double(limits.values[1]))
      ]
    }
  }

  private func distances(_ inputs: [[Float]]) -> [(energy: Double, spread: Double)] {
    guard !inputs.isEmpty else { return [] }
    let centred = inputs.map { row in zip(row, means.values).map { Self.compressed($0) - Double($1) } }
    let coordinates = basis.transposedTimes(Matrix(columns: centred))
    return inputs.indices.map { j in
      var (energy, spread) = (0.0, 0.0)
      for k in 0..<coordinates.rows {
        let c = coordinates[k, j] / Double(deviations.values[k])
        energy += c * c
        spread += .log(onePlus: c * c)
      }
      let count = Double(max(coordinates.rows, 1))
      return (.log(max(energy / count, .leastNormalMagnitude)), spread / count)
    }
  }

  /// 3·asinh(x/3): nearly x where it is usual, a logarithm beyond.
  static func compressed(_ value: Float) -> Double { 3 * .asinh(Double(value) / 3) }
}
