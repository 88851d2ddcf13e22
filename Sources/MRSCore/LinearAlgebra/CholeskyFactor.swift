import CLinearAlgebra
import Numerics

/// The lower triangle L of a symmetric positive definite matrix A = L·Lᵀ, shape (n, n), ready to solve and to draw
/// with.
public struct CholeskyFactor: Sendable {
  /// L; zero above the diagonal.
  public let lower: Matrix

  /// - Throws: ``LinearAlgebraError/notPositiveDefinite(order:)``.
  public init(_ matrix: Matrix) throws(LinearAlgebraError) {
    precondition(matrix.rows == matrix.columns)
    var factor = matrix
    let n = Int32(matrix.rows)
    if n > 0 {
      LinearAlgebraLibrary.useOneThread()
      let info = unsafe factor.elements.withUnsafeMutableBufferPointer { a in
        unsafe LAPACKE_dpotrf(Int32(HepColumnMajor), CChar(UInt8(ascii: "L")), n, a.baseAddress!, n)
      }
      guard info == 0 else { throw .notPositiveDefinite(order: Int(info)) }
    }
    for j in 0..<factor.columns { for i in 0..<j { factor.elements[j * factor.rows + i] = 0 } }
    lower = factor
  }

  /// ln|A|.
  public var logDeterminant: Double { lower.diagonal.reduce(0) { $0 + 2 * Double.log($1) } }

  /// A⁻¹·b.
  public func solve(_ right: [Double]) -> [Double] { solveTransposed(solveLower(right)) }

  /// L⁻¹·b.
  public func solveLower(_ right: [Double]) -> [Double] {
    let n = lower.rows
    var x = right
    unsafe lower.elements.withUnsafeBufferPointer { l in
      unsafe x.withUnsafeMutableBufferPointer { x in
        for j in 0..<n {
          let value = unsafe x[j] / l[j * n + j]
          unsafe x[j] = value
          for i in j + 1..<max(n, j + 1) { unsafe x[i] -= value * l[j * n + i] }
        }
      }
    }
    return x
  }

  /// L⁻¹·B.
  public func solveLower(_ right: Matrix) -> Matrix {
    precondition(right.rows == lower.rows)
    guard right.rows > 0, right.columns > 0 else { return right }
    LinearAlgebraLibrary.useOneThread()
    var solution = right.elements
    let n = Int32(lower.rows)
    let info = unsafe lower.elements.withUnsafeBufferPointer { a in
      unsafe solution.withUnsafeMutableBufferPointer { b in
        unsafe LAPACKE_dtrtrs(
          Int32(HepColumnMajor), CChar(UInt8(ascii: "L")), CChar(UInt8(ascii: "N")), CChar(UInt8(ascii: "N")), n,
          Int32(right.columns), a.baseAddress!, n, b.baseAddress!, n)
      }
    }
    precondition(info == 0, "LAPACKE_dtrtrs was called with a bad argument \(-info)")
    return Matrix(rows: right.rows, columns: right.columns, elements: solution)
  }

  /// B·L⁻ᵀ: of columns with these inner products, A = BᵀB, orthonormal ones.
  public func dividing(_ left: Matrix) -> Matrix {
    precondition(left.columns == lower.rows)
    guard left.rows > 0, left.columns > 0 else { return left }
    LinearAlgebraLibrary.useOneThread()
    var quotient = left
    unsafe lower.elements.withUnsafeBufferPointer { a in
      unsafe quotient.elements.withUnsafeMutableBufferPointer { b in
        unsafe cblas_dtrsm(
          Int32(HepColumnMajor), Int32(HepRight), Int32(HepLower), Int32(HepTranspose), Int32(HepNonUnit),
          Int32(left.rows), Int32(left.columns), 1, a.baseAddress!, Int32(lower.rows), b.baseAddress!,
          Int32(left.rows))
      }
    }
    return quotient
  }

  /// L⁻ᵀ·b: of standard normal b a draw whose precision is A.
  public func solveTransposed(_ right: [Double]) -> [Double] {
    let n = lower.rows
    var x = right
    unsafe lower.elements.withUnsafeBufferPointer { l in
      unsafe x.withUnsafeMutableBufferPointer { x in
        for j in stride(from: n - 1, through: 0, by: -1) {
          var value = unsafe x[j]
          for i in j + 1..<max(n, j + 1) { unsafe value -= l[j * n + i] * x[i] }
          unsafe x[j] = value / l[j * n + j]
        }
      }
    }
    return x
  }
}
