import MRSCore
import MRSModel
import Numerics

extension LeastSquares {
  /// How far below its median an amount begins at most, as a difference of logarithms.
  private static let farthestStart = 2.0

  /// The mode of the posterior in the logarithms of the amounts, and its curvature there (Laplace).
  /// - Parameter amounts: those to begin with; `nil` for the linear solution.
  func posterior(
    _ setup: FitSetup, _ prior: AmountDistribution, startingFrom amounts: [Double]?
  ) throws -> Estimate {
    let posterior = try LogNormalPosterior(problem: setup.problem, prior: prior)
    let species = model.names.count
    // The linear solution under the prior's mean and deviation is near; where it is at zero, a share of the median is.
    let moments = NormalAmounts(
      byName: Dictionary(model.names.map { ($0, prior.moments(of: $0)) }, uniquingKeysWith: { first, _ in first }))
    let near =
      amounts
      ?? VariableProjection(
        problem: setup.problem, penalty: AmountPenalty(moments, names: model.names)
      ).point(setup.start, startingFrom: []).amounts
    let start =
      zip(near, posterior.prior.means).map { max(.log(max($0, .leastNormalMagnitude)), $1 - Self.farthestStart) }
      + setup.start
    var latest = posterior.point(start)
    func point(_ vector: [Double]) -> LogNormalPosterior.Point {
      if vector != latest.logs + latest.state.theta { latest = posterior.point(vector) }
      return latest
    }
    let summary = try LevenbergMarquardt(
      lower: [Double](repeating: -.infinity, count: species) + setup.lower,
      upper: [Double](repeating: .infinity, count: species) + setup.upper, options: options.optimizer
    ).minimize(
      from: start, cost: { point($0).cost },
      model: { posterior.normalEquations(point($0)) })
    let end = point(summary.parameters)
    func freedom() -> Freedom {
      Freedom(
        state: end.state,
        vectors: setup.problem.vectors(
          end.state, species: Array(0..<species), scales: end.amounts, amounts: end.amounts),
        curvature: posterior.normalEquations(end).curvature.submatrix(
          Array(0..<species) + setup.problem.varied.map { species + $0 }), reduced: end.reduced)
    }
    let free =
      Array(0..<species)
      + setup.problem.varied.filter { !summary.atBound.contains(species + $0) }.map { species + $0 }
    return Estimate(
      setup: setup, end: end.state.theta, amounts: end.amounts, summary: summary,
      atBound: summary.atBound.filter { $0 >= species }.map { $0 - species }, state: end.state,
      residual: end.residual, reduced: end.reduced, freedom: freedom
    ) {
      let spread = try posterior.normalEquations(end).curvature.submatrix(free).invertedPositiveDefinite()
      let marginals = (0..<species).map { k in
        AmountMarginal(
          mode: end.logs[k], spread: spread[k, k], priorMean: posterior.prior.means[k],
          priorVariance: posterior.prior.variances[k])
      }
      // Correlated as the logarithms are.
      var covariance = Matrix(zeros: species, species)
      for j in 0..<species {
        for i in 0..<species {
          let correlation = spread[i, j] / (spread[i, i] * spread[j, j]).squareRoot()
          covariance[i, j] = correlation * marginals[i].standardDeviation * marginals[j].standardDeviation
        }
      }
      return Spread(
        amounts: (0..<species).map {
          FitAmount(
            value: marginals[$0].mean, fitted: end.amounts[$0], uncertainty: .posterior, spread: marginals[$0].spread)
        }, covariance: covariance)
    } evidence: {
      // What is known of amounts beforehand is the same of all models.
      Evidence(
        densities: setup.problem.logDensity(of: free.dropFirst(species).map { $0 - species }),
        curvature: posterior.normalEquations(end).curvature.submatrix(free))
    }
  }
}
