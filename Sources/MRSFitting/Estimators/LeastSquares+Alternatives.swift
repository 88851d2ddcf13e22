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
    /// Whether it is what no source knows, so that amounts are doubted where it is the likeliest.
    public let isUnlikeAll: Bool

    public init(name: String, probability: Double, fitter: LeastSquares, isUnlikeAll: Bool = false) {
      self.name = name
      self.probability = probability
      self.fitter = fitter
      self.isUnlikeAll = isUnlikeAll
    }

    /// The same with another fit.
    func with(_ fitter: LeastSquares) -> Alternative {
      Alternative(name: name, probability: probability, fitter: fitter, isUnlikeAll: isUnlikeAll)
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

  /// Where the searches under the other assumptions end, by their places among ``others``: they begin where that under this one ended,
  /// and those that are far less likely there are not made.
  /// - Parameter best: where the search under this one ended.
  func alternatives(
    to best: Estimate, of fid: FID, _ guess: FirstGuess, _ noise: NoiseEstimate, expecting lineshape: ExpectedLineshape?
  ) throws -> [(place: Int, estimate: Estimate)] {
    func beginning(_ fitter: LeastSquares) throws -> (setup: FitSetup, cost: Double) {
      let plan = try fitter.plans.get().whole.all.moved(by: guess.frequency)
      let setup = try FitSetup(fid: fid, plan: plan, guess: guess, expecting: lineshape, noise: noise.spectral)
        .beginning(like: best.setup, at: best.end, amounts: best.amounts)
      return (setup, fitter.cost(fitter.point(setup, near: best.amounts), of: setup))
    }
    let begun = try others.map { try beginning($0.fitter) }
    let least = min(try remade(best).cost, begun.map(\.cost).min() ?? .infinity)
    return try begun.indices.filter { begun[$0].cost - least < Self.mostBehind }.map { place in
      let (setup, fitter) = (begun[place].setup, others[place].fitter)
      return (place, try fitter.estimate(setup, varying: best.setup.problem.varied, near: best.amounts))
    }
  }

  /// The mean over what all assumptions say, with the curves of the likeliest, and where its search ended.
  /// - Parameters:
  ///   - own: under this one's assumption.
  ///   - found: under the others'.
  ///   - finished: the full result of an estimate by the fit that it is of.
  func averaged(
    _ own: Estimate, with found: [(place: Int, estimate: Estimate)],
    finished: (LeastSquares, Estimate) throws -> Fit
  ) throws -> (fit: Fit, best: Estimate) {
    let rivals = [(place: nil as Int?, estimate: own)] + found.map { (place: $0.place, estimate: $0.estimate) }
    func fitter(_ rival: Int) -> LeastSquares { rivals[rival].place.map { others[$0].fitter } ?? self }
    let misfit = max(1, rivals.map { $0.estimate.residualToNoise }.min() ?? 1)
    let logarithms = try rivals.map { rival in
      let before = rival.place.map { others[$0].probability } ?? 1
      return try rival.estimate.logEvidence(misfit: misfit) + .log(before)
    }
    // Where no evidence is known, this one's assumption has all.
    let shares = logarithms.probabilities ?? rivals.indices.map { $0 == 0 ? 1 : 0 }
    let likeliest = shares.indices.max { shares[$0] < shares[$1] } ?? 0
    let best = try finished(fitter(likeliest), rivals[likeliest].estimate)
    let opinions = try shares.indices.filter { shares[$0] >= Self.leastShare }.map { place in
      let fit = place == likeliest ? best : try fitter(place).overBaselines(rivals[place].estimate)
      return Fit.Opinion(
        weight: shares[place], amounts: fit.quantification.amounts.map(\.value), covariance: fit.covariance)
    }
    var fit = best.averaged(over: opinions)
    let known = Dictionary(uniqueKeysWithValues: zip(found.map(\.place), shares.dropFirst()))
    let all = others.indices.map { known[$0] ?? 0 }
    fit.assumptions =
      [.init(name: assumption, share: shares[0])] + zip(others, all).map { .init(name: $0.name, share: $1) }
    let unlike = zip(others, all).reduce(0.0) { $0 + ($1.0.isUnlikeAll ? $1.1 : 0) }
    if unlike > Self.mostUnlike { fit = fit.doubting([.unlikeMacromolecules(percent: 100 * unlike)]) }
    return (fit, rivals[likeliest].estimate)
  }

  /// By how much −ln of the likelihood may be more where a search would begin than of the likeliest there: of 640 brains (Decisions/0005)
  /// one had in the end a share of more than 1 % that was farther behind; at 15, 2 % of those with bent baselines had.
  private static let mostBehind = 25.0
  /// The share of all that an assumption must have for its result to be made.
  private static let leastShare = 0.01
  /// The share of what no source knows above which amounts are doubted.
  private static let mostUnlike = 0.5
}
