import MRSCore
import Numerics

/// The state of a ``SpinSpace`` as the blocks of its density matrix, kept by coherence order: only the orders that are
/// there cost anything.
///
/// Thermal equilibrium is F_z. Order p holds the elements |a⟩⟨b| with m_a − m_b = p; the receiver sees p = −1.
struct DensityMatrix: Sendable {
  let space: SpinSpace
  /// For every order the blocks (row, row + p), in the order of ``SpinSpace/rows(ofOrder:)``.
  private(set) var blocks: [Int: [ComplexMatrix]]

  /// F_z.
  init(equilibriumOf space: SpinSpace) {
    self.space = space
    blocks = [
      0: space.levels.indices.map { level in
        var block = ComplexMatrix(zeros: space.levels[level].count, space.levels[level].count)
        for i in 0..<block.rows { block[i, i] = Complex(space.projection(ofLevel: level)) }
        return block
      }
    ]
  }

  private init(space: SpinSpace, blocks: [Int: [ComplexMatrix]]) {
    self.space = space
    self.blocks = blocks
  }

  /// Only the given coherence order: what crushers or a phase cycle leave.
  func selecting(_ order: Int) -> DensityMatrix {
    DensityMatrix(space: space, blocks: blocks.filter { $0.key == order })
  }

  /// U·ρ·U†, as far as it is of the orders `kept`.
  func propagated(by propagator: Propagator, keeping kept: Set<Int>) -> DensityMatrix {
    let levels = space.levels.indices
    // U·ρ: block (l, k′) = Σ_k U(l, k)·ρ(k, k′).
    var left = [[ComplexMatrix?]](repeating: [ComplexMatrix?](repeating: nil, count: levels.count), count: levels.count)
    for order in blocks.keys.sorted() {
      guard let ofOrder = blocks[order] else { continue }
      for (k, block) in zip(space.rows(ofOrder: order), ofOrder) {
        for l in levels {
          guard let factor = propagator.blocks[l][k] else { continue }
          var sum = left[l][k + order] ?? ComplexMatrix(zeros: factor.rows, block.columns)
          left[l][k + order] = nil
          sum.add(factor, times: block)
          left[l][k + order] = sum
        }
      }
    }
    // (U·ρ)·U†: block (l, l′) = Σ_k′ (U·ρ)(l, k′)·U(l′, k′)†.
    var result: [Int: [ComplexMatrix]] = [:]
    for order in kept {
      var isEmpty = true
      let ofOrder = space.rows(ofOrder: order).map { l in
        var sum = ComplexMatrix(zeros: space.levels[l].count, space.levels[l + order].count)
        for k in levels {
          guard let factor = left[l][k], let right = propagator.blocks[l + order][k] else { continue }
          sum.add(factor, timesAdjointOf: right)
          isEmpty = false
        }
        return sum
      }
      if !isEmpty { result[order] = ofOrder }
    }
    return DensityMatrix(space: space, blocks: result)
  }

  /// self ← self + other.
  mutating func add(_ other: DensityMatrix) {
    for (order, ofOrder) in other.blocks {
      guard var mine = blocks.removeValue(forKey: order) else {
        blocks[order] = ofOrder
        continue
      }
      for i in mine.indices { mine[i].add(ofOrder[i], scaledBy: 1) }
      blocks[order] = mine
    }
  }

  /// Every element times `factor`.
  func scaled(by factor: Double) -> DensityMatrix {
    DensityMatrix(
      space: space,
      blocks: blocks.mapValues { ofOrder in
        ofOrder.map { block in
          ComplexMatrix(rows: block.rows, columns: block.columns, elements: block.elements.map { $0 * Complex(factor) })
        }
      })
  }

  /// The lines seen from now on: s(t) = scale·Tr(ρ(t)·F₊), F₊ = F_x + i·F_y. With scale 4/2ⁿ for n protons the
  /// transverse magnetisation of one proton along x starts at 1; it precesses as exp(+2πi·f·t).
  func lines(under hamiltonian: Hamiltonian, scale: Double) -> TransitionLines {
    var frequencies: [Double] = []
    var amplitudes = ComplexVector(zeros: 0)
    for (row, block) in zip(space.rows(ofOrder: -1), blocks[-1] ?? []) {
      // Tr(ρF₊) = Σ ρ_ab(t)·(F₊)_ba; ρ_ab turns as exp(−i(Ea − Eb)t), so the line is at (Eb − Ea)/2π.
      let (a, b) = (hamiltonian.vectors[row], hamiltonian.vectors[row - 1])
      let detector = b.transposedTimes(raising(to: row - 1) * a)
      let real = a.transposedTimes(Matrix(rows: a.rows, columns: b.rows, elements: block.elements.map { $0.real }) * b)
      let imaginary = a.transposedTimes(
        Matrix(rows: a.rows, columns: b.rows, elements: block.elements.map { $0.imaginary }) * b)
      for j in 0..<b.columns {
        for i in 0..<a.columns where Swift.abs(detector[j, i]) > 1e-10 {
          frequencies.append((hamiltonian.energies[row - 1][j] - hamiltonian.energies[row][i]) / (2 * .pi))
          amplitudes.real.append(scale * real[i, j] * detector[j, i])
          amplitudes.imaginary.append(scale * imaginary[i, j] * detector[j, i])
        }
      }
    }
    return TransitionLines(frequencies: frequencies, amplitudes: amplitudes, threshold: 1e-9)
  }

  /// F₊ from a level to the one above it, `level`.
  private func raising(to level: Int) -> Matrix {
    let states = space.levels[level + 1]
    var matrix = Matrix(zeros: space.levels[level].count, states.count)
    for (column, state) in states.enumerated() {
      for particle in 0..<space.particles {
        let digit = space.digit(particle, of: state)
        guard digit > 0 else { continue }
        matrix[space.places[state - space.strides[particle]].position, column] += space.raising(
          particle, fromDigit: digit)
      }
    }
    return matrix
  }
}
