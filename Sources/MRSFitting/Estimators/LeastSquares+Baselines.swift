import MRSCore
import MRSModel
import Numerics

extension LeastSquares {
  /// The full result of `best` over other baselines too.
  func overBaselines(_ best: Estimate) throws -> Fit { try overBaselines(best, result(of: best)) }

  /// The fit over baselines that bend less and more than `best`, each as likely as the data say.
  ///
  /// Amounts are the means Σ w·a over the trials, covariances Σ w·(C + (a − ā)(a − ā)ᵀ): averaging over models where the
  /// evidence does not decide between them (Hoeting 1999, doi:10.1214/ss/1009212519). The weights w are the shares of the
  /// restricted likelihood (``SmoothnessLikelihood``), with every decade of the bend as likely beforehand. Where the bend was
  /// asked for, only the sensitivity is told.
  /// - Parameter found: the full result of `best`.
  /// - Throws: ``FittingError``, `LinearAlgebraError`.
  func overBaselines(_ best: Estimate, _ found: Fit) throws -> Fit {
    let problem = best.setup.problem
    let flat = VariableProjection(problem: problem, penalty: AmountPenalty(species: model.names.count))
    guard !options.baselineTrials.isEmpty, problem.bend.isFinite,
      let likelihood = SmoothnessLikelihood(
        flat, at: flat.point(best.end, startingFrom: best.amounts.indices.filter { best.amounts[$0] > 0 }))
    else { return found }
    let factors = ([0] + options.baselineTrials).sorted().map { Double.pow(10, $0) }
    let logarithms = factors.map { likelihood.logarithm(bend: problem.bend * $0) ?? -.infinity }
    let trials = try factors.map { factor -> (amounts: [Double], covariance: Matrix) in
      guard factor != 1 else { return (found.quantification.amounts.map(\.value), found.covariance) }
      var setup = best.setup
      setup.problem = try problem.bending(by: problem.bend * factor)
      setup.start = best.end
      let trial = try estimate(setup, near: best.amounts, isEnd: true)
      let spread = try trial.spread()
      let inflation = max(1, trial.residualToNoise)
      return (spread.amounts.map(\.value), inflation * inflation * spread.covariance)
    }
    // Where the likelihood is known of none, or the bend was asked for, the one that was found has all the weight.
    let weights = (options.adaptsBaseline ? logarithms.probabilities : nil) ?? factors.map { $0 == 1 ? 1 : 0 }
    let sensitivity = BaselineSensitivity(
      trials: factors.indices.map {
        .init(factor: factors[$0], weight: weights[$0], amounts: trials[$0].amounts)
      })
    var averaged = found.averaged(
      over: zip(sensitivity.trials, trials).map {
        .init(weight: $0.weight, amounts: $1.amounts, covariance: $1.covariance)
      })
    averaged.baselineSensitivity = sensitivity
    return averaged
  }
}
