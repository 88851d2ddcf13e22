import MRSCore

/// A piece of work that can be done anywhere, again and in any order: its artefact follows from its value, what it shares with
/// its like, and its stream alone.
///
/// A batch, a study and its replicates are lists of jobs; job i draws from child i of one stream. ``JobKey`` names what the
/// artefacts depend on, ``JobJournal`` keeps those that are finished, and ``JobExecutor`` does the rest.
public protocol Job: Codable, Sendable {
  /// What the job makes.
  associatedtype Product: Codable & Sendable
  /// What jobs of one list share and that follows from their values: files that are read once, fits made ready once.
  associatedtype Shared: Sendable

  /// What kind of work it is, for keys.
  static var kind: String { get }

  /// Does the work.
  /// - Throws: what ends the whole list; what concerns this job alone belongs into its product.
  func product(sharing shared: Shared, stream: RandomStream) async throws -> Product
}
