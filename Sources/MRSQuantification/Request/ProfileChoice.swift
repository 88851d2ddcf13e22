import MRSProfile
import MRSVocabulary

/// Which profile an analysis has, and why: what the user named, or what suits the tissue whose metabolites the basis holds.
public struct ProfileChoice: Sendable {
  public let profile: AnalysisProfile
  /// In words.
  public let reason: String

  /// Read once for all spectra.
  private static let brain = Result { try AnalysisProfile.load("brain") }

  /// - Parameters:
  ///   - named: the user's choice.
  ///   - names: the functions of a basis that was given; empty for that of the protocol.
  /// - Throws: `ConfigurationError`, `ProfileError`.
  public init(named: AnalysisProfile?, basis names: [String], studyProtocol: StudyProtocol) throws {
    if let named {
      (profile, reason) = (named, "chosen")
    } else if let marker = names.first(where: { Vocabulary.standard.species(named: $0)?.tells == [.brain] }) {
      (profile, reason) = (try Self.brain.get(), "the basis has \(marker)")
    } else {
      (profile, reason) = (studyProtocol.profile, "of the protocol \(studyProtocol.name)")
    }
  }
}
