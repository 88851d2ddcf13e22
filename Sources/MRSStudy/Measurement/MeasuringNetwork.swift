import Foundation
import MRSCore
import MRSNetworks
import MRSProfile

/// The network that measures the patients of a study: one that is given, the one that comes with the program, or one that is
/// trained on the literature's amounts before any patient is looked at.
public struct MeasuringNetwork: Sendable {
  public let bundle: NetworkBundle<NetworkCard>
  /// Where it is from, in words.
  public let origin: String

  public init(_ bundle: NetworkBundle<NetworkCard>, origin: String) {
    self.bundle = bundle
    self.origin = origin
  }

  /// - Parameter folder: a bundle that was named; `nil` for the one that comes with the program, or a new one.
  /// - Returns: `nil` where the protocol's network tells no covariance: the maximum a posteriori fit measures then.
  /// - Throws: `NetworkError`, `ProfileError`, what training throws.
  public static func chosen(
    _ folder: URL?, for settings: StudySettings, basis: BasisSet
  ) async throws -> MeasuringNetwork? {
    let studyProtocol = settings.studyProtocol
    if let folder {
      let bundle = try NetworkBundle<NetworkCard>(readingFrom: folder)
      try bundle.card.requireMatch(of: studyProtocol.spectralAcquisition)
      try bundle.card.requireMatch(of: basis, named: "the protocol \(studyProtocol.name)")
      return MeasuringNetwork(bundle, origin: folder.path)
    }
    if let shipped = try ShippedNetwork.folder(for: studyProtocol) {
      let bundle = try NetworkBundle<NetworkCard>(readingFrom: shipped)
      if matches(bundle.card, studyProtocol, basis) {
        return MeasuringNetwork(bundle, origin: "the network that comes with the program")
      }
    }
    guard try studyProtocol.network(for: .quantification).loss == .gaussianCovariance else { return nil }
    let trained = try await NetworkTraining(settings.with(stream: settings.stream.child("measuring network")))
      .trainQuantifier(prior: CohortPrior(literatureOf: studyProtocol).union, basis: basis)
    return MeasuringNetwork(trained.bundle, origin: "trained on the amounts of the literature for this study")
  }

  private static func matches(_ card: NetworkCard, _ studyProtocol: StudyProtocol, _ basis: BasisSet) -> Bool {
    do {
      try card.requireMatch(of: studyProtocol.spectralAcquisition)
      try card.requireMatch(of: basis, named: studyProtocol.name)
      return true
    } catch {
      return false
    }
  }
}
