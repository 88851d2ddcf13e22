import Foundation
import MRSCore

extension CohortPrior {
  /// Reads the prior.json of a study.
  /// - Throws: ``ProfileError/unreadable(file:reason:)``.
  public init(contentsOf file: URL) throws(ProfileError) {
    do {
      self = try JSONDecoder().decode(CohortPrior.self, from: Data(wholeFile: file))
    } catch is DecodingError {
      throw .unreadable(file: file.path, reason: "it is no prior.json as a study leaves it")
    } catch {
      throw .unreadable(file: file.path, reason: error.systemReason)
    }
  }
}
