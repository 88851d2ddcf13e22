import MRSCore
import Numerics

/// How a spectrum is shown to a network: real and imaginary part of a window, shape (2, L), and the noise.
///
/// Every point is compressed as asinh(S/s): linear below the scale s, logarithmic above, so that choline stays visible
/// beside fat fifty times as high and nothing is cut off. The one side input is ln(noise/s).
public struct SpectrumEncoder: Hashable, Sendable, Codable {
  /// The grid the network was trained on.
  public let acquisition: Acquisition
  /// The spectral points shown, L of them.
  public let firstPoint: Int
  public let points: Int
  /// s, in the unit of the FID times seconds.
  public let scale: Double

  /// Of an acquisition that a network is trained on: of more, features take many seconds and gigabytes to make ready.
  public static let mostPoints = 1 << 14
  public static let channels = 2
  public static let sideInputs = 1

  /// The window is widened symmetrically to a multiple of 32 points, as poolings want it.
  public init(acquisition: Acquisition, window: ClosedRange<ChemicalShift>, scale: Double) {
    let indices = acquisition.spectralIndices(in: window)
    let padded = min((indices.count + 31) / 32 * 32, acquisition.points)
    let start = indices.lowerBound - (padded - indices.count) / 2
    self.acquisition = acquisition
    self.firstPoint = min(max(0, start), acquisition.points - padded)
    self.points = padded
    self.scale = scale
  }

  /// - Throws: `DecodingError` for a window that is not within the spectrum, and a scale that is none.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    acquisition = try container.decode(Acquisition.self, forKey: .acquisition)
    firstPoint = try container.decode(Int.self, forKey: .firstPoint)
    points = try container.decode(Int.self, forKey: .points)
    scale = try container.decode(Double.self, forKey: .scale)
    let all = acquisition.points
    guard all <= Self.mostPoints, SamplingLimits.dwellTime.contains(acquisition.dwellTime),
      SamplingLimits.frequency.contains(acquisition.spectrometerFrequency.megahertz)
    else {
      throw DecodingError.dataCorruptedError(
        forKey: .acquisition, in: container,
        debugDescription:
          "\(all) points, \(acquisition.dwellTime) s apart, at \(acquisition.spectrometerFrequency.megahertz) MHz are "
          + "no acquisition of a network (up to \(Self.mostPoints) points); the file was damaged or edited")
    }
    guard (0..<all).contains(firstPoint), points >= 1, points <= all - firstPoint else {
      throw DecodingError.dataCorruptedError(
        forKey: .points, in: container,
        debugDescription: "\(points) points from \(firstPoint) on are not within a spectrum of \(all)")
    }
    guard scale > 0, scale.isFinite else {
      throw DecodingError.dataCorruptedError(
        forKey: .scale, in: container, debugDescription: "\(scale) where a positive number is expected")
    }
  }

  /// What the network sees of `fid`: 2·L numbers, channel by channel, and the side input.
  public func encoded(_ fid: FID, transform: FourierTransform) -> (inputs: [Float], sideInputs: [Float]) {
    let noise = NoiseEstimate(of: fid).spectral
    return (
      inputs(of: fid.samples, transform: transform), [Float(Double.log(max(noise, 1e-9 * scale) / scale))]
    )
  }

  /// The window of an FID's spectrum, without what is said of its noise.
  func inputs(of samples: ComplexVector, transform: FourierTransform) -> [Float] {
    let spectrum = transform.centredSpectrum(of: samples, dwellTime: acquisition.dwellTime)
    let range = firstPoint..<firstPoint + points
    func compress(_ value: Double) -> Float { Float(Double.asinh(value / scale)) }
    return spectrum.real[range].map(compress) + spectrum.imaginary[range].map(compress)
  }
}
