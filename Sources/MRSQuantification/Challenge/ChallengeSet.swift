import Foundation

/// One of the challenge's sets: a spectrum and its water.
public struct ChallengeSet: Hashable, Sendable {
  /// 1 … 28; `nil` for the test of water scaling.
  public let number: Int?
  public let signal: URL
  public let water: URL

  /// `1`, or `Cr 10 mM`.
  public var name: String { number.map { "\($0)" } ?? "Cr 10 mM" }

  /// Whether its amounts, but for GABA and GSH, are those of set 1: seen with other widths, eddy currents or residual water.
  ///
  /// Sets 12, 15, 18 and 21 are said to differ in noise. Of those that we have, 18 and 21 have a peak of choline of 0.86 and
  /// 0.92 of that of creatine, and 12 one of NAA of 1.46, where set 1 and those like it have 0.53 to 0.56 and 1.83 to 1.87:
  /// they are of other amounts, before any fit.
  public var isOfSample: Bool { number.map { Self.sample.contains($0) } ?? false }

  private static let sample = Set(Array(1...10) + [22, 23])
}
