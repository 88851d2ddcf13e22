/// What is done to a raw scan before it is analysed, in the order and with the defaults of the 2021 consensus (Near
/// et al., doi:10.1002/nbm.4257): coils combined, averages aligned, bad ones left out, averaged, eddy currents
/// corrected. No apodisation, no zero-filling: both would lie to the fit about the noise.
public struct Processing: Sendable, Hashable {
  /// The first samples from which coil sensitivities are estimated.
  public var coilPoints: Int
  /// `nil` leaves the averages as they are.
  public var alignment: SpectralRegistration?
  /// `nil` leaves out only averages that are not finite.
  public var rejection: OutlierRejection?
  /// Whether to correct eddy currents where there is a water reference.
  public var correctsEddyCurrents: Bool
  /// The fewest averages that must be left, as a fraction of all.
  public var leastFraction: Double

  public init(
    coilPoints: Int = 64, alignment: SpectralRegistration? = SpectralRegistration(),
    rejection: OutlierRejection? = OutlierRejection(), correctsEddyCurrents: Bool = true, leastFraction: Double = 0.25
  ) {
    self.coilPoints = coilPoints
    self.alignment = alignment
    self.rejection = rejection
    self.correctsEddyCurrents = correctsEddyCurrents
    self.leastFraction = leastFraction
  }

  /// What the consensus recommends.
  public static let consensus = Processing()
}
