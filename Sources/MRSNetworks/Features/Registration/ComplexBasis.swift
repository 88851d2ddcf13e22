import MRSCore
import Numerics

/// Complex vectors as real ones twice as long, real parts first, so that one product of real matrices projects many spectra.
struct ComplexBasis: Sendable {
  /// Points of a vector.
  let points: Int
  /// Vectors.
  let count: Int
  /// (2·points, 2·count): q as (Re q, Im q) and (−Im q, Re q), whose products with x are the real and imaginary part of q†x.
  let real: Matrix
  /// R of the columns that it was made of, C = Q·R, upper triangular.
  private let upper: [[Complex<Double>]]

  /// What the vectors are where amplitudes themselves are held small: one more row a held column.
  private let held: [ComplexVector]

  /// Orthonormal vectors of the columns by Gram and Schmidt, twice each, so that nothing of the others is left.
  ///
  /// - Parameter penalty: of the amplitude of each column of `heldSmall`, in units of the spectrum: |x − C·a|² + |penalty·a|²
  ///   is then least, as if each had a row more where the spectrum is zero.
  init(orthonormalising free: [ComplexVector], heldSmall: [ComplexVector] = [], penalty: Double = 0) {
    let points = free.first?.count ?? 0
    let columns =
      free.map { $0.extended(by: heldSmall.count) }
      + heldSmall.enumerated().map { $1.extended(by: heldSmall.count, setting: $0, to: penalty) }
    self.points = points
    count = columns.count
    var basis: [ComplexVector] = []
    var upper = [[Complex<Double>]](repeating: [], count: columns.count)
    for (j, column) in columns.enumerated() {
      var rest = column
      var shares = [Complex<Double>](repeating: .zero, count: j + 1)
      for _ in 0..<2 {
        for (i, other) in basis.enumerated() {
          let share = other.innerProduct(rest)
          shares[i] += share
          rest = rest - share * other
        }
      }
      let norm = rest.energy.squareRoot()
      shares[j] = Complex(norm)
      basis.append(norm > 0 ? (1 / norm) * rest : rest)
      upper[j] = shares
    }
    self.upper = upper
    let shown = basis.map { $0[0..<points] }
    held = basis.map { $0[points..<points + heldSmall.count] }
    real = Matrix(
      columns: shown.flatMap { [$0.real + $0.imaginary, $0.imaginary.map { -$0 } + $0.real] })
  }

  /// What the vectors leave of another, in the points and in the rows of the held columns.
  func remainder(_ vector: ComplexVector) -> (shown: ComplexVector, held: ComplexVector) {
    let coefficients = real.transposedTimes(vector.real + vector.imaginary)
    let left = zip(vector.real + vector.imaginary, real * coefficients).map { $0 - $1 }
    var rest = ComplexVector(zeros: held.first?.count ?? 0)
    for (k, row) in held.enumerated() {
      rest = rest - Complex(coefficients[2 * k], coefficients[2 * k + 1]) * row
    }
    return (ComplexVector(real: Array(left[..<points]), imaginary: Array(left[points...])), rest)
  }

  /// The amplitudes a of the columns, C·a nearest to x, from the coefficients Q†x.
  func amplitudes(of coefficients: [Complex<Double>]) -> [Complex<Double>] {
    var amplitudes = coefficients
    for j in (0..<count).reversed() {
      amplitudes[j] = upper[j][j].lengthSquared > 0 ? amplitudes[j] / upper[j][j] : .zero
      for i in 0..<j { amplitudes[i] -= upper[j][i] * amplitudes[j] }
    }
    return amplitudes
  }
}

extension ComplexVector {
  /// With so many zeros behind it, but for one of them.
  fileprivate func extended(by count: Int, setting place: Int? = nil, to value: Double = 0) -> ComplexVector {
    var result = ComplexVector(
      real: real + [Double](repeating: 0, count: count), imaginary: imaginary + [Double](repeating: 0, count: count))
    if let place { result.real[self.count + place] = value }
    return result
  }
}

extension Matrix {
  /// The columns of these indices.
  func columns(_ indices: [Int]) -> Matrix {
    var picked: [Double] = []
    picked.reserveCapacity(indices.count * rows)
    for index in indices { picked.append(contentsOf: elements[index * rows..<(index + 1) * rows]) }
    return Matrix(rows: rows, columns: indices.count, elements: picked)
  }

  /// Puts columns to their places.
  mutating func replaceColumns(_ indices: [Int], with other: Matrix) {
    precondition(other.rows == rows && other.columns == indices.count)
    for (own, index) in indices.enumerated() {
      elements.replaceSubrange(
        index * rows..<(index + 1) * rows, with: other.elements[own * rows..<(own + 1) * rows])
    }
  }

  /// self − other.
  func subtracting(_ other: Matrix) -> Matrix {
    precondition(rows == other.rows && columns == other.columns)
    var difference = self
    for i in difference.elements.indices { difference.elements[i] -= other.elements[i] }
    return difference
  }
}
