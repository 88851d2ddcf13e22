import CLinearAlgebra
import Numerics

extension Matrix {
  /// The solution X of self·X = B for a symmetric positive definite matrix (Cholesky).
  /// - Throws: ``LinearAlgebraError/notPositiveDefinite(order:)``.
  public func solvedPositiveDefinite(_ right: Matrix) throws(LinearAlgebraError) -> Matrix {
    precondition(rows == columns && right.rows == rows)
    guard rows > 0, right.columns > 0 else { return right }
    LinearAlgebraLibrary.useOneThread()
    var factor = elements
    var solution = right.elements
    let n = Int32(rows)
    var info = unsafe factor.withUnsafeMutableBufferPointer { a in
      unsafe LAPACKE_dpotrf(Int32(HepColumnMajor), CChar(UInt8(ascii: "L")), n, a.baseAddress!, n)
    }
    guard info == 0 else { throw .notPositiveDefinite(order: Int(info)) }
    info = unsafe factor.withUnsafeBufferPointer { a in
      unsafe solution.withUnsafeMutableBufferPointer { b in
        unsafe LAPACKE_dpotrs(
          Int32(HepColumnMajor), CChar(UInt8(ascii: "L")), n, Int32(right.columns), a.baseAddress!, n,
          b.baseAddress!, n)
      }
    }
    precondition(info == 0, "LAPACKE_dpotrs was called with a bad argument \(-info)")
    return Matrix(rows: rows, columns: right.columns, elements: solution)
  }

  /// ln|self| of a symmetric positive definite matrix.
  /// - Throws: ``LinearAlgebraError/notPositiveDefinite(order:)``.
  public func logDeterminant() throws(LinearAlgebraError) -> Double {
    guard rows > 0 else { return 0 }
    LinearAlgebraLibrary.useOneThread()
    var factor = elements
    let n = Int32(rows)
    let info = unsafe factor.withUnsafeMutableBufferPointer { a in
      unsafe LAPACKE_dpotrf(Int32(HepColumnMajor), CChar(UInt8(ascii: "L")), n, a.baseAddress!, n)
    }
    guard info == 0 else { throw .notPositiveDefinite(order: Int(info)) }
    return (0..<rows).reduce(0) { $0 + 2 * Double.log(factor[$1 * rows + $1]) }
  }

  /// The inverse of a symmetric positive definite matrix.
  ///
  /// Rows and columns are first scaled to a unit diagonal, so that amounts in different units do not spoil the
  /// condition number.
  /// - Throws: ``LinearAlgebraError/notPositiveDefinite(order:)``.
  public func invertedPositiveDefinite() throws(LinearAlgebraError) -> Matrix {
    precondition(rows == columns)
    guard rows > 0 else { return self }
    LinearAlgebraLibrary.useOneThread()
    let scale = diagonal.map { $0 > 0 ? 1 / $0.squareRoot() : 1 }
    var inverse = self
    for j in 0..<columns { for i in j..<rows { inverse[i, j] *= scale[i] * scale[j] } }
    let (n, lower) = (Int32(rows), CChar(UInt8(ascii: "L")))
    let info = unsafe inverse.elements.withUnsafeMutableBufferPointer { a in
      let factored = unsafe LAPACKE_dpotrf(Int32(HepColumnMajor), lower, n, a.baseAddress!, n)
      return unsafe factored == 0 ? LAPACKE_dpotri(Int32(HepColumnMajor), lower, n, a.baseAddress!, n) : factored
    }
    guard info == 0 else { throw .notPositiveDefinite(order: Int(info)) }
    for j in 0..<columns {
      for i in j..<rows {
        inverse[i, j] *= scale[i] * scale[j]
        inverse[j, i] = inverse[i, j]
      }
    }
    return inverse
  }

  /// A factor L of a covariance C = L·Lᵀ by its eigenvectors, which need not be of full rank: eigenvalues that rounding made
  /// negative count as zero.
  /// - Throws: ``LinearAlgebraError/notConverged(routine:info:)``.
  public func symmetricRoot() throws(LinearAlgebraError) -> Matrix {
    let eigen = try symmetricEigen()
    var root = eigen.vectors
    for j in eigen.values.indices {
      let scale = max(0, eigen.values[j]).squareRoot()
      for i in 0..<rows { root[i, j] *= scale }
    }
    return root
  }

  /// The eigenvalues, rising, and orthonormal eigenvectors (columns) of a symmetric matrix.
  /// - Throws: ``LinearAlgebraError/notConverged(routine:info:)``.
  public func symmetricEigen() throws(LinearAlgebraError) -> (values: [Double], vectors: Matrix) {
    precondition(rows == columns)
    guard rows > 0 else { return ([], self) }
    LinearAlgebraLibrary.useOneThread()
    var vectors = elements
    var values = [Double](repeating: 0, count: rows)
    let n = Int32(rows)
    let info = unsafe vectors.withUnsafeMutableBufferPointer { a in
      unsafe values.withUnsafeMutableBufferPointer { w in
        unsafe LAPACKE_dsyevd(
          Int32(HepColumnMajor), CChar(UInt8(ascii: "V")), CChar(UInt8(ascii: "L")), n, a.baseAddress!, n,
          w.baseAddress!)
      }
    }
    guard info == 0 else { throw .notConverged(routine: "dsyevd", info: Int(info)) }
    return (values, Matrix(rows: rows, columns: rows, elements: vectors))
  }

  /// The x that minimises ‖self·x − b‖ for a matrix of full column rank (QR).
  /// - Throws: ``LinearAlgebraError/rankDeficient(column:)``.
  public func leastSquaresFullRank(_ right: [Double]) throws(LinearAlgebraError) -> [Double] {
    precondition(right.count == rows && rows >= columns && columns > 0)
    LinearAlgebraLibrary.useOneThread()
    var a = elements
    var b = right
    let info = unsafe a.withUnsafeMutableBufferPointer { a in
      unsafe b.withUnsafeMutableBufferPointer { b in
        unsafe LAPACKE_dgels(
          Int32(HepColumnMajor), CChar(UInt8(ascii: "N")), Int32(rows), Int32(columns), 1, a.baseAddress!,
          Int32(rows), b.baseAddress!, Int32(rows))
      }
    }
    guard info == 0 else { throw .rankDeficient(column: Int(info)) }
    return Array(b[..<columns])
  }
}
