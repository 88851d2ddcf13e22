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
    decay.add(self, scaledBy: 1, on: acquisition)
    return decay
  }

  /// exp(−(π·G·t)²/(4·ln 2)) on the grid of `acquisition`, shape (L).
  public func envelope(on acquisition: Acquisition) -> [Double] {
    .gaussian(
      count: acquisition.points,
      rate: Self.gaussianRate(gaussian) * acquisition.dwellTime * acquisition.dwellTime)
  }

  /// The factor c of exp(−c·t²) for a Gaussian of full width `width`: (π·width)²/(4·ln 2).
  public static func gaussianRate(_ width: Double) -> Double {
    (.pi * width) * (.pi * width) / (4 * .log(2))
  }
}

extension ComplexVector {
  /// self += amplitude·g(t), one line on the grid of `acquisition`.
  public mutating func add(_ lineshape: Lineshape, scaledBy amplitude: Complex<Double>, on acquisition: Acquisition) {
    let rate = Lineshape.gaussianRate(lineshape.gaussian) * acquisition.dwellTime * acquisition.dwellTime
    addLine(
      amplitude: amplitude,
      envelope: rate == 0 ? nil : .gaussian(count: acquisition.points, rate: rate, leavingOutZeros: true),
      damping: -.pi * lineshape.lorentzian * acquisition.dwellTime,
      rotation: 2 * .pi * lineshape.shift * acquisition.dwellTime)
  }
}
