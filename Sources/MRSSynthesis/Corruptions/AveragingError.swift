import MRSCore
import MRSModel
import Numerics

/// What the mean of aligned averages is, without making the averages: the mean of their errors of frequency and phase
/// stays, since averages are aligned with one another and not with the truth, and what alignment leaves costs coherence.
///
/// Of N averages with independent normal jitter (σ_f, σ_φ) the mean turns the signal by a normal frequency of deviation
/// σ_f/√N and phase of σ_φ/√N; errors (ρ_f, ρ_φ) left by alignment multiply it by the mean of exp(i·(φ + 2π·f·t)), which is
/// exp(−v·(ρ_φ² + (2π·ρ_f·t)²)/2) up to 1/√N, v·ρ² being the variance of N draws: its mean is 1 − 1/N and its deviation
/// √(2/N). With that, spectra have the distribution of linewidth, signal-to-noise ratio
/// and position of raw scans that went through processing (`DepthTests`).
public struct AveragingError: Corruption, Hashable, Codable {
  /// N.
  public var averages: Int
  /// σ_f, the standard deviation of the frequency from average to average, in Hz.
  public var frequencyJitter: Double
  /// σ_φ, in radians.
  public var phaseJitter: Double
  /// ρ_f, in Hz. Of lipid-rich spectra alignment leaves next to nothing; without alignment it is σ_f.
  public var frequencyLeft: Double
  /// ρ_φ, in radians.
  public var phaseLeft: Double
  /// The factor by which estimated coil weights and averages that were left out miss the height of perfect ones.
  public var gain: Distribution

  public init(
    averages: Int, frequencyJitter: Double, phaseJitter: Double, frequencyLeft: Double = 0, phaseLeft: Double = 0,
    gain: Distribution = .fixed(1)
  ) {
    self.averages = averages
    self.frequencyJitter = frequencyJitter
    self.phaseJitter = phaseJitter
    self.frequencyLeft = frequencyLeft
    self.phaseLeft = phaseLeft
    self.gain = gain
  }

  public func apply(to samples: inout ComplexVector, on acquisition: Acquisition, using stream: inout RandomStream) {
    let share = 1 / Double(averages).squareRoot()
    let frequency = frequencyJitter * share * stream.normal()
    let phase = phaseJitter * share * stream.normal()
    let variance = max(0, 1 - share * share + 2.0.squareRoot() * share * stream.normal())
    let height = gain.draw(using: &stream) * .exp(-0.5 * variance * phaseLeft * phaseLeft)
    let radians = 2 * .pi * frequencyLeft * acquisition.dwellTime
    samples.modulate(
      by: frequencyLeft == 0 ? nil : .gaussian(count: samples.count, rate: 0.5 * variance * radians * radians),
      amplitude: Complex(length: height, phase: phase), rotation: 2 * .pi * frequency * acquisition.dwellTime)
  }
}
