import MRSCore
import Numerics

/// The decay of one species in time: a Voigt line moved in frequency.
///
/// g(t) = exp(2πi·δ·t)·exp(−π·L·t)·exp(−(π·G·t)²/(4·ln 2)); L and G are the full widths at half maximum of the Lorentz
/// and the Gauss part, in Hz. A transverse relaxation time T2 gives L = 1/(π·T2).
public struct Lineshape: Hashable, Sendable {
  /// δ, Hz.
  public let shift: Double
  /// L, Hz.
  public let lorentzian: Double
  /// G, Hz.
  public let gaussian: Double

  public init(shift: Double = 0, lorentzian: Double, gaussian: Double = 0) {
    self.shift = shift
    self.lorentzian = lorentzian
    self.gaussian = gaussian
  }

  /// L = 1/(π·T2), T2 in seconds.
  public static func lorentzianWidth(relaxationTime: Double) -> Double { 1 / (.pi * relaxationTime) }

  /// The full width at half maximum of the Voigt line, in Hz: 0.5346·L + √(0.2166·L² + G²), within 0.02 %
  /// (Olivero & Longbothum 1977, doi:10.1016/0022-4073(77)90161-3).
  public var width: Double {
    0.5346 * lorentzian + (0.2166 * lorentzian * lorentzian + gaussian * gaussian).squareRoot()
  }

  /// g on the grid of `acquisition`, shape (L).
  public func decay(on acquisition: Acquisition) -> ComplexVector {
    var decay = ComplexVector(zeros: acquisition.points)
    let dwellTime = acquisition.dwellTime
    // The exponential part by recurrence; the Gaussian by a second one, since exp(−c(n+1)²)/exp(−cn²) is geometric.
    let step = Complex(length: .exp(-.pi * lorentzian * dwellTime), phase: 2 * .pi * shift * dwellTime)
    let c = Self.gaussianRate(gaussian) * dwellTime * dwellTime
    let ratioStep = Double.exp(-2 * c)
    var ratio = Double.exp(-c)
    var value = Complex<Double>(1)
    var envelope = 1.0
    for n in decay.indices {
      decay.real[n] = value.real * envelope
      decay.imaginary[n] = value.imaginary * envelope
      value = value * step
      envelope *= ratio
      ratio *= ratioStep
    }
    return decay
  }

  /// The factor c of exp(−c·t²) for a Gaussian of full width `width`: (π·width)²/(4·ln 2).
  public static func gaussianRate(_ width: Double) -> Double {
    (.pi * width) * (.pi * width) / (4 * .log(2))
  }
}
