import MRSCore
import MRSFitting
import MRSModel
import MRSNetworks

extension Doubt {
  /// No fit of the spectrum came to an end at the network's amounts.
  static func notReconstructed(reason: String) -> Doubt {
    .notReconstructed(
      what: "the spectrum could not be made again from the network's amounts: \(reason)", value: .infinity, limit: 0,
      falseAlarms: 0)
  }
}

/// A spectrum made again from a network's amounts, beside what that is like of ordinary spectra.
public struct NetworkReconstruction: Sendable {
  public let fit: Fit
  /// How far amounts that explain the spectrum are from the network's, in its deviations (`Reconstruction/distance`).
  public let distance: Double
  /// Of ordinary spectra; `nil` where the network's card has none.
  public let limits: ReconstructionLimits?

  init(_ made: Reconstruction, limits: ReconstructionLimits?) {
    (fit, distance, self.limits) = (made.fit, made.distance, limits)
  }

  /// What is beyond ordinary spectra, and whether the lines are as wide as the water's.
  var doubts: [Doubt] {
    (limits?.doubts(residualToNoise: fit.residualToNoise, distance: distance) ?? [])
      + fit.quantification.doubts.filter { $0.code == .widthUnlikeWater }
  }
}
