/// A basis function of liver fat: one resonance of triglycerides, with those that the molecule ties to it.
public struct FatFunction: Hashable, Sendable {
  /// What is done with its amount.
  public enum Role: String, Hashable, Sendable, Codable {
    /// It is reported.
    case target
    /// It is fitted and not reported: too near water.
    case nuisance
  }

  /// Protons of one resonance in one unit of the function.
  public struct Part: Hashable, Sendable {
    public let resonance: TriglycerideResonance
    public let protons: Double
  }

  /// `"Lip130"`.
  public let name: String
  /// `"Lipid methylene"`.
  public let title: String
  public let role: Role
  /// The resonance that amounts count protons of, with 1, then those tied to it.
  public let parts: [Part]
  public let source: String

  /// The protons of all resonances in one unit of the function: 2 for `Lip224`, 1.25 for `LipGlycerol`.
  public var protons: Double { parts.reduce(0) { $0 + $1.protons } }

  /// All of them: targets in report order, then nuisances.
  public static let all = Vocabulary.standard.fatFunctions
  /// The names of those that are reported, in order.
  public static let targets = all.filter { $0.role == .target }.map(\.name)
  /// The names of those that are only fitted, in order.
  public static let nuisances = all.filter { $0.role == .nuisance }.map(\.name)
  /// The name of the tallest, methylene at 1.30 ppm, to which ratios are taken.
  public static let methylene = Vocabulary.standard.fatFunction(of: .methylene).name
}
