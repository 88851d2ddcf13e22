import CLinearAlgebra

/// A real matrix, shape (rows, columns), column-major as LAPACK wants it.
public struct Matrix: Hashable, Sendable {
  public let rows: Int
  public let columns: Int
  /// Element (i, j) is `elements[j * rows + i]`.
  public var elements: [Double]

  public init(rows: Int, columns: Int, elements: [Double]) {
    precondition(elements.count == rows * columns)
    self.rows = rows
    self.columns = columns
    self.elements = elements
  }

  public init(zeros rows: Int, _ columns: Int) {
    self.init(rows: rows, columns: columns, elements: [Double](repeating: 0, count: rows * columns))
  }

  public init(diagonal: [Double]) {
    self.init(zeros: diagonal.count, diagonal.count)
    for i in diagonal.indices { self[i, i] = diagonal[i] }
  }

  /// - Precondition: every column is of the same length.
  public init(columns: [[Double]]) {
    let rows = columns.first?.count ?? 0
    precondition(columns.allSatisfy { $0.count == rows })
    self.init(rows: rows, columns: columns.count, elements: columns.flatMap { $0 })
  }

  @inlinable public subscript(row: Int, column: Int) -> Double {
    get { elements[column * rows + row] }
    set { elements[column * rows + row] = newValue }
  }

  /// The elements of one column, of length `rows`.
  public func column(_ index: Int) -> [Double] { Array(elements[index * rows..<(index + 1) * rows]) }

  /// Writes factor·(a column) to a place of `target`.
  public func put(column index: Int, scaledBy factor: Double, into target: inout [Double], at start: Int) {
    precondition(start >= 0 && start + rows <= target.count && index >= 0 && index < columns)
    // Over buffers, for the loop to be vectorised.
    unsafe elements.withUnsafeBufferPointer { elements in
      unsafe target.withUnsafeMutableBufferPointer { target in
        for i in 0..<rows { unsafe target[start + i] = factor * elements[index * rows + i] }
      }
    }
  }

  /// The elements of one row, of length `columns`.
  public func row(_ index: Int) -> [Double] { (0..<columns).map { self[index, $0] } }
  public var diagonal: [Double] { (0..<min(rows, columns)).map { self[$0, $0] } }

  public var transposed: Matrix {
    var result = Matrix(zeros: columns, rows)
    for j in 0..<columns { for i in 0..<rows { result[j, i] = self[i, j] } }
    return result
  }

  /// The element-wise sum of matrices of one shape.
  public static func + (left: Matrix, right: Matrix) -> Matrix {
    precondition(left.rows == right.rows && left.columns == right.columns)
    return Matrix(rows: left.rows, columns: left.columns, elements: zip(left.elements, right.elements).map(+))
  }

  /// Every element times a number.
  public static func * (factor: Double, matrix: Matrix) -> Matrix {
    Matrix(rows: matrix.rows, columns: matrix.columns, elements: matrix.elements.map { factor * $0 })
  }

  /// The matrix product, shape (left.rows, right.columns).
  public static func * (left: Matrix, right: Matrix) -> Matrix {
    left.times(right, transposingSelf: false, transposingOther: false)
  }

  /// The matrix times a column vector, of length `rows`.
  public static func * (matrix: Matrix, vector: [Double]) -> [Double] {
    (matrix * Matrix(rows: vector.count, columns: 1, elements: vector)).elements
  }

  /// selfᵀ·other.
  public func transposedTimes(_ other: Matrix) -> Matrix {
    times(other, transposingSelf: true, transposingOther: false)
  }

  /// selfᵀ·vector.
  public func transposedTimes(_ vector: [Double]) -> [Double] {
    transposedTimes(Matrix(rows: vector.count, columns: 1, elements: vector)).elements
  }

  /// selfᵀ·self.
  public var gram: Matrix { gram(less: []) }

  /// factor·(selfᵀ·self − Σ tᵀ·t) over other matrices of as many columns.
  public func gram(less taken: [Matrix], scaledBy factor: Double = 1) -> Matrix {
    var result = Matrix(zeros: columns, columns)
    result.addLower(gramOf: self, scaledBy: factor)
    return result.symmetric(less: taken, scaledBy: factor)
  }

