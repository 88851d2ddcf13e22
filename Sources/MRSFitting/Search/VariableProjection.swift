import MRSCore

/// The separable problem: for given nonlinear parameters the amounts follow by linear least squares.
///
/// The amounts are non-negative by NNLS, and the curvature is that of Kaufman's Jacobian (1975,
/// doi:10.1007/BF01932995): J = −P⊥·(∂Φ/∂θ)·x with P⊥ = 1 − Φ(ΦᵀΦ)⁻¹Φᵀ over the columns that are not held at zero.
struct VariableProjection: Sendable {
  var problem: FitProblem
  /// What is known of the amounts.
  let penalty: AmountPenalty

  /// The linear solution for one value of the nonlinear parameters.
  struct Point: Sendable {
    let state: FitProblem.State
    let amounts: [Double]
    /// The species not held at zero.
    let passive: [Int]
    let residual: [Double]
    let reduced: [Double]
    let cost: Double
  }

  func point(_ theta: [Double], startingFrom passive: [Int]) -> Point {
    let state = problem.state(theta)
    let solved = amounts(problem.products(vectors(state)), startingFrom: passive)
    let residual = problem.residual(state, amounts: solved.solution)
    let reduced = problem.reduced(residual)
    return Point(
      state: state, amounts: solved.solution, passive: solved.passive, residual: residual, reduced: reduced,
      cost: problem.cost(theta, residual: residual, reduced: reduced) + penalty.value(at: solved.solution))
  }

  /// The columns, then the data.
  func vectors(_ state: FitProblem.State) -> Matrix {
    let columns = state.columns.spectra
    return Matrix(
      rows: columns.rows, columns: columns.columns + 1,
      elements: columns.elements + state.data.real + state.data.imaginary)
  }

  /// The best amounts, from the products of the columns and the data with one another.
  func amounts(_ products: Matrix, startingFrom passive: [Int]) -> (solution: [Double], passive: [Int]) {
    let species = problem.model.species
    var gram = products.submatrix(Array(0..<species))
    var right = (0..<species).map { products[$0, species] }
    for i in gram.elements.indices { gram.elements[i] += penalty.precision.elements[i] }
    for k in right.indices { right[k] += penalty.pull[k] }
    return NonNegativeLeastSquares(
      gram: gram, right: right, isNonNegative: [Bool](repeating: true, count: species)
    ).solve(startingFrom: passive)
  }

  /// What a step needs to know at a point, over all nonlinear parameters.
  func normalEquations(_ point: Point) throws(LinearAlgebraError) -> NormalEquations {
    let information = self.information(point, species: point.passive)
    let amounts = point.passive.count
    let own = Array(amounts..<information.matrix.rows)
    var projected = information.matrix.submatrix(own)
    if amounts > 0 {
      let cross = Matrix(columns: own.map { Array(information.matrix.column($0)[..<amounts]) })
      let share = try information.matrix.submatrix(Array(0..<amounts)).solvedPositiveDefinite(cross)
      let taken = cross.transposedTimes(share)
      for i in projected.elements.indices { projected.elements[i] -= taken.elements[i] }
    }
    let all = point.state.theta.count
    var curvature = Matrix(zeros: all, all)
    var gradient = [Double](repeating: 0, count: all)
    for p in problem.varied {
      curvature[p, p] = problem.precision(of: p)
      gradient[p] = problem.pull(of: p, at: point.state.theta)
    }
    let pulls = information.vectors.transposedTimes(point.reduced)
    for (j, q) in information.parameters.enumerated() {
      for (i, p) in information.parameters.enumerated() { curvature[p, q] = projected[i, j] }
      gradient[q] -= problem.weight * pulls[amounts + j]
    }
    return NormalEquations(cost: point.cost, gradient: gradient, curvature: curvature)
  }

  /// The Fisher information of amounts and nonlinear parameters.
  struct Information {
    /// Shape (species + parameters, the same).
    let matrix: Matrix
    /// What it is of (``FitProblem/vectors(_:species:scales:amounts:of:)``).
    let vectors: Matrix
    /// The nonlinear parameters that vary and move something: those of a species at zero are known by their priors alone.
    let parameters: [Int]
  }

  /// The information on the amounts of `species` and on the nonlinear parameters in the data, the priors and the soft
  /// constraints, with the baseline unknown.
  func information(_ point: Point, species: [Int]) -> Information {
    let parameters = problem.varied.filter { problem.model.moves($0, amounts: point.amounts) }
    let vectors = problem.vectors(point.state, species: species, amounts: point.amounts, of: parameters)
    var matrix = problem.products(vectors)
    for (j, l) in species.enumerated() {
      for (i, k) in species.enumerated() { matrix[i, j] += penalty.precision[k, l] }
    }
    for (i, parameter) in parameters.enumerated() {
      matrix[species.count + i, species.count + i] += problem.precision(of: parameter)
    }
    return Information(matrix: matrix, vectors: vectors, parameters: parameters)
  }
}
