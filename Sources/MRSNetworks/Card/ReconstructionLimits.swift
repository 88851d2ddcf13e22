import MRSCore

/// What the forward model leaves of ordinary spectra at a network's amounts, and how far amounts that explain them are from these:
/// beyond it a spectrum is not what the network takes it for.
public struct ReconstructionLimits: Hashable, Sendable, Codable {
  /// The residual's standard deviation over the noise's.
  public let residualToNoise: Double
  /// √(d²/K), in the answer's own deviations.
  public let distance: Double
  /// The share of ordinary spectra beyond either.
  public let falseAlarms: Double
  /// Of how many.
  public let examples: Int

  /// Rare enough that the two together take little of what all doubts of a network may.
  private static let usualFalseAlarms = 0.0025

  /// - Parameter ordinary: what was found of spectra that the network did not learn of.
  /// `nil` for none.
  public init?(of ordinary: [(residualToNoise: Double, distance: Double)]) {
    guard let residual = ordinary.map(\.residualToNoise).limit(falseAlarms: Self.usualFalseAlarms),
      let farthest = ordinary.map(\.distance).limit(falseAlarms: Self.usualFalseAlarms)
    else { return nil }
    (residualToNoise, distance) = (residual, farthest)
    falseAlarms = Self.usualFalseAlarms
    examples = ordinary.count
  }

  /// What of a reconstruction is beyond that of ordinary spectra.
  public func doubts(residualToNoise found: Double, distance far: Double) -> [Doubt] {
    var doubts: [Doubt] = []
    if found > residualToNoise {
      doubts.append(
        .notReconstructed(
          what: "what the model leaves of the spectrum at the network's amounts, over the noise,", value: found,
          limit: residualToNoise, falseAlarms: falseAlarms))
    }
    if far > distance {
      doubts.append(
        .notReconstructed(
          what: "the distance of amounts that explain the spectrum from the network's, in its deviations,", value: far,
          limit: distance, falseAlarms: falseAlarms))
    }
    return doubts
  }
}
