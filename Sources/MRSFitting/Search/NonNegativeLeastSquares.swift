import MRSCore

/// Linear least squares with some unknowns non-negative: the minimiser of ½·xᵀGx − bᵀx with x_i ≥ 0 for those i.
///
/// The active-set method of Lawson & Hanson (1974) on the normal equations, as Bro & de Jong (1997,
/// doi:10.1002/(SICI)1099-128X(199709/10)11:5<393::AID-CEM483>3.0.CO;2-L), started from a known active set where there
/// is one. G is scaled to a unit diagonal; a column that depends on others to within `dependence` stays out.
package struct NonNegativeLeastSquares {
  /// G = ΦᵀΦ, shape (n, n).
  let gram: Matrix
  /// b = Φᵀy, shape (n).
  let right: [Double]
  /// True for the unknowns that must not be negative.
  let isNonNegative: [Bool]
  /// Below this share of its own norm left after projection on the others, a column counts as dependent.
  private let dependence = 1e-10

  package init(gram: Matrix, right: [Double], isNonNegative: [Bool]) {
    self.gram = gram
    self.right = right
    self.isNonNegative = isNonNegative
  }

  /// The solution, and the unknowns that are not held at zero.
  package func solve(startingFrom guess: [Int] = []) -> (solution: [Double], passive: [Int]) {
    let n = right.count
    var passive = Set((0..<n).filter { !isNonNegative[$0] && gram[$0, $0] > 0 })
    passive.formUnion(guess.filter { gram[$0, $0] > 0 })
    var refused = Set<Int>()
    var x = [Double](repeating: 0, count: n)
    let tolerance = 1e-10 * (right.map(abs).max() ?? 0)

    if !guess.isEmpty { feasible(&x, &passive) } else if let solved = unconstrained(passive) { x = solved }
    for _ in 0..<(3 * n + 10) {
      let gradient = zip(right, gram * x).map(-)
      let candidates = (0..<n).filter { !passive.contains($0) && !refused.contains($0) && gram[$0, $0] > 0 }
      guard
        let entering = candidates.max(by: {
          gradient[$0] / gram[$0, $0].squareRoot() < gradient[$1] / gram[$1, $1].squareRoot()
        }), gradient[entering] > tolerance
      else { break }
      passive.insert(entering)
      guard let solved = unconstrained(passive) else {
        // The entering column depends on those already in: leave it out.
        passive.remove(entering)
        refused.insert(entering)
        continue
      }
      if solved[entering] <= 0 {
        passive.remove(entering)
        refused.insert(entering)
        continue
      }
      feasible(&x, &passive)
      refused.removeAll()
    }
    return (x, passive.sorted())
  }

  /// Moves x to the minimiser over the passive set, dropping unknowns that would turn negative on the way.
  private func feasible(_ x: inout [Double], _ passive: inout Set<Int>) {
    while true {
      guard let target = unconstrained(passive) else {
        // Dependent columns came in together with a guess: drop the one of the smallest share.
        guard let weakest = passive.filter({ isNonNegative[$0] }).min(by: { x[$0] < x[$1] }) else { return }
        passive.remove(weakest)
        x[weakest] = 0
        continue
      }
      let negative = passive.filter { isNonNegative[$0] && target[$0] <= 0 }
      if negative.isEmpty {
        x = target
        return
      }
      let limit = negative.map { x[$0] / (x[$0] - target[$0] + .leastNormalMagnitude) }.min() ?? 0
      for i in x.indices { x[i] += limit * (target[i] - x[i]) }
      for i in negative where x[i] <= 1e-14 * abs(target[i]) || target[i] == 0 {
        x[i] = 0
        passive.remove(i)
      }
      if let smallest = negative.min(by: { x[$0] < x[$1] }), passive.contains(smallest), limit == 0 {
        x[smallest] = 0
        passive.remove(smallest)
      }
    }
  }

  /// The minimiser over the passive set, zero elsewhere; `nil` when its columns depend on one another.
  private func unconstrained(_ passive: Set<Int>) -> [Double]? {
    let indices = passive.sorted()
    var x = [Double](repeating: 0, count: right.count)
    guard !indices.isEmpty else { return x }
    let scale = indices.map { 1 / gram[$0, $0].squareRoot() }
    var scaled = gram.submatrix(indices)
    for j in indices.indices {
      for i in indices.indices { scaled.elements[j * indices.count + i] *= scale[i] * scale[j] }
    }
    for i in indices.indices { scaled[i, i] -= dependence }
    let b = indices.indices.map { right[indices[$0]] * scale[$0] }
    guard let factor = try? CholeskyFactor(scaled) else { return nil }
    // The solution for what is factored, then for G itself by one correction.
    var solution = factor.solve(b)
    let correction = factor.solve(solution.map { -dependence * $0 })
    for i in indices.indices { solution[i] += correction[i] }
    for (i, index) in indices.enumerated() { x[index] = solution[i] * scale[i] }
    return x
  }
}
