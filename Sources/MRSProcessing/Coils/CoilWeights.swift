import MRSCore
import Numerics

/// The complex weights w that combine the coils' FIDs into one: s(t) = Σ_c w_c·s_c(t).
///
/// With coil sensitivities a and noise covariance Ψ the combination of the highest signal-to-noise ratio is
/// w ∝ (Ψ⁻¹·a)* (Roemer et al. 1990, doi:10.1002/mrm.1910160203). It is scaled so that Σ_c w_c·a_c = |a|: the combined
/// signal has the amplitude of the root sum of squares. Their common phase is free; it is chosen so that the first two
/// samples of the scan they come from add up to a positive real number.
public struct CoilWeights: Sendable, Hashable, Codable {
  public let weights: [Complex<Double>]
  /// |a_c|/|a|: how much each coil sees of the signal.
  public let relativeSensitivities: [Double]

  private init(weights: [Complex<Double>], relativeSensitivities: [Double]) {
    self.weights = weights
    self.relativeSensitivities = relativeSensitivities
  }

  /// Estimated from a scan with signal, best the unsuppressed water, over the first `points` samples of every average.
  ///
  /// The sensitivities are the first principal component of the whitened signal (WSVD: Rodgers & Robson 2010,
  /// doi:10.1002/mrm.22230): with Ψ = L·Lᴴ, a = L·u, u the leading eigenvector of Σ y·yᴴ, y = L⁻¹·s. White noise adds a
  /// multiple of the identity, which leaves u unbiased, and averages may differ in phase or drift in frequency.
  /// - Throws: ``ProcessingError/noSignal(what:)`` for signals that are zero or not finite,
  ///   ``ProcessingError/linearAlgebra(_:)``.
  public static func estimated(
    from scan: FIDArray, noise: NoiseCovariance, points: Int = 64
  ) throws(ProcessingError) -> CoilWeights {
    precondition(noise.coils == scan.coils)
    let coils = scan.coils
    let count = min(max(1, points), scan.acquisition.points)
    let whitening = Whitening(noise)
    var moment = Matrix(zeros: 2 * coils, 2 * coils)
    var phases = [Complex<Double>](repeating: .zero, count: coils)
    for average in 0..<scan.averages {
      let signals = (0..<coils).map { scan.samples[$0 * scan.averages + average, 0..<count] }
      guard signals.allSatisfy(\.isFinite) else { continue }
      let whitened = whitening.applied(to: signals)
      for c in 0..<coils {
        phases[c] += signals[c][0] + (count > 1 ? signals[c][1] : .zero)
        for d in 0..<coils {
          // A Hermitian H = A + iB has the eigenvectors of the real symmetric [[A, −B], [B, A]].
          let element = whitened[d].innerProduct(whitened[c])
          moment[c, d] += element.real
          moment[c + coils, d + coils] += element.real
          moment[c, d + coils] -= element.imaginary
          moment[c + coils, d] += element.imaginary
        }
      }
    }
    let (values, vectors): ([Double], Matrix)
    do {
      (values, vectors) = try moment.symmetricEigen()
    } catch {
      throw .linearAlgebra(error)
    }
    guard let largest = values.last, largest > 0, largest.isFinite else { throw .noSignal(what: "the coil weights") }
    let leading = (0..<coils).map { Complex(vectors[$0, 2 * coils - 1], vectors[$0 + coils, 2 * coils - 1]) }
    let sensitivities = whitening.inverse(leading)
    let norm = sensitivities.reduce(0) { $0 + $1.lengthSquared }.squareRoot()
    // w* = Ψ⁻¹·a = L⁻ᴴ·u; wᵀ·a = |u|² = 1 before scaling.
    let raw = whitening.adjoint(leading).map { Complex(norm) * $0.conjugate }
    let start = zip(raw, phases).reduce(Complex<Double>.zero) { $0 + $1.0 * $1.1 }
    let turn = start.length > 0 ? start.conjugate / Complex(start.length) : Complex(1)
    return CoilWeights(
      weights: raw.map { turn * $0 }, relativeSensitivities: sensitivities.map { $0.length / norm })
  }
}

/// L⁻¹ of a noise covariance Ψ = L·Lᴴ (Cholesky), and what follows from it.
private struct Whitening {
  private let coils: Int
  /// L, lower triangular, row-major.
  private let factor: [Complex<Double>]

  /// A coil without noise (synthetic data) is given a tiny variance; a covariance that is not positive definite loses
  /// its off-diagonal elements.
  init(_ noise: NoiseCovariance) {
    coils = noise.coils
    let largest = noise.deviations.max() ?? 0
    let floor = largest > 0 ? 1e-6 * largest : 1
    if let full = Self.cholesky(noise.elements, coils: noise.coils), largest > 0 {
      factor = full
    } else {
      var diagonal = [Complex<Double>](repeating: .zero, count: coils * coils)
      for c in 0..<coils { diagonal[c * coils + c] = Complex(max(noise.deviations[c], floor)) }
      factor = diagonal
    }
  }

  private static func cholesky(_ matrix: [Complex<Double>], coils: Int) -> [Complex<Double>]? {
    var factor = [Complex<Double>](repeating: .zero, count: coils * coils)
    for row in 0..<coils {
      for column in 0...row {
        var sum = matrix[row * coils + column]
        for k in 0..<column { sum -= factor[row * coils + k] * factor[column * coils + k].conjugate }
        if row == column {
          guard sum.real > 1e-9 * matrix[row * coils + row].real else { return nil }
          factor[row * coils + row] = Complex(sum.real.squareRoot())
        } else {
          factor[row * coils + column] = sum / factor[column * coils + column]
        }
      }
    }
    return factor
  }

  /// L⁻¹ applied to the coils' signals.
  func applied(to signals: [ComplexVector]) -> [ComplexVector] {
    var result = signals
    for row in 0..<coils {
      for column in 0..<row {
        let element = factor[row * coils + column]
        guard element != .zero else { continue }
        result[row] = result[row] - element * result[column]
      }
      result[row] = (1 / factor[row * coils + row].real) * result[row]
    }
    return result
  }

  /// L·u.
  func inverse(_ vector: [Complex<Double>]) -> [Complex<Double>] {
    (0..<coils).map { row in
      (0...row).reduce(.zero) { $0 + factor[row * coils + $1] * vector[$1] }
    }
  }

  /// L⁻ᴴ·u, by back substitution.
  func adjoint(_ vector: [Complex<Double>]) -> [Complex<Double>] {
    var result = vector
    for row in (0..<coils).reversed() {
      for k in (row + 1)..<max(row + 1, coils) { result[row] -= factor[k * coils + row].conjugate * result[k] }
      result[row] = result[row] / Complex(factor[row * coils + row].real)
    }
    return result
  }
}
