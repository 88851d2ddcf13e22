import MRSCore
import Numerics

/// What a spectrum is like as a network sees it, in few numbers: what ``TrainingDomain`` compares.
///
/// All are of the encoder's output, S/s = sinh(x) and ln(noise/s), and of its magnitude where the phase must not matter.
struct SpectrumFeatures {
  /// Real and imaginary part over s, and the noise of either over s.
  private let real: [Double]
  private let imaginary: [Double]
  private let noise: Double
  /// |S|/s.
  private let magnitude: [Double]

  /// - Parameter inputs: of one spectrum, real parts and then imaginary parts.
  init(inputs: ArraySlice<Float>, sideInput: Float) {
    let half = inputs.count / 2
    real = inputs.prefix(half).map { Double.sinh(Double($0)) }
    imaginary = inputs.suffix(half).map { Double.sinh(Double($0)) }
    noise = Double.exp(Double(sideInput))
    magnitude = zip(real, imaginary).map { ($0 * $0 + $1 * $1).squareRoot() }
  }

  /// The highest point over the noise.
  var signalToNoise: Double { (magnitude.max() ?? 0) / noise }

  /// The full width at half maximum of the tallest peak of |S|, in points, to the first crossing on either side.
  var width: Double {
    guard let top = magnitude.indices.max(by: { magnitude[$0] < magnitude[$1] }) else { return 0 }
    let half = magnitude[top] / 2
    func reach(_ direction: Int) -> Double {
      var place = top
      while magnitude.indices.contains(place + direction) {
        let (here, next) = (magnitude[place], magnitude[place + direction])
        if next <= half {
          return Double(Swift.abs(place - top)) + (here - half) / max(here - next, .leastNormalMagnitude)
        }
        place += direction
      }
      return Double(Swift.abs(place - top))
    }
    return reach(1) + reach(-1)
  }

  /// How fast the whole spectrum changes from point to point: Σ|S(f+1) − S(f)|²/Σ|S(f)|², the noise taken off both. It falls
  /// with the width of all lines, with no line singled out.
  var sharpness: Double {
    let count = Double(magnitude.count)
    let energy = magnitude.reduce(0) { $0 + $1 * $1 } - 2 * noise * noise * count
    let changes =
      zip(real, real.dropFirst()).reduce(0) { $0 + ($1.1 - $1.0) * ($1.1 - $1.0) }
      + zip(imaginary, imaginary.dropFirst()).reduce(0) { $0 + ($1.1 - $1.0) * ($1.1 - $1.0) }
    // A spectrum of noise alone has neither; a tenth of the noise's energy keeps the ratio finite.
    let floor = 0.2 * noise * noise * count
    return max(changes - 4 * noise * noise * (count - 1), 1e-3 * floor) / max(energy, floor)
  }

  /// |S| as asinh(|S|/2·noise), its mean taken off, of unit norm: small lines count beside large ones.
  var profile: [Double] {
    let compressed = magnitude.map { Double.asinh($0 / (2 * noise)) }
    let mean = compressed.reduce(0, +) / Double(compressed.count)
    let centred = compressed.map { $0 - mean }
    let norm = centred.reduce(0) { $0 + $1 * $1 }.squareRoot()
    return norm > 0 ? centred.map { $0 / norm } : centred
  }

  /// The root mean square of |S| in the outermost points of the window over the noise.
  func edge(_ points: Int, isLast: Bool) -> Double {
    let values = isLast ? magnitude.suffix(points) : magnitude.prefix(points)
    return (values.reduce(0) { $0 + $1 * $1 } / Double(points)).squareRoot() / noise
  }

  /// The energy that noise alone would have in the compressed spectrum: ∂asinh(S/s) = ∂S/√(s² + S²).
  var compressedNoiseEnergy: Double {
    (real + imaginary).reduce(0) { $0 + noise * noise / (1 + $1 * $1) }
  }
}

extension SpectrumFeatures {
  /// The shift (points) at which a profile is most like a reference, and how like it is there: their correlation, as far
  /// as they overlap.
  static func match(_ profile: [Double], to reference: [Double]) -> (shift: Double, correlation: Double) {
    let reach = profile.count / 3
    let correlations = (-reach...reach).map { lag -> Double in
      let range = max(0, -lag)..<min(profile.count, profile.count - lag)
      var sum = 0.0
      for n in range { sum += reference[n] * profile[n + lag] }
      return sum
    }
    let best = correlations.indices.max { correlations[$0] < correlations[$1] } ?? reach
    var shift = Double(best - reach)
    if correlations.indices.contains(best - 1), correlations.indices.contains(best + 1) {
      let (left, middle, right) = (correlations[best - 1], correlations[best], correlations[best + 1])
      let bend = left - 2 * middle + right
      if bend < 0 { shift += 0.5 * (left - right) / bend }
    }
    return (shift, correlations[best])
  }
}
