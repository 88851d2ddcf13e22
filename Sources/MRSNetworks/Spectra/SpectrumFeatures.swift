import MRSCore
import Numerics

/// What a spectrum is like as a network sees it, in few numbers: what ``TrainingDomain`` compares.
///
/// All are of the encoder's output, S/s = sinh(x) and ln(noise/s), and of its magnitude where the phase must not matter.
struct SpectrumFeatures {
  /// Real and imaginary part over s, and the noise of either over s.
  let real: [Double]
  let imaginary: [Double]
  let noise: Double
  /// |S|/s.
  private let magnitude: [Double]

  /// - Parameter inputs: of one spectrum, real parts and then imaginary parts.
  init(inputs: ArraySlice<Float>, sideInput: Float) {
    let half = inputs.count / 2
    self.init(
      real: inputs.prefix(half).map { Double.sinh(Double($0)) },
      imaginary: inputs.suffix(half).map { Double.sinh(Double($0)) }, noise: Double.exp(Double(sideInput)))
  }

  init(real: [Double], imaginary: [Double], noise: Double) {
    self.real = real
    self.imaginary = imaginary
    self.noise = noise
    magnitude = zip(real, imaginary).map { ($0 * $0 + $1 * $1).squareRoot() }
  }

  /// The highest point over the noise.
  var signalToNoise: Double { (magnitude.max() ?? 0) / noise }

  /// |S| as asinh(|S|/2·noise): small lines count beside large ones.
  var compressed: [Double] { magnitude.map { Double.asinh($0 / (2 * noise)) } }

  /// ``compressed`` without its mean, of unit norm.
  var profile: [Double] {
    let compressed = compressed
    let mean = compressed.reduce(0, +) / Double(compressed.count)
    let centred = compressed.map { $0 - mean }
    let norm = centred.reduce(0) { $0 + $1 * $1 }.squareRoot()
    return norm > 0 ? centred.map { $0 / norm } : centred
  }

  /// The root mean square of |S| in the last points of the window, those towards water, over the noise.
  func upperEdge(_ points: Int) -> Double {
    (magnitude.suffix(points).reduce(0) { $0 + $1 * $1 } / Double(points)).squareRoot() / noise
  }
}

extension SpectrumFeatures {
  /// How like a profile is to a reference where it is most like it: their correlation, as far as they overlap when moved.
  static func match(_ profile: [Double], to reference: [Double]) -> Double {
    let reach = profile.count / 3
    return (-reach...reach).map { lag -> Double in
      let range = max(0, -lag)..<min(profile.count, profile.count - lag)
      var sum = 0.0
      for n in range { sum += reference[n] * profile[n + lag] }
      return sum
    }.max() ?? 0
  }
}
