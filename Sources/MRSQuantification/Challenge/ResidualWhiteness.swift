import MRSCore
import Numerics

/// Whether what a fit leaves of a spectrum is noise: neighbouring points of noise know nothing of one another.
///
/// r = Re Σ e_j·ē_{j+1} / Σ |e_j|² of M complex points is normal about zero with deviation 1/√(2M) for white noise. What a fit
/// misses is wider than a point and makes it positive; what a fit takes off too much makes it slightly negative.
public struct ResidualWhiteness: Hashable, Sendable, Codable {
  /// r.
  public let autocorrelation: Double
  /// r over its deviation.
  public let deviations: Double

  /// Above this many deviations a residual is not noise.
  public static let mostDeviations = 3.0

  public var isWhite: Bool { deviations < Self.mostDeviations }

  /// - Parameter residual: data less model in the window, shape (M).
  public init(of residual: ComplexVector) {
    let energy = residual.energy
    var products = 0.0
    for j in residual.indices.dropFirst() {
      products += residual.real[j - 1] * residual.real[j]
      products += residual.imaginary[j - 1] * residual.imaginary[j]
    }
    autocorrelation = energy > 0 ? products / energy : 0
    deviations = autocorrelation * Double(2 * residual.count).squareRoot()
  }
}
