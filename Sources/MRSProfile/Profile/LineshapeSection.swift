extension AnalysisProfile {
  /// The lineshape that all species share: a Voigt line, and where the data ask for it one that deviates from it.
  public struct LineshapeSection: Hashable, Sendable, Codable {
    /// Whether each species' width begins at 1/(π·T2); otherwise all begin at that of their functions.
    public var usesRelaxation: Bool
    /// Whether the width of a water scan is expected of the scan; `nil` for no.
    public var fromWater: Bool?
    /// Hz: the widest shared Gauss and Lorentz width.
    public var widest: Double
    /// ppm between the places to which a share of a line may be moved.
    public var spacing: Double
    /// The standard deviation of such a share.
    public var deviation: Double
    /// The least and largest share.
    public var lowest: Double
    public var highest: Double
  }

  /// How far species may move and widen on their own, and which follow others.
  public struct TieSection: Hashable, Sendable, Codable {
    /// ppm, one standard deviation, of species that `shiftDeviations` does not name.
    public var shiftDeviation: Double
    public var shiftDeviations: [String: Double]
    /// Hz, one standard deviation, at least; 0 ties all widths.
    public var broadeningDeviation: Double
    public var broadeningDeviations: [String: Double]
    /// Hz: the spread of species' own broadening beyond that of their T2.
    public var ownBroadeningDeviation: Double
    /// Species whose shift follows that of another.
    public var followers: [String: String]
    /// ppm, one standard deviation, of a follower's shift from that of the other.
    public var followerDeviation: Double
  }
}
