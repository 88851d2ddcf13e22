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
  /// What the fit was allowed to vary; `nil` for a network.
  var options: LeastSquaresOptions?
  /// Beside those of the quantification.
  var doubts: [Doubt] = []
}
