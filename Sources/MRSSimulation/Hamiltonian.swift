import MRSCore

/// The free-precession Hamiltonian of n protons in the rotating frame, with its eigenstates.
///
/// H = 2π·Σ_k f_k·I_kz + 2π·Σ_{j<k} J_jk·I_j·I_k, in rad/s, with full (strong) coupling. The product basis is numbered
/// by bits: bit k of a state is 0 for spin k up (m = +½). H is real and symmetric and commutes with F_z, so it is
/// diagonalised one F_z block at a time.
struct Hamiltonian: Sendable {
  let spins: Int
  /// The eigenvalues, rad/s, in the order of the columns of ``vectors``.
  let energies: [Double]
  /// The eigenvectors in the product basis (columns).
  let vectors: Matrix

  init(offsets: [Double], couplings: [SpinSystem.Coupling]) throws(LinearAlgebraError) {
    spins = offsets.count
    let states = 1 << offsets.count
    var energies = [Double](repeating: 0, count: states)
    var vectors = Matrix(zeros: states, states)
    var nextColumn = 0
    for flipped in 0...offsets.count {
      let block = (0..<states).filter { $0.nonzeroBitCount == flipped }
      let eigen = try Self.block(block, offsets: offsets, couplings: couplings).symmetricEigen()
      for column in block.indices {
        energies[nextColumn] = eigen.values[column]
        for (row, state) in block.enumerated() { vectors[state, nextColumn] = eigen.vectors[row, column] }
        nextColumn += 1
      }
    }
    self.energies = energies
    self.vectors = vectors
  }

  /// The elements of H among the states of one F_z block.
  private static func block(_ states: [Int], offsets: [Double], couplings: [SpinSystem.Coupling]) -> Matrix {
    let radians = 2 * Double.pi
    let position = Dictionary(uniqueKeysWithValues: states.enumerated().map { ($1, $0) })
    func projection(_ spin: Int, _ state: Int) -> Double { state >> spin & 1 == 0 ? 0.5 : -0.5 }

    var matrix = Matrix(zeros: states.count, states.count)
    for (row, state) in states.enumerated() {
      for spin in offsets.indices { matrix[row, row] += radians * offsets[spin] * projection(spin, state) }
      for coupling in couplings {
        let (j, k) = (coupling.first, coupling.second)
        matrix[row, row] += radians * coupling.hertz * projection(j, state) * projection(k, state)
        if projection(j, state) != projection(k, state), let other = position[state ^ (1 << j | 1 << k)] {
          // ½·J·(I₊I₋ + I₋I₊)
          matrix[other, row] += radians * coupling.hertz * 0.5
        }
      }
    }
    return matrix
  }
}