  /// factor·(self − Σ tᵀ·t) of a symmetric matrix, over matrices of as many columns.
  public func less(gramsOf taken: [Matrix], scaledBy factor: Double = 1) -> Matrix {
    (factor * self).symmetric(less: taken, scaledBy: factor)
  }

  /// The lower triangle less factor·Σ tᵀ·t, and above it the same.
  private func symmetric(less taken: [Matrix], scaledBy factor: Double) -> Matrix {
    var result = self
    for other in taken {
      precondition(other.columns == columns, "matrix shapes do not match")
      result.addLower(gramOf: other, scaledBy: -factor)
    }
    for j in 0..<columns { for i in (j + 1)..<max(columns, j + 1) { result[j, i] = result[i, j] } }
    return result
  }

  /// Adds factor·otherᵀ·other to the lower triangle.
  private mutating func addLower(gramOf other: Matrix, scaledBy factor: Double) {
    guard other.rows > 0, columns > 0 else { return }
    LinearAlgebraLibrary.useOneThread()
    unsafe other.elements.withUnsafeBufferPointer { a in
      unsafe elements.withUnsafeMutableBufferPointer { c in
        unsafe cblas_dsyrk(
          Int32(HepColumnMajor), Int32(HepLower), Int32(HepTranspose), Int32(columns), Int32(other.rows), factor,
          a.baseAddress!, Int32(other.rows), 1, c.baseAddress!, Int32(columns))
      }
    }
  }

  /// The same elements in columns of another length.
  public func reshaped(rows: Int) -> Matrix {
    precondition(rows > 0 && elements.count % rows == 0)
    return Matrix(rows: rows, columns: elements.count / rows, elements: elements)
  }

  /// self·otherᵀ.
  public func timesTransposed(_ other: Matrix) -> Matrix {
    times(other, transposingSelf: false, transposingOther: true)
  }

  /// The rows and columns of `indices`, in that order.
  public func submatrix(_ indices: [Int]) -> Matrix {
    precondition(indices.allSatisfy { $0 >= 0 && $0 < rows && $0 < columns })
    var result = Matrix(zeros: indices.count, indices.count)
    // Over buffers: searches take many.
    unsafe elements.withUnsafeBufferPointer { elements in
      unsafe result.elements.withUnsafeMutableBufferPointer { result in
        unsafe indices.withUnsafeBufferPointer { indices in
          for j in 0..<indices.count {
            let column = unsafe indices[j] * rows
            for i in 0..<indices.count {
              unsafe result[j * indices.count + i] = elements[column + indices[i]]
            }
          }
        }
      }
    }
    return result
  }

  private func times(_ other: Matrix, transposingSelf: Bool, transposingOther: Bool) -> Matrix {
    let m = transposingSelf ? columns : rows
    let k = transposingSelf ? rows : columns
    let n = transposingOther ? other.rows : other.columns
    precondition(k == (transposingOther ? other.columns : other.rows), "matrix shapes do not match")
    guard m > 0, n > 0, k > 0 else { return Matrix(zeros: m, n) }
    LinearAlgebraLibrary.useOneThread()
    var product = [Double](repeating: 0, count: m * n)
    unsafe elements.withUnsafeBufferPointer { a in
      unsafe other.elements.withUnsafeBufferPointer { b in
        unsafe product.withUnsafeMutableBufferPointer { c in
          unsafe cblas_dgemm(
            Int32(HepColumnMajor),
            Int32((transposingSelf ? HepTranspose : HepNoTranspose)),
            Int32((transposingOther ? HepTranspose : HepNoTranspose)),
            Int32(m), Int32(n), Int32(k), 1, a.baseAddress!, Int32(rows), b.baseAddress!, Int32(other.rows), 0,
            c.baseAddress!, Int32(m))
        }
      }
    }
    return Matrix(rows: m, columns: n, elements: product)
  }
}
