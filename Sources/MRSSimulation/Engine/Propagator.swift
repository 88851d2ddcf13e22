import MRSCore
import Numerics

/// A unitary of a ``SpinSpace`` in blocks between levels; a block of zeros is left out. Precession has blocks (l, l), an
/// ideal 180° pulse the blocks that turn F_z around, any other pulse all.
struct Propagator: Sendable {
  /// Block (row level, column level).
  let blocks: [[ComplexMatrix?]]

  init(blocks: [[ComplexMatrix?]]) {
    self.blocks = blocks
  }

  /// An ideal pulse: the same rotation of every particle.
  init(space: SpinSpace, rotation: SpinRotation) {
    // The product over particles, one column after another: particle k fills the rows of its digits.
    let factors = space.doubledSpins.map { rotation.matrix(doubledSpin: $0) }
    var column = [Complex<Double>](repeating: .zero, count: space.states)
    var columns = space.levels.map { rows in
      space.levels.map { ComplexMatrix(zeros: rows.count, $0.count) }
    }
    for state in 0..<space.states {
      column[0] = 1
      var filled = 1
      for (particle, factor) in factors.enumerated() {
        let digit = space.digit(particle, of: state)
        for row in (0..<factor.rows).reversed() {
          let element = factor[row, digit]
          for i in 0..<filled { column[row * filled + i] = element * column[i] }
        }
        filled *= factor.rows
      }
      let place = space.places[state]
      for (row, value) in column.enumerated() where value != .zero {
        columns[space.places[row].level][place.level][space.places[row].position, place.position] = value
      }
    }
    blocks = columns.map { $0.map { $0.largestMagnitude == 0 ? nil : $0 } }
  }

  /// exp(−i·φ_after·F_z)·self·exp(−i·φ_before·F_z).
  func rotated(before: Double, after: Double, in space: SpinSpace) -> Propagator {
    func phases(_ angle: Double) -> [Complex<Double>] {
      space.levels.indices.map { Complex(length: 1, phase: -angle * space.projection(ofLevel: $0)) }
    }
    let (left, right) = (phases(after), phases(before))
    return Propagator(
      blocks: blocks.indices.map { row in
        blocks.indices.map { column in
          guard var block = blocks[row][column] else { return nil }
          let factor = left[row] * right[column]
          for i in block.elements.indices { block.elements[i] *= factor }
          return block
        }
      })
  }
}

extension SpinRotation {
  /// The rotation of a spin I = doubledSpin/2, shape (2I + 1, 2I + 1), m falling: the Wigner matrix, from the powers of
  /// a·x − b*·y and b·x + a*·y (Wigner 1959, Group Theory, ch. 15).
  func matrix(doubledSpin: Int) -> ComplexMatrix {
    let count = doubledSpin + 1
    var factorials = [1.0]
    for i in 1..<max(2, count) { factorials.append(factorials[i - 1] * Double(i)) }
    /// The coefficients of xⁿ⁻ᵏyᵏ of (u·x + v·y)ⁿ, k = 0 … n.
    func power(_ u: Complex<Double>, _ v: Complex<Double>, _ n: Int) -> [Complex<Double>] {
      var coefficients: [Complex<Double>] = [1]
      for _ in 0..<n {
        var next = [Complex<Double>](repeating: .zero, count: coefficients.count + 1)
        for (k, value) in coefficients.enumerated() {
          next[k] += u * value
          next[k + 1] += v * value
        }
        coefficients = next
      }
      return coefficients
    }
    var matrix = ComplexMatrix(zeros: count, count)
    for column in 0..<count {
      // |I, m⟩ ~ x^(I+m)·y^(I−m)/√((I+m)!(I−m)!), x → a·x + b·y, y → −b*·x + a*·y; digit = I − m.
      let up = power(a, b, doubledSpin - column)
      let down = power(-b.conjugate, a.conjugate, column)
      let norm = factorials[doubledSpin - column] * factorials[column]
      for (i, u) in up.enumerated() {
        for (j, v) in down.enumerated() {
          let row = i + j
          matrix[row, column] += Complex((factorials[doubledSpin - row] * factorials[row] / norm).squareRoot()) * u * v
        }
      }
    }
    return matrix
  }
}
