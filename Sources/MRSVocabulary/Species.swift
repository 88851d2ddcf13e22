/// A substance, or a broad signal, that a basis has a function of: its names and what they tell.
public struct Species: Hashable, Sendable {
  /// What a name stands for.
  public enum Kind: String, Hashable, Sendable, Codable {
    /// A small molecule with narrow lines.
    case metabolite
    /// Broad lines of proteins.
    case macromolecule
    /// Broad lines of fat.
    case lipid
    case water
  }

  /// A line that no coupling splits or moves.
  public struct Singlet: Hashable, Sendable {
    /// Where it is, ppm.
    public let shift: Double
    /// How many protons of one molecule it has.
    public let protons: Double
  }

  /// The name of Hepatica's own bases: `"PCh"`.
  public let name: String
  /// In full: `"Phosphocholine"`.
  public let title: String
  /// What basis sets call it besides: `"PCho"`.
  public let synonyms: [String]
  public let kind: Kind
  /// The tissues that a clear signal of it speaks for; empty for what many tissues have.
  public let tells: [Tissue]
  /// Its uncoupled lines, the best known first; empty where none is known well enough to measure a basis by.
  public let singlets: [Singlet]
  /// Where names and numbers are from.
  public let source: String

  /// True for macromolecules and lipids, whose lines are as broad as a baseline bends.
  public var isBroad: Bool { kind == .macromolecule || kind == .lipid }
}
