/// What another signal of the same voxel says of the lineshape that all species share: that of its water.
///
/// Both signals lie in one field, so that the Gauss width and the Lorentz broadening beyond natural widths are the same but
/// for what is not known of the water's own T2.
public struct ExpectedLineshape: Hashable, Sendable {
  /// G, Hz, and its standard deviation.
  public let gaussian: Double
  public let gaussianDeviation: Double
  /// L, Hz, and its standard deviation.
  public let lorentzian: Double
  public let lorentzianDeviation: Double

  public init(gaussian: Double, gaussianDeviation: Double, lorentzian: Double, lorentzianDeviation: Double) {
    precondition(gaussianDeviation > 0 && lorentzianDeviation > 0, "a lineshape is never known to the last digit")
    self.gaussian = gaussian
    self.gaussianDeviation = gaussianDeviation
    self.lorentzian = lorentzian
    self.lorentzianDeviation = lorentzianDeviation
  }
}
