/// The parameters of one signal, everything ``ForwardModel`` needs besides the basis.
public struct SignalParameters: Hashable, Sendable, Codable {
  /// The amount of each species, in basis order (unit of the quantification).
  public var amounts: [Double]
  /// The frequency offset of each species from its basis function, in Hz.
  public var shifts: [Double]
  /// The Lorentz width of each species, in Hz.
  public var lorentzians: [Double]
  /// The shared Gauss width, in Hz.
  public var gaussian: Double
  /// The shared frequency offset, in Hz.
  public var frequency: Double
  /// The zero-order phase φ₀, in radians.
  public var phase: Double
  /// The first-order phase as a time: φ(f) = φ₀ + 2π·f·τ, τ in seconds.
  public var delay: Double

  public init(
    amounts: [Double], shifts: [Double], lorentzians: [Double], gaussian: Double, frequency: Double = 0,
    phase: Double = 0, delay: Double = 0
  ) {
    self.amounts = amounts
    self.shifts = shifts
    self.lorentzians = lorentzians
    self.gaussian = gaussian
    self.frequency = frequency
    self.phase = phase
    self.delay = delay
  }

  /// These of the truth, and those of a fit of what it has besides their species, as macromolecules: the truth has no
  /// such functions.
  package func completed(by fit: SignalParameters) -> SignalParameters {
    let species = amounts.count
    var all = self
    all.amounts += fit.amounts.dropFirst(species)
    all.shifts += fit.shifts.dropFirst(species)
    all.lorentzians += fit.lorentzians.dropFirst(species)
    return all
  }
}
