/// What is known of a spectrum's quality.
public struct Quality: Hashable, Sendable, Codable {
  /// As `SignalToNoise` in MRSCore defines it.
  public let signalToNoise: Double
  /// The full width at half maximum of a fitted line, in Hz, with all that broadens it; `nil` where no lineshape was fitted.
  public let linewidth: Double?
  /// The residual's standard deviation over that of the noise: 1 for a model that explains the data.
  public let residualToNoise: Double?

  public init(signalToNoise: Double, linewidth: Double?, residualToNoise: Double?) {
    self.signalToNoise = signalToNoise
    self.linewidth = linewidth
    self.residualToNoise = residualToNoise
  }
}
