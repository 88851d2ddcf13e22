import MRSCore
import Numerics

/// Two coupled particles of a ``SpinSpace``, ready to evolve under their coupling alone.
struct CoupledPair: Sendable {
  private let firsts: [Int]
  private let hamiltonian: Hamiltonian
  /// For every level of the pair's own space the rows of its states, from the first.
  private let offsets: [[Int]]

  init(_ coupling: SpinSystem.Coupling, in space: SpinSpace) throws(LinearAlgebraError) {
    let pair = [coupling.first, coupling.second]
    let own = SpinSpace(doubledSpins: pair.map { space.doubledSpins[$0] })
    firsts = space.firsts(of: pair)
    hamiltonian = try Hamiltonian(
      space: own, offsets: [0, 0], couplings: [.init(0, 1, hertz: coupling.hertz)])
    offsets = own.levels.map { states in
      states.map { own.digit(0, of: $0) * space.strides[pair[0]] + own.digit(1, of: $0) * space.strides[pair[1]] }
    }
  }

  /// exp(−2πi·J·t·(I_j·I_k − I_j·I_k)) for I_j and I_k in scalar product and as numbers: the constant, a phase of
  /// everything, makes the outermost states of the pair drop out.
  func evolution(for time: Double) -> [RowMixing] {
    let zero = hamiltonian.energies[0][0]
    return (1..<offsets.count - 1).map { level in
      let vectors = hamiltonian.vectors[level]
      let phases = hamiltonian.energies[level].map { Complex<Double>(length: 1, phase: -($0 - zero) * time) }
      var elements: [Complex<Double>] = []
      for i in 0..<vectors.rows {
        for j in 0..<vectors.rows {
          var sum = Complex<Double>.zero
          for (k, phase) in phases.enumerated() { sum += Complex(vectors[i, k] * vectors[j, k]) * phase }
          elements.append(sum)
        }
      }
      return RowMixing(firsts: firsts, offsets: offsets[level], elements: elements)
    }
  }
}
