import MRSCore
import MRSModel
import Numerics

/// A lineshape that no Voigt line has: the voxel is made of regions whose fields differ, as at the edge of vessels and
/// next to the lung, and the sum of their lines is skewed (Provencher 1993, doi:10.1002/mrm.1910300604, who fits such
/// lineshapes without a model).
///
/// s(t) ← s(t)·Σ w_j·exp(2πi·d_j·t)·exp(−(π·g_j·t)²/(4·ln 2)): the weights w_j sum to one and the displacements d_j have
/// the weighted mean zero, so that neither amounts nor frequencies change.
public struct FieldInhomogeneity: Corruption, Hashable, Codable {
  /// How many regions.
  public var regions: Int
  /// The standard deviation of the regions' displacements, in Hz; a draw below zero counts as zero.
  public var displacement: Distribution
  /// The Gauss width of the field within each region, in Hz.
  public var width: Distribution

  public init(regions: Int = 3, displacement: Distribution, width: Distribution) {
    self.regions = regions
    self.displacement = displacement
    self.width = width
  }

  public var isSharedByWater: Bool { true }

  public func apply(to samples: inout ComplexVector, on acquisition: Acquisition, using stream: inout RandomStream) {
    samples *= kernel(on: acquisition, using: &stream)
  }

  /// One draw of the factor of s(t), shape (L); 1 at time zero.
  public func kernel(on acquisition: Acquisition, using stream: inout RandomStream) -> ComplexVector {
    let spread = max(0, displacement.draw(using: &stream))
    let parts = (0..<regions).map { _ in
      (
        weight: stream.uniform(in: 0.1...1), displacement: spread * stream.normal(),
        width: max(0, width.draw(using: &stream))
      )
    }
    let total = parts.reduce(0) { $0 + $1.weight }
    let centre = parts.reduce(0) { $0 + $1.weight * $1.displacement } / total
    var kernel = ComplexVector(zeros: acquisition.points)
    for part in parts {
      kernel.add(
        Lineshape(shift: part.displacement - centre, lorentzian: 0, gaussian: part.width),
        scaledBy: Complex(part.weight / total), on: acquisition)
    }
    return kernel
  }
}
