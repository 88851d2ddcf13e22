import MRSCore
import Numerics

/// The covariance Ψ of the noise of receive coils, shape (coils, coils), Hermitian: Ψ_cd = ⟨n_c·conj(n_d)⟩, the
/// variance of a complex sample on its diagonal.
public struct NoiseCovariance: Sendable, Hashable {
  public let coils: Int
  /// Row-major.
  public let elements: [Complex<Double>]

  public subscript(row: Int, column: Int) -> Complex<Double> { elements[row * coils + column] }

  /// The standard deviation of the complex noise of each coil, in the unit of the FID.
  public var deviations: [Double] { (0..<coils).map { max(0, self[$0, $0].real).squareRoot() } }

  /// Estimated from the last `fraction` of every FID, where little signal is left, about the mean of that stretch.
  ///
  /// With fewer than four samples a degree of freedom the off-diagonal elements would be mostly chance; they are then
  /// left at zero.
  /// - Parameter advance: told of every average that is done.
  /// - Precondition: 0 < `fraction` ≤ 1.
  public init(estimatedFrom scan: FIDArray, fraction: Double = 0.2, advance: () -> Void = {}) {
    precondition(fraction > 0 && fraction <= 1)
    let coils = scan.coils
    let points = scan.acquisition.points
    let first = min(points - 1, Int(Double(points) * (1 - fraction)))
    var sums = [Complex<Double>](repeating: .zero, count: coils * coils)
    var used = 0
    for average in 0..<scan.averages {
      defer { advance() }
      let tails = (0..<coils).map { Self.centred(scan.samples[$0 * scan.averages + average, first..<points]) }
      guard tails.allSatisfy(\.isFinite) else { continue }
      used += 1
      for c in 0..<coils {
        for d in c..<coils { sums[c * coils + d] += tails[d].innerProduct(tails[c]) }
      }
    }
    let degrees = max(1, used * max(1, points - first - 1))
    let isFull = degrees >= 4 * coils
    var elements = [Complex<Double>](repeating: .zero, count: coils * coils)
    for c in 0..<coils {
      elements[c * coils + c] = Complex(sums[c * coils + c].real / Double(degrees))
      guard isFull else { continue }
      for d in (c + 1)..<max(c + 1, coils) {
        let value = sums[c * coils + d] / Complex(Double(degrees))
        elements[c * coils + d] = value
        elements[d * coils + c] = value.conjugate
      }
    }
    self.coils = coils
    self.elements = elements
  }

  private static func centred(_ tail: ComplexVector) -> ComplexVector {
    let count = Double(tail.count)
    let re = tail.real.reduce(0, +) / count
    let im = tail.imaginary.reduce(0, +) / count
    return ComplexVector(real: tail.real.map { $0 - re }, imaginary: tail.imaginary.map { $0 - im })
  }
}
