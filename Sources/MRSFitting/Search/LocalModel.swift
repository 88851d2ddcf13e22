import MRSCore

/// A sum of squares near one point, as Gauss and Newton have it: ½·‖r + J·δ‖².
protocol LocalModel {
  /// ½·‖r‖².
  var cost: Double { get }
  /// Jᵀr, shape (P).
  var gradient: [Double] { get }
  /// ‖column‖ of J, shape (P): the scale of every parameter.
  var columnNorms: [Double] { get }
  /// ½·‖r + J·δ‖².
  func cost(after move: [Double]) -> Double
  /// The δ of least ‖J·δ + r‖² + μ·‖D·δ‖² over the parameters `free`, as `given` elsewhere; D are the scales.
  func step(free: [Int], scale: [Double], damping: Double, given: [Double]) throws -> [Double]
}

/// A local model that holds its residual and Jacobian: steps by QR, never by the normal equations.
struct ResidualModel: LocalModel {
  let residual: [Double]
  let jacobian: Matrix
  let cost: Double
  let gradient: [Double]
  let columnNorms: [Double]

  init(_ linearization: LevenbergMarquardt.Linearization) {
    residual = linearization.residual
    jacobian = linearization.jacobian
    cost = residual.reduce(0) { $0 + $1 * $1 } / 2
    gradient = jacobian.transposedTimes(residual)
    let jacobian = jacobian
    columnNorms = (0..<jacobian.columns).map { j in
      jacobian.elements[j * jacobian.rows..<(j + 1) * jacobian.rows].reduce(0) { $0 + $1 * $1 }.squareRoot()
    }
  }

  func cost(after move: [Double]) -> Double {
    zip(residual, jacobian * move).reduce(0) { $0 + ($1.0 + $1.1) * ($1.0 + $1.1) } / 2
  }

  func step(free: [Int], scale: [Double], damping: Double, given: [Double]) throws -> [Double] {
    let moved = given.contains { $0 != 0 } ? zip(residual, jacobian * given).map(+) : residual
    return zip(try step(against: moved, free: free, scale: scale, damping: damping), given).map(+)
  }

  /// The step against another right-hand side: with J·D⁻¹ as the matrix, so that scales of many decades do not spoil it.
  func step(against residual: [Double], free: [Int], scale: [Double], damping: Double) throws -> [Double] {
    var step = [Double](repeating: 0, count: jacobian.columns)
    guard !free.isEmpty else { return step }
    let rows = residual.count
    var augmented = Matrix(zeros: rows + free.count, free.count)
    for (j, p) in free.enumerated() {
      for i in 0..<rows { augmented[i, j] = jacobian[i, p] / scale[p] }
      augmented[rows + j, j] = damping.squareRoot()
    }
    let right = residual.map { -$0 } + [Double](repeating: 0, count: free.count)
    let solution = try augmented.leastSquaresFullRank(right)
    for (j, p) in free.enumerated() { step[p] = solution[j] / scale[p] }
    return step
  }
}

/// A local model that holds JᵀJ and Jᵀr: a tenth of the work where rows are many, at half of the digits, which are more
/// than noise leaves.
struct NormalEquations: LocalModel {
  let cost: Double
  let gradient: [Double]
  /// JᵀJ, shape (P, P).
  let curvature: Matrix

  var columnNorms: [Double] { curvature.diagonal.map { max(0, $0).squareRoot() } }

  func cost(after move: [Double]) -> Double {
    let bent = curvature * move
    return cost + zip(move, zip(gradient, bent)).reduce(0) { $0 + $1.0 * ($1.1.0 + 0.5 * $1.1.1) }
  }

  func step(free: [Int], scale: [Double], damping: Double, given: [Double]) throws -> [Double] {
    var step = given
    guard !free.isEmpty else { return step }
    let gradient = given.contains { $0 != 0 } ? zip(self.gradient, curvature * given).map(+) : self.gradient
    var scaled = curvature.submatrix(free)
    let factors = free.map { 1 / scale[$0] }
    for j in free.indices {
      for i in free.indices { scaled.elements[j * free.count + i] *= factors[i] * factors[j] }
      // Parameters that depend on one another are left to the damping; rounding would make their block indefinite.
      scaled[j, j] += max(damping, 1e-12)
    }
    let right = Matrix(rows: free.count, columns: 1, elements: free.map { -gradient[$0] / scale[$0] })
    let solution = try scaled.solvedPositiveDefinite(right)
    for (j, p) in free.enumerated() { step[p] = solution.elements[j] / scale[p] }
    return step
  }
}
