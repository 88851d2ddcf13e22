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
    /// Of the columns, then the data.
    let products: FitProducts
    let amounts: [Double]
    /// The species not held at zero.
    let passive: [Int]
    let residual: [Double]
    let reduced: [Double]
    let cost: Double
  }

  func point(_ theta: [Double], startingFrom passive: [Int]) -> Point {
    point(problem.state(theta), startingFrom: passive)
  }

  /// The same of a state that is known.
  func point(_ state: FitProblem.State, startingFrom passive: [Int]) -> Point {
    let products = problem.products(vectors(state))
    let solved = amounts(products.matrix, startingFrom: passive)
    let residual = problem.residual(state, amounts: solved.solution)
    let reduced = problem.reduced(residual)
    return Point(
      state: state, products: products, amounts: solved.solution, passive: solved.passive, residual: residual,
      reduced: reduced,
      cost: problem.cost(state.theta, residual: residual, reduced: reduced) + penalty.value(at: solved.solution))
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
    for p in problem.varied { curvature[p, p] = problem.precision(of: p) }
    for (j, q) in information.parameters.enumerated() {
      for (i, p) in information.parameters.enumerated() { curvature[p, q] = projected[i, j] }
    }
    return NormalEquations(
      cost: point.cost, gradient: gradient(point, slopes: information.slopes, of: information.parameters),
      curvature: curvature)
  }

  /// The same with a curvature that was made before, which takes most of the time.
  func normalEquations(_ point: Point, curvature: Matrix) -> NormalEquations {
    let parameters = movers(at: point)
    let slopes = problem.vectors(point.state, species: [], amounts: point.amounts, of: parameters)
    return NormalEquations(
      cost: point.cost, gradient: gradient(point, slopes: slopes, of: parameters), curvature: curvature)
  }

  /// Whether the curvature at one point does for another: where the same amounts are above zero and the points are nearly as
  /// likely. Steps are a little shorter or longer with it, and end where the gradient is zero all the same.
  func isCurved(_ point: Point, as other: Point) -> Bool {
    point.passive == other.passive && abs(point.cost - other.cost) < Self.sameCurvature
  }

  /// In −ln of the posterior: a third of a standard deviation in all directions together. What is left to do is to see that there
  /// is nothing left to do.
  private static let sameCurvature = 0.05

  private func gradient(_ point: Point, slopes: Matrix, of parameters: [Int]) -> [Double] {
    var gradient = [Double](repeating: 0, count: point.state.theta.count)
    for p in problem.varied { gradient[p] = problem.pull(of: p, at: point.state.theta) }
    for (p, pull) in zip(parameters, slopes.transposedTimes(point.reduced)) { gradient[p] -= problem.weight * pull }
    return gradient
  }

  /// The parameters that vary and move something.
  private func movers(at point: Point) -> [Int] {
    problem.varied.filter { problem.model.moves($0, amounts: point.amounts) }
  }

  /// The Fisher information of amounts and nonlinear parameters.
  struct Information {
    /// Shape (species + parameters, the same).
    let matrix: Matrix
    /// −∂r/∂θ, shape (2·points, parameters).
    let slopes: Matrix
    /// The nonlinear parameters that vary and move something: those of a species at zero are known by their priors alone.
    let parameters: [Int]
  }

  /// The information on the amounts of `species` and on the nonlinear parameters in the data, the priors and the soft
  /// constraints, with the baseline unknown.
  func information(_ point: Point, species: [Int]) -> Information {
    let parameters = movers(at: point)
    let slopes = problem.products(
      problem.vectors(point.state, species: [], amounts: point.amounts, of: parameters))
    let crossed = point.products.crossed(with: slopes)
    let count = species.count
    var matrix = Matrix(zeros: count + parameters.count, count + parameters.count)
    for (j, l) in species.enumerated() {
      for (i, k) in species.enumerated() { matrix[i, j] = point.products.matrix[k, l] + penalty.precision[k, l] }
    }
    for (q, parameter) in parameters.enumerated() {
      for (i, k) in species.enumerated() {
        matrix[i, count + q] = crossed[k, q]
        matrix[count + q, i] = crossed[k, q]
      }
      for p in parameters.indices { matrix[count + p, count + q] = slopes.matrix[p, q] }
      matrix[count + q, count + q] += problem.precision(of: parameter)
    }
    return Information(matrix: matrix, slopes: slopes.vectors, parameters: parameters)
  }
}
