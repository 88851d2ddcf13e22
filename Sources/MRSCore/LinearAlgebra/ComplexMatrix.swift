import CLinearAlgebra
import Numerics

/// A complex matrix, shape (rows, columns), column-major as BLAS wants it.
public struct ComplexMatrix: Hashable, Sendable {
  public let rows: Int
  public let columns: Int
  /// Element (i, j) is `elements[j * rows + i]`.
  public var elements: [Complex<Double>]

  public init(rows: Int, columns: Int, elements: [Complex<Double>]) {
    precondition(elements.count == rows * columns)
    self.rows = rows
    self.columns = columns
    self.elements = elements
  }

  public init(zeros rows: Int, _ columns: Int) {
    self.init(rows: rows, columns: columns, elements: [Complex<Double>](repeating: .zero, count: rows * columns))
  }

  public init(_ matrix: Matrix) {
    self.init(rows: matrix.rows, columns: matrix.columns, elements: matrix.elements.map { Complex($0) })
  }

  public subscript(row: Int, column: Int) -> Complex<Double> {
    get { elements[column * rows + row] }
    set { elements[column * rows + row] = newValue }
  }

  public var transposed: ComplexMatrix {
    var result = ComplexMatrix(zeros: columns, rows)
    for j in 0..<columns { for i in 0..<rows { result[j, i] = self[i, j] } }
    return result
  }

  /// The largest magnitude of an element.
  public var largestMagnitude: Double { elements.reduce(0) { max($0, $1.lengthSquared) }.squareRoot() }

  /// The matrix product, shape (left.rows, right.columns).
  public static func * (left: ComplexMatrix, right: ComplexMatrix) -> ComplexMatrix {
    var product = ComplexMatrix(zeros: left.rows, right.columns)
    product.add(left, times: right)
    return product
  }

  public static func + (left: ComplexMatrix, right: ComplexMatrix) -> ComplexMatrix {
    var sum = left
    sum.add(right, scaledBy: 1)
    return sum
  }

  /// self ← self + factor·other.
  public mutating func add(_ other: ComplexMatrix, scaledBy factor: Double) {
    precondition(rows == other.rows && columns == other.columns)
    for i in elements.indices {
      let value = other.elements[i]
      elements[i] = Complex(elements[i].real + factor * value.real, elements[i].imaginary + factor * value.imaginary)
    }
  }

  /// self ← self + left·right.
  public mutating func add(_ left: ComplexMatrix, times right: ComplexMatrix) {
    accumulate(left, right, inner: right.rows, outer: right.columns, adjoint: false)
  }

  /// self ← self + left·right†.
  public mutating func add(_ left: ComplexMatrix, timesAdjointOf right: ComplexMatrix) {
    accumulate(left, right, inner: right.columns, outer: right.rows, adjoint: true)
  }

  private mutating func accumulate(
    _ left: ComplexMatrix, _ right: ComplexMatrix, inner: Int, outer: Int, adjoint: Bool
  ) {
    precondition(
      left.columns == inner && rows == left.rows && columns == outer, "matrix shapes do not match")
    guard rows > 0, columns > 0, inner > 0 else { return }
    // Below this size the call of BLAS costs more than the product.
    if rows * columns * inner <= 32 {
      for j in 0..<columns {
        for k in 0..<inner {
          let factor = adjoint ? right[j, k].conjugate : right[k, j]
          for i in 0..<rows { elements[j * rows + i] += left.elements[k * rows + i] * factor }
        }
      }
      return
    }
    LinearAlgebraLibrary.useOneThread()
    var one = Complex<Double>(1)
    let (m, n, k) = (Int32(rows), Int32(columns), Int32(inner))
    let leading = Int32(right.rows)
    unsafe left.elements.withUnsafeBufferPointer { a in
      unsafe right.elements.withUnsafeBufferPointer { b in
        unsafe elements.withUnsafeMutableBufferPointer { c in
          unsafe cblas_zgemm(
            Int32(HepColumnMajor), Int32(HepNoTranspose), Int32(adjoint ? HepAdjoint : HepNoTranspose), m, n, k,
            &one, a.baseAddress!, m, b.baseAddress!, leading, &one, c.baseAddress!, m)
        }
      }
    }
  }
}

extension ComplexMatrix {
  /// The eigenvalues of a square matrix, in no order.
  /// - Throws: ``LinearAlgebraError/notConverged(routine:info:)``.
  public func eigenvalues() throws(LinearAlgebraError) -> [Complex<Double>] {
    precondition(rows == columns)
    guard rows > 0 else { return [] }
    LinearAlgebraLibrary.useOneThread()
    var copy = elements
    var values = [Complex<Double>](repeating: .zero, count: rows)
    let n = Int32(rows)
    let job = CChar(UInt8(ascii: "N"))
    let info = unsafe copy.withUnsafeMutableBufferPointer { a in
      unsafe values.withUnsafeMutableBufferPointer { w in
        unsafe LAPACKE_zgeev(Int32(HepColumnMajor), job, job, n, a.baseAddress, n, w.baseAddress, nil, 1, nil, 1)
      }
    }
    guard info == 0 else { throw .notConverged(routine: "zgeev", info: Int(info)) }
    return values
  }
}
