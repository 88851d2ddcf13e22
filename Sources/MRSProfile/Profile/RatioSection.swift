import MRSFitting
import MRSVocabulary

extension AnalysisProfile {
  /// A soft constraint on an amount: a_name/Σ w·a = mean ± deviation.
  public struct RatioSection: Hashable, Sendable, Codable {
    public var name: String
    /// Whether only a basis function of this very name is meant, and none of its synonyms.
    public var byNameOnly: Bool?
    /// w by species; species that a basis does not have count as absent.
    public var reference: [String: Double]
    public var mean: Double
    public var deviation: Double
  }

  /// The ratios that a model of the given names can know, whatever synonyms it has for the species.
  public func amountRatios(among names: [String]) -> [AmountRatio] {
    ratios.compactMap { section in
      let own =
        section.byNameOnly == true
        ? section.name : Vocabulary.standard.names(of: section.name, among: names).first ?? section.name
      let weights = names.compactMap { name in
        (section.reference[name] ?? section.reference[Vocabulary.standard.canonicalName(of: name)]).map { (name, $0) }
      }
      guard !weights.isEmpty else { return nil }
      let ratio = AmountRatio(
        own, to: Dictionary(weights, uniquingKeysWith: { first, _ in first }), mean: section.mean,
        deviation: section.deviation)
      return ratio.isKnown(among: names) ? ratio : nil
    }
  }
}
