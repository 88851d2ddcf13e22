import MRSCore
import MRSFitting
import Testing

@Suite("NonNegativeLeastSquares")
struct NonNegativeLeastSquaresTests {
  /// ½·xᵀGx − bᵀx.
  static func cost(_ gram: Matrix, _ right: [Double], _ x: [Double]) -> Double {
    zip(x, gram * x).reduce(0) { $0 + $1.0 * $1.1 } / 2 - zip(right, x).reduce(0) { $0 + $1.0 * $1.1 }
  }

  /// The best of the unconstrained solutions over every set of unknowns that may be zero.
  static func bruteForce(_ gram: Matrix, _ right: [Double], _ isNonNegative: [Bool]) throws -> [Double] {
    let n = right.count
    var best = [Double](repeating: 0, count: n)
    var bestCost = Double.infinity
    for mask in 0..<(1 << n) {
      let passive = (0..<n).filter { mask & (1 << $0) != 0 }
      guard (0..<n).allSatisfy({ isNonNegative[$0] || passive.contains($0) }) else { continue }
      var x = [Double](repeating: 0, count: n)
      if !passive.isEmpty {
        let b = Matrix(rows: passive.count, columns: 1, elements: passive.map { right[$0] })
        for (i, value) in zip(passive, try gram.submatrix(passive).solvedPositiveDefinite(b).elements) { x[i] = value }
      }
      guard (0..<n).allSatisfy({ !isNonNegative[$0] || x[$0] >= 0 }) else { continue }
      let cost = cost(gram, right, x)
      if cost < bestCost { (best, bestCost) = (x, cost) }
    }
    return best
  }

  @Test("The solution is the best over all active sets, from any first guess, in 300 random problems")
  func bruteForce() throws {
    var held = 0
    for problem in 0..<300 {
      var stream = RandomStream(seed: 61).child(problem)
      let n = 1 + problem % 6
      // Few more rows than unknowns and a common part in every column: correlated columns, many held at zero.
      let shared = (0..<(n + 2)).map { _ in stream.normal() }
      let design = Matrix(columns: (0..<n).map { _ in shared.map { 0.8 * $0 + stream.normal() } })
      let y = (0..<(n + 2)).map { _ in stream.normal() }
      let gram = design.transposedTimes(design)
      let right = design.transposedTimes(y)
      let isNonNegative = (0..<n).map { _ in stream.uniform() < 0.7 }
      let expected = try Self.bruteForce(gram, right, isNonNegative)
      held += (0..<n).count { isNonNegative[$0] && expected[$0] == 0 }
      for guess in [[], (0..<n).filter { $0 % 2 == 0 }, Array(0..<n)] {
        let found = NonNegativeLeastSquares(gram: gram, right: right, isNonNegative: isNonNegative)
          .solve(startingFrom: guess)
        let scale = expected.map(abs).max().map { max($0, 1) } ?? 1
        #expect(
          zip(found.solution, expected).allSatisfy { abs($0 - $1) < 1e-6 * scale },
          "problem \(problem) from \(guess): \(found.solution), expected \(expected)")
        #expect(found.passive.allSatisfy { !isNonNegative[$0] || found.solution[$0] > 0 })
      }
    }
    // Otherwise the constraint was never tested.
    #expect(held > 100)
  }

  @Test("A column twice is used once; a column of zeros is left out")
  func dependentColumns() {
    let design = Matrix(columns: [[1, 2, 2], [1, 2, 2], [0, 0, 0]])
    let found = NonNegativeLeastSquares(
      gram: design.transposedTimes(design), right: design.transposedTimes([3, 6, 6]), isNonNegative: [true, true, true]
    ).solve()
    #expect(abs(found.solution[0] + found.solution[1] - 3) < 1e-9)
    #expect(found.passive.count == 1)
    #expect(found.solution[2] == 0)
  }
}
