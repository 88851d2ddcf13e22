import MRSCore
import MRSModel

/// The separable problem: for given nonlinear parameters the amounts and the baseline follow by linear least squares.
///
/// Rows are the real and the imaginary parts of the spectrum in units of the noise, then the priors on amounts, the
/// baseline's smoothness, and the soft constraints on the nonlinear parameters. The
/// amounts are non-negative by NNLS, and the Jacobian of the projected residual is Kaufman's (1975,
/// doi:10.1007/BF01932995): J = −P⊥·(∂Φ/∂θ)·x with P⊥ = 1 − Φ(ΦᵀΦ)⁻¹Φᵀ over the columns that are not held at zero.
struct VariableProjection {
  /// A Gaussian prior on the amount of each species: its mean and standard deviation.
  struct AmountPrior: Sendable {
    let means: [Double]
    let deviations: [Double]
  }

  let model: SpectralModel
  /// The data of the window over the noise's standard deviation: real parts, then imaginary parts.
  let data: [Double]
  let noise: Double
  let baseline: SplineBaseline?
  /// The standard deviation of the second differences of the baseline's coefficients, in units of the noise.
  let baselineBend: Double
  let amountPrior: AmountPrior?
  /// The standard deviation of each nonlinear parameter about zero; infinite where it is free.
  let deviations: [Double]

  /// The linear solution for one value of the nonlinear parameters.
  struct Solution {
    let amounts: [Double]
    /// The baseline's coefficients: those of the real part, then those of the imaginary part.
    let baseline: [Double]
    /// Φ, shape (rows, amounts + baseline), and the columns not held at zero.
    let design: Matrix
    let gram: Matrix
    let passive: [Int]
    /// y − Φx, shape (rows).
    let residual: [Double]
    let columns: [ComplexVector]
    let timeWeighted: [Int: ComplexVector]
  }

  private var points: Int { model.indices.count }
  private var priorRows: Int { amountPrior == nil ? 0 : model.species }
  /// Second differences of the baseline's coefficients, of the real and the imaginary part.
  private var bendRows: Int { baselineBend.isFinite ? 2 * max(0, (baseline?.count ?? 0) - 2) : 0 }
  private var rows: Int { 2 * points + priorRows + bendRows }
  private var target: [Double] {
    data + (amountPrior.map { prior in zip(prior.means, prior.deviations).map(/) } ?? [])
      + [Double](repeating: 0, count: bendRows)
  }

  func solve(_ theta: [Double], startingFrom passive: [Int], derivatives: Bool) -> Solution {
    let parameters = SpectralModel.Parameters(theta)
    let columns = model.columns(parameters, derivativesOf: derivatives ? Set(0..<model.species) : [])
    let splines = baseline?.count ?? 0
    let unknowns = model.species + 2 * splines
    var design = Matrix(zeros: rows, unknowns)
    for k in 0..<model.species {
      for i in 0..<points {
        design[i, k] = columns.values[k].real[i] / noise
        design[points + i, k] = columns.values[k].imaginary[i] / noise
      }
      if let prior = amountPrior { design[2 * points + k, k] = 1 / prior.deviations[k] }
    }
    if let baseline {
      for j in 0..<splines {
        for i in 0..<points {
          design[i, model.species + j] = baseline.values[i, j]
          design[points + i, model.species + splines + j] = baseline.values[i, j]
        }
      }
      for row in 0..<bendRows {
        let part = row < bendRows / 2 ? 0 : 1
        let first = model.species + part * splines + row - part * (bendRows / 2)
        for (step, weight) in [1.0, -2.0, 1.0].enumerated() {
          design[2 * points + priorRows + row, first + step] = weight / baselineBend
        }
      }
    }
    let target = self.target
    let gram = design.transposedTimes(design)
    let solved = NonNegativeLeastSquares(
      gram: gram, right: design.transposedTimes(target), isNonNegative: (0..<unknowns).map { $0 < model.species }
    ).solve(startingFrom: passive)
    let fitted = design * solved.solution
    return Solution(
      amounts: Array(solved.solution[..<model.species]), baseline: Array(solved.solution[model.species...]),
      design: design, gram: gram, passive: solved.passive, residual: zip(target, fitted).map(-),
      columns: columns.values, timeWeighted: columns.timeWeighted)
  }

  /// The projected residual followed by the soft constraints θ_p/σ_p.
  func residual(_ theta: [Double], _ solution: Solution) -> [Double] {
    solution.residual + constrained.map { theta[$0] / deviations[$0] }
  }

  /// ∂(Φ·x)/∂θ over the data rows (zero on the prior rows), shape (rows, parameters).
  func modelDerivatives(_ theta: [Double], _ solution: Solution) -> Matrix {
    let derivatives = model.derivatives(
      SpectralModel.Parameters(theta), amounts: solution.amounts, columns: solution.columns,
      timeWeighted: solution.timeWeighted)
    let padding = [Double](repeating: 0, count: priorRows + bendRows)
    return Matrix(
      columns: derivatives.map { derivative in
        derivative.real.map { $0 / noise } + derivative.imaginary.map { $0 / noise } + padding
      })
  }

  /// Kaufman's Jacobian of ``residual(_:_:)``.
  func jacobian(_ theta: [Double], _ solution: Solution) throws(LinearAlgebraError) -> Matrix {
    let derivatives = modelDerivatives(theta, solution)
    var projected = derivatives
    if !solution.passive.isEmpty {
      let active = Matrix(columns: solution.passive.map(solution.design.column))
      let share = try solution.gram.submatrix(solution.passive)
        .solvedPositiveDefinite(active.transposedTimes(derivatives))
      projected = derivatives + (-1) * (active * share)
    }
    let soft = constrained
    var jacobian = Matrix(zeros: rows + soft.count, theta.count)
    for p in theta.indices { for i in 0..<rows { jacobian[i, p] = -projected[i, p] } }
    for (i, p) in soft.enumerated() { jacobian[rows + i, p] = 1 / deviations[p] }
    return jacobian
  }

  /// The Fisher information of (amounts, baseline, free nonlinear parameters) in the data and the soft constraints.
  func information(_ theta: [Double], _ solution: Solution, free: [Int]) -> Matrix {
    let derivatives = modelDerivatives(theta, solution)
    let full = Matrix(
      columns: (0..<solution.design.columns).map(solution.design.column) + free.map(derivatives.column))
    var information = full.transposedTimes(full)
    for (i, p) in free.enumerated() where deviations[p].isFinite {
      information[solution.design.columns + i, solution.design.columns + i] += 1 / (deviations[p] * deviations[p])
    }
    return information
  }

  private var constrained: [Int] { deviations.indices.filter { deviations[$0].isFinite } }
}
