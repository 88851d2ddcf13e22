import MRSCore
import MRSFitting
import MRSModel

/// What a method found in one signal.
struct MethodResult: Sendable {
  let quantification: Quantification
  /// `nil` for a network.
  let fit: Fit?
  var posteriors: [AmountPosterior] = []
  /// How draws from the posterior were made; `nil` for a fit or a network.
  var sampling: PosteriorSampling?
  /// In words.
  let method: String
  let basis: (name: String, sha256: String)
  /// What must be said of a network.
  var notice: String?
  /// The hash of the network's content.
  var networkSHA256: String?
  /// Species that the signal may hold and the method does not tell: sums of which they are members are not told either.
  var untold: [String] = []
  /// What the fit was allowed to vary; `nil` for a network.
  var options: LeastSquaresOptions?
  /// What was known of the amounts before, log-normal and in mM; `nil` for a fit without such a prior.
  var prior: AmountDistribution?
  /// Beside those of the quantification.
  var doubts: [Doubt] = []
}
