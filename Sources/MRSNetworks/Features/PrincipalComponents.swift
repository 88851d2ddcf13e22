import MRSCore
import Numerics

/// The directions in which columns vary most, learnt robustly: those far from the middle count as if they were less far.
struct PrincipalComponents: Hashable, Sendable {
  /// (size): the median of each number.
  let middle: FloatArray
  /// (size, count), orthonormal, largest variance first.
  let directions: FloatArray
  /// The deviation along each.
  let deviations: FloatArray

  init(middle: FloatArray, directions: FloatArray, deviations: FloatArray) {
    self.middle = middle
    self.directions = directions
    self.deviations = deviations
  }

  /// - Throws: `LinearAlgebraError`.
  init(of columns: Matrix, count: Int) throws {
    let size = columns.rows
    let middle = (0..<size).map { columns.row($0).element(ofRank: columns.columns / 2) }
    var centred = columns
    var norms: [Double] = []
    for j in 0..<columns.columns {
      var energy = 0.0
      for i in 0..<size {
        centred[i, j] -= middle[i]
        energy += centred[i, j] * centred[i, j]
      }
      norms.append(energy.squareRoot())
    }
    // Three in ten are farther: echoes, and fat from outside the voxel.
    let limit = norms.element(ofRank: columns.columns * 7 / 10)
    for j in 0..<columns.columns where norms[j] > limit {
      for i in 0..<size { centred[i, j] *= limit / norms[j] }
    }
    let (values, vectors) = try centred.transposed.gram.symmetricEigen()
    let kept = min(count, size)
    self.middle = FloatArray(middle, shape: [size])
    directions = FloatArray(
      roundingToHalf: vectors.columns((0..<kept).map { size - 1 - $0 }).elements, shape: [kept, size])
    deviations = FloatArray(
      (0..<kept).map { max(values[size - 1 - $0] / Double(columns.columns), 1e-30).squareRoot() }, shape: [kept])
  }

  var count: Int { deviations.count }

  /// The coordinates over their deviations, linear up to three of them, then logarithmic: (count, columns).
  func scores(of columns: Matrix, directions: Matrix) -> Matrix {
    var centred = columns
    for j in 0..<columns.columns { for i in 0..<columns.rows { centred[i, j] -= Double(middle.values[i]) } }
    var scores = directions.transposedTimes(centred)
    for j in 0..<scores.columns {
      for i in 0..<count {
        let score = scores[i, j] / Double(deviations.values[i])
        let size = abs(score)
        scores[i, j] = size < 3 ? score : (score < 0 ? -1 : 1) * (3 + .log(onePlus: size - 3))
      }
    }
    return scores
  }
}
