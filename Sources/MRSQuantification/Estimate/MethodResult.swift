import MRSCore
import MRSFitting
import MRSModel
import MRSNetworks
import MRSProfile

/// What a method found in one signal.
struct MethodResult: Sendable {
  private(set) var quantification: Quantification
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
  /// What part of the spectrum an answer of a network comes from, where that was asked.
  var saliency: SpectralAttribution?
  /// Species that the signal may hold and the method does not tell: sums of which they are members are not told either.
  var untold: [String] = []
  /// What the fit was allowed to vary; `nil` for a network.
  var options: LeastSquaresOptions?
  /// What was known of the amounts before, log-normal and in mM; `nil` for a fit without such a prior.
  var prior: AmountDistribution?
  /// The spectrum made again from a network's amounts; `nil` for other methods, and where that was not asked.
  var reconstruction: NetworkReconstruction?
  /// Beside those of the quantification.
  var doubts: [Doubt] = []

  /// The same with what T2 of the species makes the amounts uncertain by, as if all times were too long or too short at once:
  /// one scan does not tell them, and amounts in mM are corrected by those of the profile.
  /// - Parameter echoTime: s.
  func relaxing(by profile: AnalysisProfile, echoTime: Double) -> MethodResult {
    var result = self
    result.quantification = quantification.withCommonFactor(
      deviations: quantification.amounts.map { profile.relaxationDeviation(of: $0.name, echoTime: echoTime) })
    if let draws = result.quantification.draws {
      result.posteriors = posteriors.indices.map { posteriors[$0].widened(to: draws.summary(of: draws.sum(of: [$0]))) }
    }
    return result
  }
}
