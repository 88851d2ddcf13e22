import MRSCore
import Numerics

/// A unitary of one particle, or of a coupled pair, as what it does to the rows of a matrix: rows `first + offsets[i]`,
/// for every first, are multiplied by one small matrix.
struct RowMixing: Sendable {
  let firsts: [Int]
  let offsets: [Int]
  /// Row-major, shape (offsets, offsets).
  let elements: [Complex<Double>]
}

extension SpinSpace {
  /// The states in which the given particles have digit 0.
  func firsts(of particles: [Int]) -> [Int] {
    (0..<states).filter { state in particles.allSatisfy { digit($0, of: state) == 0 } }
  }
}
