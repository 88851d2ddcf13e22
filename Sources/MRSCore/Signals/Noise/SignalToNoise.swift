/// The signal-to-noise ratio: how many standard deviations of the noise a spectrum's highest point has.
///
/// SNR = max_f Re S(f)/σ, with S the phased spectrum in the analysed window, no filter and no zero-filling, and σ the
/// standard deviation of the noise of the real part of a spectral point (``NoiseEstimate/spectral``). The factor before it
/// is 1: the literature has 1 and 2 (Öz et al. 2014, doi:10.1148/radiol.13130531, and Kreis et al. 2021,
/// doi:10.1002/nbm.4347, leave it open).
///
/// What S is depends on what is known: the fitted model without its baseline where there is a fit, the data where there is
/// none, the line that is asked for in a protocol.
public enum SignalToNoise {
  /// max_f Re S(f)/σ; infinite without noise.
  public static func ratio(of real: some Sequence<Double>, noise: Double) -> Double {
    ratio(height: real.max() ?? 0, noise: noise)
  }

  /// The ratio for a highest point that is known.
  public static func ratio(height: Double, noise: Double) -> Double { noise > 0 ? height / noise : .infinity }

  /// The standard deviation of the real part of an FID sample in which a peak of `height` has the ratio 1.
  public static func noiseOfSample(atUnitRatioOf height: Double, on acquisition: Acquisition) -> Double {
    height / acquisition.spectralNoise(ofSample: 1)
  }

  /// LCModel's own ratio, which its .COORD files hold and which is not the one above: the highest point of the fit without
  /// its baseline over *twice* the root mean square of the residual (Provencher, LCModel & LCMgui User's Manual); 0 for no
  /// residual.
  public static func lcModel(of real: some Sequence<Double>, residual: [Double]) -> Double {
    let rootMeanSquare = (residual.reduce(0) { $0 + $1 * $1 } / Double(max(1, residual.count))).squareRoot()
    return rootMeanSquare > 0 ? (real.max() ?? 0) / (2 * rootMeanSquare) : 0
  }
}
