import MRSCore
import MRSModel
import Numerics

/// A ghost: an unwanted echo that refocuses during sampling, a Gaussian burst in time.
public struct SpuriousEcho: Corruption, Hashable, Codable {
  /// How many spectra have it, 0 … 1.
  public var probability: Double
  /// The amplitude at its centre, in the unit of the FID.
  public var amplitude: Distribution
  /// The centre in time, in seconds.
  public var time: Distribution
  /// The standard deviation in time, in seconds.
  public var duration: Distribution
  /// The frequency, in Hz from the carrier.
  public var frequency: Distribution

  public init(
    probability: Double, amplitude: Distribution, time: Distribution, duration: Distribution, frequency: Distribution
  ) {
    self.probability = probability
    self.amplitude = amplitude
    self.time = time
    self.duration = duration
    self.frequency = frequency
  }

  public func apply(to samples: inout ComplexVector, on acquisition: Acquisition, using stream: inout RandomStream) {
    guard stream.uniform() < probability else { return }
    let height = amplitude.draw(using: &stream)
    let centre = time.draw(using: &stream)
    let spread = max(acquisition.dwellTime, duration.draw(using: &stream))
    let f = frequency.draw(using: &stream)
    let phase = stream.uniform(in: 0...(2 * .pi))
    let envelope = samples.indices.map { n in
      let t = (acquisition.time(ofSample: n) - centre) / spread
      return Double.exp(-0.5 * t * t)
    }
    let turn = 2 * .pi * f
    samples.addLine(
      amplitude: Complex(length: height, phase: phase - turn * centre), envelope: envelope, damping: 0,
      rotation: turn * acquisition.dwellTime)
  }
}
