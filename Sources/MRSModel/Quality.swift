/// What is known of a spectrum's quality.
public struct Quality: Hashable, Sendable, Codable {
  /// The height of the tallest peak of the real spectrum in the analysed window over the standard deviation of the
  /// noise in the real spectrum (Öz et al. 2014 and the 2021 consensus leave the factor open; ours is 1).
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
