import MRSCore
import Numerics

/// A signal as damped complex exponentials: s_n ≈ Σ_k a_k·z_k^n.
///
/// The columns of the Hankel matrix H of the samples lie in a space of as many dimensions as there are exponentials. Its
/// orthonormal basis U, the leading eigenvectors of H·Hᴴ, turns into itself by one step of time: U₂ = U₁·Z, U₁ without its last
/// and U₂ without its first row. The eigenvalues of Z are the z_k; the amplitudes follow by least squares on all samples.
struct StateSpaceModel: Sendable {
  /// z_k, of a magnitude of at most 1.
  let poles: [Complex<Double>]
  let amplitudes: [Complex<Double>]

  /// The most samples that the poles are found from; more would take long and tell little.
  private static let mostSamples = 1024
  private static let mostPoles = 40
  /// Of the largest eigenvalue that noise alone should have. A component of noise among the others takes off next to nothing, one of
  /// water that is missed leaves its skirts: on simulated brains and livers 0.75 to 0.9 left half of what 1.1 did.
  private static let margin = 0.9

  /// - Parameter noise: the standard deviation of real and imaginary part of a sample each.
  /// - Throws: `LinearAlgebraError`.
  init(of samples: ComplexVector, noise: Double) throws(LinearAlgebraError) {
    let count = min(samples.count, Self.mostSamples)
    let rows = max(2, count / 3)
    let columns = count - rows + 1
    var hankel = ComplexMatrix(zeros: rows, columns)
    for j in 0..<columns { for i in 0..<rows { hankel[i, j] = samples[i + j] } }
    var moment = ComplexMatrix(zeros: rows, rows)
    moment.add(hankel, timesAdjointOf: hankel)
    // A Hermitian A + iB has the eigenvectors of the real symmetric [[A, −B], [B, A]], each twice.
    var real = Matrix(zeros: 2 * rows, 2 * rows)
    for j in 0..<rows {
      for i in 0..<rows {
        let element = moment[i, j]
        real[i, j] = element.real
        real[i + rows, j + rows] = element.real
        real[i + rows, j] = element.imaginary
        real[i, j + rows] = -element.imaginary
      }
    }
    let (values, vectors) = try real.symmetricEigen()
    // The largest eigenvalue of the moments of white noise: 2σ²·M·(1 + √(L/M))² (Marchenko & Pastur).
    let edge = 1 + (Double(rows) / Double(columns)).squareRoot()
    let floor = max(
      Self.margin * 2 * noise * noise * Double(columns) * edge * edge, 1e-12 * (values.last ?? 0))
    let order = min(Self.mostPoles, rows - 1, max(1, values.count { $0 > floor } / 2))
    let basis = Self.basis(vectors, rows: rows, order: order)
    poles = try Self.stepped(basis).eigenvalues().filter { $0.length > 0 }
      .map { $0.length > 1 ? $0 / Complex($0.length) : $0 }
    amplitudes = try Self.amplitudes(of: poles, in: samples)
  }

  /// One of each pair of the embedded eigenvectors: of those of a pair u and i·u, or mixtures, the first not yet spanned.
  private static func basis(_ vectors: Matrix, rows: Int, order: Int) -> [ComplexVector] {
    var basis: [ComplexVector] = []
    for column in stride(from: vectors.columns - 1, through: 0, by: -1) where basis.count < order {
      let vector = vectors.column(column)
      var candidate = ComplexVector(real: Array(vector[..<rows]), imaginary: Array(vector[rows...]))
      for _ in 0..<2 {
        for known in basis { candidate = candidate - known.innerProduct(candidate) * known }
      }
      let norm = candidate.energy.squareRoot()
      if norm > 0.1 { basis.append((1 / norm) * candidate) }
    }
    return basis
  }

  /// Z = (1 + u·uᴴ/(1 − uᴴ·u))·U₁ᴴ·U₂, u the conjugate of the last row of U.
  private static func stepped(_ basis: [ComplexVector]) -> ComplexMatrix {
    let (order, last) = (basis.count, basis[0].count - 1)
    var product = ComplexMatrix(zeros: order, order)
    for i in 0..<order {
      let head = basis[i][0..<last]
      for j in 0..<order { product[i, j] = head.innerProduct(basis[j][1..<(last + 1)]) }
    }
    let u = basis.map { $0[last].conjugate }
    let rest = max(1e-12, 1 - u.reduce(0) { $0 + $1.lengthSquared })
    var result = product
    for j in 0..<order {
      let overlap = (0..<order).reduce(Complex<Double>.zero) { $0 + u[$1].conjugate * product[$1, j] }
      for i in 0..<order { result[i, j] += u[i] * overlap / Complex(rest) }
    }
    return result
  }

  /// Least squares on all samples; a ridge of rounding's size keeps poles apart that are nearly one.
  private static func amplitudes(
    of poles: [Complex<Double>], in samples: ComplexVector
  ) throws(LinearAlgebraError) -> [Complex<Double>] {
    guard !poles.isEmpty else { return [] }
    let functions = poles.map { exponential($0, points: samples.count) }
    let order = poles.count
    var moment = Matrix(zeros: 2 * order, 2 * order)
    var right = Matrix(zeros: 2 * order, 1)
    for i in 0..<order {
      let projection = functions[i].innerProduct(samples)
      right[i, 0] = projection.real
      right[i + order, 0] = projection.imaginary
      for j in 0..<order {
        let element = functions[i].innerProduct(functions[j])
        moment[i, j] = element.real
        moment[i + order, j + order] = element.real
        moment[i + order, j] = element.imaginary
        moment[i, j + order] = -element.imaginary
      }
    }
    for i in 0..<2 * order { moment[i, i] *= 1 + 1e-10 }
    let solution = try moment.solvedPositiveDefinite(right)
    return (0..<order).map { Complex(solution[$0, 0], solution[$0 + order, 0]) }
  }

  private static func exponential(_ pole: Complex<Double>, points: Int) -> ComplexVector {
    var result = ComplexVector(zeros: points)
    let (rate, turn) = (Double.log(pole.length), pole.phase)
    for n in 0..<points { result[n] = Complex(length: .exp(rate * Double(n)), phase: turn * Double(n)) }
    return result
  }

  /// Σ over `indices` of a_k·z_k^n.
  func signal(of indices: [Int], points: Int) -> ComplexVector {
    indices.reduce(into: ComplexVector(zeros: points)) { sum, index in
      sum += amplitudes[index] * Self.exponential(poles[index], points: points)
    }
  }
}
