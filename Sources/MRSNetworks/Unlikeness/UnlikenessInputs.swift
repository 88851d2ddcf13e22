import MRSCore
import Numerics

/// What an ``UnlikenessNetwork`` sees of a spectrum: the numbers that a ``FeatureExtractor`` gives it, and after them those of
/// spectrograms.
///
/// Of a spectrogram asinh(A/s) is seen, with s the usual noise of a sample, made to mean 0 and deviation 1 over spectra of all kinds that
/// the network learns to tell. All numbers x are compressed to 3·asinh(x/3).
public struct UnlikenessInputs: Hashable, Sendable {
  public let spectrograms: [Spectrogram]
  /// s, mM.
  public let scale: Double
  let means: FloatArray
  let deviations: FloatArray

  /// The numbers of a spectrum that are those of spectrograms.
  public var count: Int { Self.count(of: spectrograms) }

  static func count(of spectrograms: [Spectrogram]) -> Int { spectrograms.reduce(0) { $0 + $1.count } }

  /// The features alone.
  public static let features = UnlikenessInputs(
    spectrograms: [], scale: 1, means: FloatArray(shape: [0], values: []),
    deviations: FloatArray(shape: [0], values: []))

  init(spectrograms: [Spectrogram], scale: Double, means: FloatArray, deviations: FloatArray) {
    self.spectrograms = spectrograms
    self.scale = scale
    self.means = means
    self.deviations = deviations
  }

  /// With means and deviations of these spectra.
  /// - Parameter scale: the usual deviation of the real part of a sample, mM.
  public init(spectrograms: [Spectrogram], scale: Double, learningFrom fids: [FID]) {
    let rows = Self.raw(spectrograms, scale: scale, of: fids)
    let count = Double(max(rows.count, 1))
    let places = 0..<Self.count(of: spectrograms)
    let means = places.map { k in rows.reduce(0) { $0 + $1[k] } / count }
    let deviations = places.map { k in
      let square = rows.reduce(0) { $0 + ($1[k] - means[k]) * ($1[k] - means[k]) } / count
      return max(square.squareRoot(), 1e-3)
    }
    self.init(
      spectrograms: spectrograms, scale: scale, means: FloatArray(means, shape: [means.count]),
      deviations: FloatArray(deviations, shape: [means.count]))
  }

  /// All of spectra, spectrum after spectrum.
  public func inputs(of fids: [FID], by features: FeatureExtractor) -> [Float] {
    let shown = features.encoded(fids)
    return inputs(of: fids, numbers: features.numbers(inputs: shown.inputs, sideInputs: shown.sideInputs))
  }

  /// - Parameter numbers: those of the features of each.
  func inputs(of fids: [FID], numbers: [[Float]]) -> [Float] {
    let raw = Self.raw(spectrograms, scale: scale, of: fids)
    return fids.indices.flatMap { place in
      let own = raw[place].enumerated().map { k, value in (Float(value) - means.values[k]) / deviations.values[k] }
      return (numbers[place] + own).map { Float(FeatureDomain.compressed($0)) }
    }
  }

  private static func raw(_ spectrograms: [Spectrogram], scale: Double, of fids: [FID]) -> [[Double]] {
    var rows = fids.map { _ in [Double]() }
    for spectrogram in spectrograms {
      for (place, magnitudes) in spectrogram.magnitudes(of: fids).enumerated() {
        rows[place] += magnitudes.map { .asinh($0 / scale) }
      }
    }
    return rows
  }
}
