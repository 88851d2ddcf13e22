import MRSCore
import Numerics

/// The free-precession Hamiltonian in the rotating frame, with its eigenstates.
///
/// H = 2π·Σ_k f_k·I_kz + 2π·Σ_{j<k} J_jk·I_j·I_k, in rad/s, with full (strong) coupling. H is real and symmetric and
/// commutes with F_z, so it is diagonalised one level of the ``SpinSpace`` at a time.
struct Hamiltonian: Sendable {
  let space: SpinSpace
  /// f_k in Hz.
  let offsets: [Double]
  let couplings: [SpinSystem.Coupling]
  /// The eigenvalues of every level, rad/s, in the order of the columns of ``vectors``.
  let energies: [[Double]]
  /// The eigenvectors of every level in the product basis (columns).
  let vectors: [Matrix]

  init(space: SpinSpace, offsets: [Double], couplings: [SpinSystem.Coupling]) throws(LinearAlgebraError) {
    self.space = space
    self.offsets = offsets
    self.couplings = couplings
    var energies: [[Double]] = []
    var vectors: [Matrix] = []
    for level in space.levels.indices {
      let eigen = try Self.block(level, of: space, offsets: offsets, couplings: couplings).symmetricEigen()
      energies.append(eigen.values)
      vectors.append(eigen.vectors)
    }
    self.energies = energies
    self.vectors = vectors
  }

  /// exp(−i·H·t).
  func propagator(for time: Double) -> Propagator {
    Propagator(
      blocks: space.levels.indices.map { row in
        space.levels.indices.map { column in
          guard row == column else { return nil }
          let count = space.levels[row].count
          var cosine = vectors[row]
          var sine = vectors[row]
          for (j, energy) in energies[row].enumerated() {
            let (c, s) = (Double.cos(energy * time), Double.sin(energy * time))
            for i in 0..<count {
              cosine[i, j] *= c
              sine[i, j] *= s
            }
          }
          let real = cosine.timesTransposed(vectors[row]).elements
          let imaginary = sine.timesTransposed(vectors[row]).elements
          return ComplexMatrix(
            rows: count, columns: count, elements: zip(real, imaginary).map { Complex($0, -$1) })
        }
      })
  }

  /// The elements of H among the states of one level.
  private static func block(
    _ level: Int, of space: SpinSpace, offsets: [Double], couplings: [SpinSystem.Coupling]
  ) -> Matrix {
    let radians = 2 * Double.pi
    let states = space.levels[level]
    var matrix = Matrix(zeros: states.count, states.count)
    for (column, state) in states.enumerated() {
      for particle in offsets.indices {
        matrix[column, column] += radians * offsets[particle] * space.projection(of: particle, in: state)
      }
      for coupling in couplings {
        let (j, k) = (coupling.first, coupling.second)
        matrix[column, column] +=
          radians * coupling.hertz * space.projection(of: j, in: state) * space.projection(of: k, in: state)
        // ½·J·(I_j₊I_k₋ + I_j₋I_k₊)
        for (up, down) in [(j, k), (k, j)] {
          let (upDigit, downDigit) = (space.digit(up, of: state), space.digit(down, of: state))
          guard upDigit > 0, downDigit < space.doubledSpins[down] else { continue }
          let row = space.places[state - space.strides[up] + space.strides[down]].position
          let element = space.raising(up, fromDigit: upDigit) * space.raising(down, fromDigit: downDigit + 1)
          matrix[row, column] += radians * coupling.hertz * 0.5 * element
        }
      }
    }
    return matrix
  }
}
