import CLinearAlgebra

/// The factor of a positive semidefinite matrix A of little rank: A ≈ L·Lᵀ with rows in another order, shape (n, rank), the
/// largest of what is left of the diagonal taken next, until none is above a tolerance (LAPACK's dpstrf).
public struct PivotedCholeskyFactor: Sendable {
  /// The index in A of each row of L; those of the first `rank` rows explain the others.
  public let order: [Int]
  /// L; zero above the diagonal.
  public let lower: Matrix

  public var rank: Int { lower.columns }

  /// L with its rows in the order of A.
  public var inOrder: Matrix {
    var result = lower
    for (row, index) in order.enumerated() { for j in 0..<rank { result[index, j] = lower[row, j] } }
    return result
  }

  /// - Parameter tolerance: the variance of an index that the others may leave unexplained; the largest is always taken, if it is
  ///   above zero.
  public init(_ matrix: Matrix, tolerance: Double) {
    precondition(matrix.rows == matrix.columns)
    let count = matrix.rows
    guard count > 0 else {
      (order, lower) = ([], matrix)
      return
    }
    LinearAlgebraLibrary.useOneThread()
    var factor = matrix.elements
    var pivots = [Int32](repeating: 0, count: count)
    var rank: Int32 = 0
    let n = Int32(count)
    let info = unsafe factor.withUnsafeMutableBufferPointer { a in
      unsafe pivots.withUnsafeMutableBufferPointer { p in
        unsafe LAPACKE_dpstrf(
          Int32(HepColumnMajor), CChar(UInt8(ascii: "L")), n, a.baseAddress!, n, p.baseAddress!, &rank, tolerance)
      }
    }
    precondition(info >= 0, "LAPACKE_dpstrf was called with a bad argument \(-info)")
    for j in 0..<Int(rank) { for i in 0..<j { factor[j * count + i] = 0 } }
    order = pivots.map { Int($0) - 1 }
    lower = Matrix(rows: count, columns: Int(rank), elements: Array(factor[..<(count * Int(rank))]))
  }

  /// X of L₁ᵀ·X = B, L₁ the first `rank` rows of L.
  /// - Precondition: B has `rank` rows.
  public func solvedTransposed(_ right: Matrix) -> Matrix {
    precondition(right.rows == rank)
    guard rank > 0, right.columns > 0 else { return right }
    LinearAlgebraLibrary.useOneThread()
    var solution = right.elements
    let info = unsafe lower.elements.withUnsafeBufferPointer { a in
      unsafe solution.withUnsafeMutableBufferPointer { b in
        unsafe LAPACKE_dtrtrs(
          Int32(HepColumnMajor), CChar(UInt8(ascii: "L")), CChar(UInt8(ascii: "T")), CChar(UInt8(ascii: "N")),
          Int32(rank), Int32(right.columns), a.baseAddress!, Int32(lower.rows), b.baseAddress!, Int32(rank))
      }
    }
    precondition(info == 0, "LAPACKE_dtrtrs was called with a bad argument \(-info)")
    return Matrix(rows: right.rows, columns: right.columns, elements: solution)
  }
}
