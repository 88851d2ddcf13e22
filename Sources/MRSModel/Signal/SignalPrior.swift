import MRSCore

/// What the parameters of a spectrum are drawn from: amounts, natural widths, and the nuisances every spectrum has.
public struct SignalPrior: Hashable, Sendable, Codable {
  public var amounts: AmountDistribution
  /// The transverse relaxation time of each species, in seconds; a draw below 5 ms is raised to it.
  public var relaxationTimes: [Distribution]
  /// The standard deviation of each species' own frequency offset, in Hz.
  public var shiftDeviations: [Double]
  /// What species that move together move by, in Hz, beside their own offsets: fat against water.
  public var commonShifts: [CommonShift]
  /// The shared Gauss width, in Hz.
  public var gaussian: Distribution
  /// The standard deviation of each species' additional Gauss broadening taken as Lorentz width, in Hz, drawn uniform
  /// from zero.
  public var ownBroadening: Distribution
  /// The frequency error that registration leaves, in Hz.
  public var frequency: Distribution
  /// The zero-order phase that processing leaves, in degrees.
  public var phase: Distribution
  /// The first-order phase, in degrees a ppm about the carrier.
  public var firstOrderPhase: Distribution
  /// The standard deviation of the noise of an FID sample (real or imaginary part), in the unit of the amounts.
  public var noise: Distribution

  /// Species that one draw moves all.
  public struct CommonShift: Hashable, Sendable, Codable {
    /// Their places in the model.
    public var species: [Int]
    /// Hz.
    public var shift: Distribution

    public init(species: [Int], shift: Distribution) {
      self.species = species
      self.shift = shift
    }
  }

  public init(
    amounts: AmountDistribution, relaxationTimes: [Distribution], shiftDeviations: [Double],
    commonShifts: [CommonShift] = [], gaussian: Distribution,
    ownBroadening: Distribution, frequency: Distribution, phase: Distribution, firstOrderPhase: Distribution,
    noise: Distribution
  ) {
    precondition(relaxationTimes.count == amounts.names.count && shiftDeviations.count == amounts.names.count)
    self.amounts = amounts
    self.relaxationTimes = relaxationTimes
    self.shiftDeviations = shiftDeviations
    self.commonShifts = commonShifts
    self.gaussian = gaussian
    self.ownBroadening = ownBroadening
    self.frequency = frequency
    self.phase = phase
    self.firstOrderPhase = firstOrderPhase
    self.noise = noise
  }

  /// One signal's parameters at the field of `acquisition`.
  public func draw(on acquisition: Acquisition, using stream: inout RandomStream) -> SignalParameters {
    let values = amounts.draw(using: &stream)
    return parameters(amounts: values, on: acquisition, using: &stream)
  }

  /// The parameters of a signal of known amounts: the rest is drawn.
  public func parameters(
    amounts values: [Double], on acquisition: Acquisition, using stream: inout RandomStream
  ) -> SignalParameters {
    let lorentzians = relaxationTimes.map { distribution in
      Lineshape.lorentzianWidth(relaxationTime: max(0.005, distribution.draw(using: &stream)))
        + max(0, ownBroadening.draw(using: &stream))
    }
    var shifts = shiftDeviations.map { $0 * stream.normal() }
    for common in commonShifts {
      let shift = common.shift.draw(using: &stream)
      for k in common.species { shifts[k] += shift }
    }
    let degreesPerPPM = firstOrderPhase.draw(using: &stream)
    return SignalParameters(
      amounts: values, shifts: shifts, lorentzians: lorentzians, gaussian: max(0, gaussian.draw(using: &stream)),
      frequency: frequency.draw(using: &stream), phase: Angle.degrees(phase.draw(using: &stream)).radians,
      delay: Angle.degrees(degreesPerPPM).radians
        / (2 * .pi * acquisition.spectrometerFrequency.megahertz))
  }
}
