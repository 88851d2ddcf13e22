import MRSModel

extension StudyProtocol {
  /// One species: its amount in the liver, its relaxation, how far its shift may lie off, and where that is from.
  public struct SpeciesSection: Hashable, Sendable, Codable {
    /// Whether its error is counted in the comparison of methods, or it only has to be there.
    public enum Role: String, Hashable, Sendable, Codable { case target, nuisance }

    public var name: String
    public var role: Role
    /// mM.
    public var amount: Distribution
    /// The amount with HCC over that without, at effect 1.
    public var ratio: Double
    /// ms.
    public var t1: Double
    /// ms.
    public var t2: Distribution
    /// ppm.
    public var shiftDeviation: Double
    public var source: String
  }

  /// Fat: how much there is, and what its triglycerides are made of.
  public struct LipidSection: Hashable, Sendable, Codable {
    public var protonDensityFatFraction: Distribution
    public var fatFractionRange: [Double]
    public var ratio: Double
    public var chainLength: Distribution
    public var doubleBonds: Distribution
    public var interruptedDoubleBonds: Distribution
    public var ownVariation: Double
    /// ms.
    public var t1: Double
    /// ppm.
    public var shiftDeviation: Double
    /// ppm: by what all fat is moved against water; `nil` for nothing.
    public var commonShift: Distribution?
    /// How many plausible shapes a resonance are drawn beforehand, of which each spectrum takes one
    /// (``AnalysisProfile/shapes``); none for the simulated functions alone.
    public var shapePool: Int?
    /// ms, by resonance.
    public var t2: [String: Distribution]
  }
}
