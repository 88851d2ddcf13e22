import MRSCore
import MRSModel
import Numerics

extension LeastSquares {
  /// The fit over baselines that bend less and more than `best`, each as likely as the data say.
  ///
  /// Amounts are the means Σ w·a over the trials, covariances Σ w·(C + (a − ā)(a − ā)ᵀ): averaging over models where the
  /// evidence does not decide between them (Hoeting 1999, doi:10.1214/ss/1009212519). The weights w are the shares of the
  /// restricted likelihood (``SmoothnessLikelihood``), with every decade of the bend as likely beforehand. Where the bend was
  /// asked for, only the sensitivity is told.
  /// - Throws: ``FittingError``, `LinearAlgebraError`.
  func overBaselines(_ best: Estimate) throws -> Fit {
    let problem = best.setup.problem
    let found = try best.fit()
    let flat = VariableProjection(problem: problem, penalty: AmountPenalty(species: model.names.count))
    guard !options.baselineTrials.isEmpty, problem.bend.isFinite,
      let likelihood = SmoothnessLikelihood(
        flat, at: flat.point(best.end, startingFrom: best.amounts.indices.filter { best.amounts[$0] > 0 }))
    else { return found }
    let factors = ([0] + options.baselineTrials).sorted().map { Double.pow(10, $0) }
    let logarithms = factors.map { likelihood.logarithm(bend: problem.bend * $0) ?? -.infinity }
    let trials = try factors.map { factor -> Fit in
      guard factor != 1 else { return found }
      var setup = best.setup
      setup.problem = try problem.bending(by: problem.bend * factor)
      setup.start = best.end
      return try estimate(setup, near: best.amounts, isEnd: true).fit()
    }
    // Where the likelihood is known of none, or the bend was asked for, the one that was found has all the weight.
    let highest = options.adaptsBaseline ? logarithms.max() ?? -.infinity : -.infinity
    let likelihoods =
      highest.isFinite ? logarithms.map { Double.exp($0 - highest) } : factors.map { $0 == 1 ? 1 : 0 }
    let total = likelihoods.reduce(0, +)
    let sensitivity = BaselineSensitivity(
      trials: factors.indices.map {
        .init(
          factor: factors[$0], weight: likelihoods[$0] / total,
          amounts: trials[$0].quantification.amounts.map(\.value))
      })
    return found.averaged(over: trials, sensitivity)
  }
}
