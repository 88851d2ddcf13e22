import MRSCore
import Numerics

extension VariableProjection {
  /// How far a baseline may bend, in units of the noise: half a decade apart.
  private static let bends = stride(from: -1.0, through: 4.0, by: 0.5).map { Double.pow(10, $0) }

  /// The bend of the baseline that the data make most likely, in units of the noise: the maximum of the restricted
  /// likelihood, in which amounts, coefficients of the baseline and the noise's level are integrated out.
  ///
  /// ln L(β) = −(ν/2)·ln(rᵀMr) + Σ_j ln(1 − s_j) − ½·ln|ΦᵀMΦ| with the residual r of the best amounts for that β, over
  /// the splines that are penalised, real and imaginary parts alike (Patterson & Thompson 1971,
  /// doi:10.1093/biomet/58.3.545; Wood 2011, doi:10.1111/j.1467-9868.2010.00749.x). A noise of unknown level keeps misfit
  /// of real data from being followed by the baseline as if it were signal.
  func likeliestBend(_ point: Point) -> Double? {
    guard let baseline = problem.baseline else { return nil }
    let species = problem.model.species
    let vectors = vectors(point.state)
    let whole = vectors.gram
    let parts = baseline.taken(from: vectors, shares: [Double](repeating: 1, count: baseline.roughness.count))
    let penalised = baseline.roughness.indices.filter { baseline.roughness[$0] > 0 }
    let freedom = Double(
      2 * problem.model.points - point.passive.count - 2 * (baseline.roughness.count - penalised.count))
    var best: (bend: Double, likelihood: Double)?
    for bend in Self.bends {
      let shares = baseline.shares(bend: bend)
      var scaled = parts
      let roots = shares.map { $0.squareRoot() }
      for i in scaled.elements.indices { scaled.elements[i] *= roots[i % roots.count] }
      let taken = scaled.gram
      let products = Matrix(
        rows: species + 1, columns: species + 1,
        elements: zip(whole.elements, taken.elements).map { ($0 - $1) * problem.weight })
      let solved = amounts(products, startingFrom: point.passive)
      let pull = (0..<species).reduce(0.0) { $0 + solved.solution[$1] * products[$1, species] }
      let left = max(products[species, species] - pull, 1e-12 * products[species, species])
      guard let information = try? products.submatrix(solved.passive).logDeterminant() else { continue }
      // 1 − s_j = γ_j/(γ_j + β²).
      let flexibility = penalised.reduce(0.0) { $0 + .log(1 - shares[$1]) }
      let likelihood = -freedom / 2 * .log(left) + flexibility - information / 2
      if likelihood > best?.likelihood ?? -.infinity { best = (bend, likelihood) }
    }
    return best?.bend
  }
}
