import MRSCore
import MRSModel
import Numerics

extension LeastSquares {
  /// The same fit under another assumption of what its functions are.
  public struct Alternative: Sendable {
    /// What is assumed, as results call it.
    public let name: String
    /// How likely that is before the data, beside 1 for the fit that the others are alternatives to.
    public let probability: Double
    public let fitter: LeastSquares

    public init(name: String, probability: Double, fitter: LeastSquares) {
      self.name = name
      self.probability = probability
      self.fitter = fitter
    }

    /// The same with another fit.
    func with(_ fitter: LeastSquares) -> Alternative {
      Alternative(name: name, probability: probability, fitter: fitter)
    }
  }

  /// A fit that is the mean over this one and others, each as likely as the data say.
  ///
  /// Macromolecules of a scan are like those of one source or another, and which it is moves what lies above them by more than
  /// the noise; the data tell it most often (``Evidence``). Averaging over models: Hoeting 1999, doi:10.1214/ss/1009212519.
  /// - Parameters:
  ///   - name: what this one assumes.
  ///   - others: fits of the same species on the same samples.
  public func averaged(as name: String, with others: [Alternative]) -> LeastSquares {
    precondition(others.allSatisfy { $0.fitter.model.names == model.names })
    return LeastSquares(
      model: model, options: options, amountPrior: amountPrior, unit: unit, plans: plans, assumption: name,
      others: others)
  }

  /// Where the searches under the other assumptions end, which begin where that under this one did.
  /// - Parameter best: where the search under this one ended.
  func alternatives(
    to best: Estimate, of fid: FID, _ guess: FirstGuess, _ noise: NoiseEstimate, expecting lineshape: ExpectedLineshape?
  ) throws -> [Estimate] {
    try others.map { other in
      let plan = try other.fitter.plans.get().whole.all.moved(by: guess.frequency)
      let setup = try FitSetup(fid: fid, plan: plan, guess: guess, expecting: lineshape, noise: noise.spectral)
        .beginning(like: best.setup, at: best.end, amounts: best.amounts)
      return try other.fitter.estimate(setup, varying: best.setup.problem.varied, near: best.amounts)
    }
  }

  /// The mean over the estimates under all assumptions, with the curves of the likeliest, and that estimate.
  /// - Parameters:
  ///   - estimates: under this one's assumption, then under the others'.
  ///   - finished: the full result of an estimate by the fit that it is of.
  func averaged(
    over estimates: [Estimate], finished: (LeastSquares, Estimate) throws -> Fit
  ) throws -> (fit: Fit, best: Estimate) {
    let misfit = max(1, estimates.map(\.residualToNoise).min() ?? 1)
    let logarithms = try zip(estimates, [1] + others.map(\.probability)).map { estimate, probability in
      try estimate.logEvidence(misfit: misfit) + .log(probability)
    }
    let highest = logarithms.max() ?? -.infinity
    // Where no evidence is known, this one's assumption has all.
    let likelihoods = highest.isFinite ? logarithms.map { Double.exp($0 - highest) } : [1]
    let total = likelihoods.reduce(0, +)
    let fitters = [self] + others.map(\.fitter)
    let likely = likelihoods.indices.filter { likelihoods[$0] / total >= Self.leastShare }
    let kept = likely.reduce(0) { $0 + likelihoods[$1] }
    let fits = try likely.map { (weight: likelihoods[$0] / kept, fit: try finished(fitters[$0], estimates[$0])) }
    guard let best = likely.max(by: { likelihoods[$0] < likelihoods[$1] }), let place = likely.firstIndex(of: best)
    else {
      return (try finished(self, estimates[0]), estimates[0])
    }
    var fit = fits[place].fit.averaged(
      over: fits.map {
        .init(weight: $0.weight, amounts: $0.fit.quantification.amounts.map(\.value), covariance: $0.fit.covariance)
      })
    let names = [assumption] + others.map(\.name)
    fit.assumptions = likelihoods.indices.map { .init(name: names[$0], share: likelihoods[$0] / total) }
    return (fit, estimates[best])
  }

  /// The share of all that an assumption must have for its result to be made.
  private static let leastShare = 0.01
}
