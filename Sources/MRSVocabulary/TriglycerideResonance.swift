/// A ¹H resonance of triglycerides (Hamilton et al. 2011, doi:10.1002/nbm.1622).
public enum TriglycerideResonance: String, CaseIterable, Hashable, Sendable, Codable {
  case methyl, methylene, betaCarboxyl, allylic, alphaCarboxyl, diallylic, glycerolMethylene, glycerolMethine,
    olefinic

  /// Where it is in tissue, ppm.
  public var shift: Double { Vocabulary.standard.shift(of: self) }
}
