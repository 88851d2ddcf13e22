import MRSCore
import MRSModel

/// Searches by variable projection.
extension LeastSquares {
  /// The fit of some parameters with shapes as they are in the basis and free amounts, as far as a start needs it.
  func rough(
    _ setup: FitSetup, varying varied: [Int]
  ) throws -> (VariableProjection, LevenbergMarquardt.Summary, VariableProjection.Point) {
    var projection = VariableProjection(problem: setup.problem, penalty: AmountPenalty(species: model.names.count))
    projection.problem.varied = varied
    var optimizer = options.optimizer
    optimizer.maximumIterations = 40
    optimizer.costTolerance = 1e-4
    let (summary, point) = try search(projection, setup, from: setup.start, options: optimizer)
    return (projection, summary, point)
  }

  /// The share of an amount's information above which it is the prior's more than the data's.
  private static let mostPrior = 0.5

  /// By variable projection.
  /// - Parameter amounts: about what is expected: those that are not zero are tried first.
  func projected(
    _ setup: FitSetup, _ penalty: AmountPenalty, near amounts: [Double]
  ) throws -> Estimate {
    let projection = VariableProjection(problem: setup.problem, penalty: penalty)
    let (summary, point) = try search(
      projection, setup, from: setup.start, near: amounts, options: options.optimizer)
    func freedom() -> Freedom {
      let known = projection.information(point, species: point.passive)
      return Freedom(
        state: point.state,
        vectors: setup.problem.vectors(
          point.state, species: point.passive, amounts: point.amounts, of: known.parameters),
        curvature: known.matrix, reduced: point.reduced)
    }
    return Estimate(
      setup: setup, end: summary.parameters, amounts: point.amounts, summary: summary, atBound: summary.atBound,
      state: point.state, residual: point.residual, reduced: point.reduced, freedom: freedom
    ) {
      let bound = setup.bound(point, of: projection, atBound: summary.atBound)
      return Spread(
        amounts: point.amounts.map {
          FitAmount(
            value: $0, fitted: $0,
            uncertainty: amountPrior != .flat ? .posterior : setup.hasSoftPriors ? .penalizedBound : .cramerRao)
        }, covariance: bound,
        mostlyPrior: model.names.indices.filter { penalty.share(of: $0, in: bound) > Self.mostPrior }.map {
          model.names[$0]
        })
    } evidence: {
      projection.evidence(point, atBound: summary.atBound)
    }
  }

  private func search(
    _ projection: VariableProjection, _ setup: FitSetup, from start: [Double], near amounts: [Double] = [],
    options: LevenbergMarquardt.Options
  ) throws -> (LevenbergMarquardt.Summary, VariableProjection.Point) {
    var made: (point: VariableProjection.Point, curvature: Matrix)?
    var latest = projection.point(start, startingFrom: amounts.indices.filter { amounts[$0] > 0 })
    func point(_ theta: [Double]) -> VariableProjection.Point {
      if theta != latest.state.theta { latest = projection.point(theta, startingFrom: latest.passive) }
      return latest
    }
    let summary = try LevenbergMarquardt(lower: setup.lower, upper: setup.upper, options: options).minimize(
      from: start, cost: { point($0).cost },
      model: { theta in
        let now = point(theta)
        if let made, projection.isCurved(now, as: made.point) {
          return projection.normalEquations(now, curvature: made.curvature)
        }
        let equations = try projection.normalEquations(now)
        made = (now, equations.curvature)
        return equations
      })
    return (summary, point(summary.parameters))
  }
}
