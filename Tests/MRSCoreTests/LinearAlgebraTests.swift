import MRSCore
import Testing

@Suite("Linear algebra")
struct LinearAlgebraTests {
  /// Rounding of well-conditioned systems of order 12.
  static let rounding = 1e-10

  static func random(_ rows: Int, _ columns: Int, seed: UInt64) -> Matrix {
    var stream = RandomStream(seed: seed)
    return Matrix(rows: rows, columns: columns, elements: (0..<rows * columns).map { _ in stream.normal() })
  }

  static func largest(_ matrix: Matrix) -> Double { matrix.elements.map(abs).max() ?? 0 }

  @Test("Products are sums over rows times columns, transposed or not")
  func products() {
    let a = Self.random(3, 4, seed: 1)
    let b = Self.random(4, 2, seed: 2)
    let product = a * b
    for i in 0..<3 {
      for j in 0..<2 {
        let expected = (0..<4).reduce(0) { $0 + a[i, $1] * b[$1, j] }
        #expect(abs(product[i, j] - expected) < Self.rounding)
      }
    }
    #expect(Self.largest(a.transposed.transposedTimes(b) + (-1) * product) < Self.rounding)
    #expect(Self.largest(a.timesTransposed(b.transposed) + (-1) * product) < Self.rounding)
    #expect((a * b.column(1)).elementsEqual(product.column(1)) { abs($0 - $1) < Self.rounding })
    #expect(a.row(1) == a.transposed.column(1))
    #expect(a.elements[2 * 3 + 1] == a[1, 2])
  }

  @Test("Products of columns less those of others, by a factor, are symmetric to the last bit")
  func gramLess() {
    let (a, b) = (Self.random(7, 4, seed: 41), Self.random(3, 4, seed: 42))
    let expected = 2.5 * (a.transposedTimes(a) + (-1) * b.transposedTimes(b))
    let found = a.gram(less: [b], scaledBy: 2.5)
    #expect(Self.largest(found + (-1) * expected) < Self.rounding)
    #expect(found == found.transposed)
    #expect(Self.largest(a.gram + (-1) * a.transposedTimes(a)) < Self.rounding)
  }

  @Test("A lower triangle is solved for several right-hand sides at once")
  func solveLower() throws {
    let root = Self.random(14, 6, seed: 43)
    let factor = try CholeskyFactor(root.gram)
    let right = Self.random(6, 3, seed: 44)
    #expect(Self.largest(factor.lower * factor.solveLower(right) + (-1) * right) < Self.rounding)
  }

  @Test("Columns divided by the factor of their inner products are orthonormal, and span the same")
  func dividing() throws {
    let columns = Self.random(14, 6, seed: 45)
    let factor = try CholeskyFactor(columns.gram)
    let found = factor.dividing(columns)
    #expect(Self.largest(found.gram + (-1) * Matrix(diagonal: [Double](repeating: 1, count: 6))) < Self.rounding)
    #expect(Self.largest(found.timesTransposed(factor.lower) + (-1) * columns) < Self.rounding)
  }

  @Test("A positive definite system is solved and inverted")
  func positiveDefinite() throws {
    let root = Self.random(14, 12, seed: 3)
    let matrix = root.transposedTimes(root)
    let right = Self.random(12, 3, seed: 4)
    let solution = try matrix.solvedPositiveDefinite(right)
    #expect(Self.largest(matrix * solution + (-1) * right) < Self.rounding)
    let unit = Matrix(diagonal: [Double](repeating: 1, count: 12))
    #expect(Self.largest(matrix * (try matrix.invertedPositiveDefinite()) + (-1) * unit) < Self.rounding)
  }

  @Test("Units that differ by 10¹² do not spoil an inverse")
  func scaledInverse() throws {
    let root = Self.random(9, 5, seed: 5)
    let scale = Matrix(diagonal: [1e-12, 1e12, 1, 1e6, 1e-6])
    let plain = try root.transposedTimes(root).invertedPositiveDefinite()
    let scaled = root * scale
    let inverse = try scaled.transposedTimes(scaled).invertedPositiveDefinite()
    for j in 0..<5 {
      for i in 0..<5 {
        #expect(abs(inverse[i, j] * scale[i, i] * scale[j, j] / plain[i, j] - 1) < 1e-8)
      }
    }
  }

  @Test("A matrix that is not positive definite is refused with the order of the failing minor")
  func notPositiveDefinite() {
    let indefinite = Matrix(rows: 3, columns: 3, elements: [1, 0, 0, 0, 2, 0, 0, 0, -1])
    #expect(throws: LinearAlgebraError.notPositiveDefinite(order: 3)) { try indefinite.invertedPositiveDefinite() }
    let dependent = Matrix(rows: 3, columns: 3, elements: [1, 2, 0, 2, 1, 0, 0, 0, 1])
    #expect(throws: LinearAlgebraError.notPositiveDefinite(order: 2)) {
      try dependent.solvedPositiveDefinite(Matrix(zeros: 3, 1))
    }
  }

  @Test("Eigenvalues rise, eigenvectors are orthonormal, together they give the matrix")
  func eigen() throws {
    let half = Self.random(8, 8, seed: 6)
    let matrix = half + half.transposed
    let (values, vectors) = try matrix.symmetricEigen()
    #expect(values == values.sorted())
    let rebuilt = (vectors * Matrix(diagonal: values)).timesTransposed(vectors)
    #expect(Self.largest(rebuilt + (-1) * matrix) < Self.rounding)
    let unit = Matrix(diagonal: [Double](repeating: 1, count: 8))
    #expect(Self.largest(vectors.transposedTimes(vectors) + (-1) * unit) < Self.rounding)
  }

  @Test("Least squares leave a residual that is orthogonal to every column")
  func leastSquares() throws {
    let matrix = Self.random(20, 4, seed: 7)
    let right = Self.random(20, 1, seed: 8).elements
    let full = try matrix.leastSquaresFullRank(right)
    let residual = zip(right, matrix * full).map(-)
    #expect(matrix.transposedTimes(residual).allSatisfy { abs($0) < Self.rounding })
  }

  @Test("A column of zeros in a full-rank problem is refused by its number")
  func zeroColumn() {
    let matrix = Matrix(columns: [[1, 2, 3], [0, 0, 0]])
    #expect(throws: LinearAlgebraError.rankDeficient(column: 2)) { try matrix.leastSquaresFullRank([1, 1, 1]) }
  }
}
