import MRSCore
import MRSModel
import Numerics

/// Macromolecules and other broad signals: Gaussian lines far wider than metabolites, near the positions of the brain's
/// macromolecular resonances (Cudalbu et al. 2021, doi:10.1002/nbm.4393; no such list for liver is known to us).
public struct BroadBaseline: Corruption, Hashable, Codable {
  /// The amplitude of each line, in mM of protons.
  public var amplitude: Distribution
  /// The Gauss width of each line, in Hz; a draw below 20 Hz counts as 20.
  public var width: Distribution
  /// The positions, in ppm.
  public var positions: [Double]
  /// The standard deviation of each line about its position, in ppm.
  public var positionDeviation: Double

  public init(amplitude: Distribution, width: Distribution, positions: [Double], positionDeviation: Double = 0.03) {
    self.amplitude = amplitude
    self.width = width
    self.positions = positions
    self.positionDeviation = positionDeviation
  }

  public func apply(to samples: inout ComplexVector, on acquisition: Acquisition, using stream: inout RandomStream) {
    for position in positions {
      let lineshape = Lineshape(
        shift: acquisition.offset(of: .ppm(position + positionDeviation * stream.normal())).hertz, lorentzian: 0,
        gaussian: max(20, width.draw(using: &stream)))
      samples.add(lineshape, scaledBy: Complex(amplitude.draw(using: &stream)), on: acquisition)
    }
  }
}
