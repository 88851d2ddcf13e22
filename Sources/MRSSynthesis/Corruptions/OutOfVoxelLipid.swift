import MRSCore
import MRSModel
import Numerics

/// Lipid from outside the voxel: the methylene line, displaced, broad, with a phase of its own.
public struct OutOfVoxelLipid: Corruption, Hashable, Codable {
  /// How many spectra have it, 0 … 1.
  public var probability: Double
  /// The amplitude, in mM of protons.
  public var amplitude: Distribution
  /// The displacement from 1.30 ppm, in Hz.
  public var displacement: Distribution
  /// The Lorentz width, in Hz.
  public var width: Distribution

  public init(probability: Double, amplitude: Distribution, displacement: Distribution, width: Distribution) {
    self.probability = probability
    self.amplitude = amplitude
    self.displacement = displacement
    self.width = width
  }

  public func apply(to samples: inout ComplexVector, on acquisition: Acquisition, using stream: inout RandomStream) {
    guard stream.uniform() < probability else { return }
    let lineshape = Lineshape(
      shift: acquisition.offset(of: .ppm(1.30)).hertz + displacement.draw(using: &stream),
      lorentzian: max(5, width.draw(using: &stream)))
    let amplitude = Complex(length: amplitude.draw(using: &stream), phase: stream.uniform(in: 0...(2 * .pi)))
    samples.add(lineshape, scaledBy: amplitude, on: acquisition)
  }
}
