import MRSCore
import Numerics

/// The inverse of Shinnar and Le Roux: from the polynomials of a pulse to its samples (Pauly et al. 1991,
/// doi:10.1109/42.75611).
enum ShinnarLeRoux {
  /// The rotation of each sample, in radians, complex with its phase, of the pulse with β(z) = Σ β_n·z⁻ⁿ.
  ///
  /// - Precondition: |β| < 1 on the unit circle, and β is real.
  static func pulse(beta: [Double]) -> ComplexVector {
    var b = beta.map { Complex<Double>($0) }
    var a = minimumPhase(beta: beta)
    var samples = ComplexVector(zeros: beta.count)
    for j in beta.indices.reversed() {
      // tan(φ/2)·i·e^{iθ} = β₀/α₀ of the polynomials of the first j + 1 samples.
      let ratio = b[0] / a[0]
      let half = Double.atan(ratio.length)
      let direction = ratio.length > 0 ? ratio / Complex(ratio.length) : 1
      samples[j] = Complex(2 * half) * (direction * Complex(0, -1))
      let cosine = Complex(Double.cos(half))
      let sine = Complex(Double.sin(half)) * direction
      // α_{j−1} = C·α_j + S*·β_j loses its last coefficient, β_{j−1} = (C·β_j − S·α_j)·z its first.
      let nextA = (0..<j).map { cosine * a[$0] + sine.conjugate * b[$0] }
      let nextB = (0..<j).map { cosine * b[$0 + 1] - sine * a[$0 + 1] }
      (a, b) = (nextA, nextB)
    }
    // β is real, so all samples have one phase but for their sign: along x, the largest positive.
    let peak = samples.indices.max { samples.magnitude[$0] < samples.magnitude[$1] } ?? 0
    guard samples[peak].length > 0 else { return samples }
    return ComplexVector(
      samples.indices.map { Complex((samples[$0] * samples[peak].conjugate).real / samples[peak].length) })
  }

  /// The minimum-phase α with |α|² = 1 − |β|²: the cepstrum of ln|α| folded to positive times.
  private static func minimumPhase(beta: [Double]) -> [Complex<Double>] {
    var count = 1024
    while count < 64 * beta.count { count *= 2 }
    let transform = FourierTransform(count: count)
    var padded = ComplexVector(zeros: count)
    for (i, value) in beta.enumerated() { padded.real[i] = value }
    let response = transform.forward(padded)
    let logarithms = response.magnitude.map { 0.5 * Double.log(max(1e-14, 1 - $0 * $0)) }
    var cepstrum = transform.inverse(ComplexVector(real: logarithms, imaginary: [Double](repeating: 0, count: count)))
    for i in 1..<count {
      let factor: Double = i < count / 2 ? 2 : (i == count / 2 ? 1 : 0)
      cepstrum.real[i] *= factor
      cepstrum.imaginary[i] *= factor
    }
    let logarithm = transform.forward(cepstrum)
    let alpha = ComplexVector(
      logarithm.indices.map { i in Complex(length: Double.exp(logarithm.real[i]), phase: logarithm.imaginary[i]) })
    let coefficients = transform.inverse(alpha)
    return beta.indices.map { coefficients[$0] }
  }
}
