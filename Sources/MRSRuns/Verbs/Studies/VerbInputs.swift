import Foundation
import MRSCore
import MRSProfile
import MRSStudy

/// What the verbs of a study read besides their signals: each is put on record in the run folder.
struct VerbInputs {
  let settings: StudySettings
  /// `nil` where nothing is left.
  let run: RunFolder?

  /// A basis from a `simulate` run, or simulated.
  /// - Throws: ``RunError``, `StudyError.basisMissing`.
  func basis(at url: URL?) async throws -> BasisSet {
    guard let url else {
      return try await ProtocolSimulator(settings.studyProtocol).basis(worker: settings.worker)
    }
    let basis = try Self.decode(BasisSet.self, "a basis.json", from: url)
    try run?.record(input: url)
    let missing = settings.studyProtocol.allSpecies.filter { !basis.names.contains($0) }
    guard missing.isEmpty else { throw StudyError.basisMissing(species: missing, basis: url.lastPathComponent) }
    return basis
  }

  /// A prior from a study, or that of the literature.
  /// - Throws: `ProfileError`, ``RunError``.
  func prior(at url: URL?) throws -> CohortPrior {
    guard let url else { return try CohortPrior(literatureOf: settings.studyProtocol) }
    let prior = try CohortPrior(contentsOf: url)
    try run?.record(input: url)
    return prior
  }

  static func decode<Value: Decodable>(_ type: Value.Type, _ what: String, from url: URL) throws(RunError) -> Value {
    do {
      return try JSONDecoder().decode(type, from: Data(wholeFile: url))
    } catch is DecodingError {
      throw .unreadable(url.path, reason: "it is not \(what) as Hepatica writes it")
    } catch {
      throw .unreadable(url.path, reason: error.systemReason)
    }
  }
}
