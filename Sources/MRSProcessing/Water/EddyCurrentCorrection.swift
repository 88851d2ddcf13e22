import MRSCore
import Numerics

/// The phase that eddy currents write on every signal of a voxel, from its unsuppressed water (Klose 1990,
/// doi:10.1002/mrm.1910140104): s_corrected(t) = s(t)·exp(−i·φ_w(t)), φ_w the phase of the water FID.
///
/// It takes away the water's frequency offset and zero-order phase as well: water comes to lie at 0 Hz, phase 0. Where
/// the water has decayed into the noise its phase says nothing; beyond the last sample above `noiseMultiple` times the
/// noise, φ_w goes on in a straight line fitted to the last quarter before it. (Klose used the noisy phase.)
public struct EddyCurrentCorrection: Sendable, Hashable, Codable {
  /// φ_w at every sample, in radians, unwrapped.
  public let phase: [Double]
  /// The samples whose phase was measured; later ones are extrapolated.
  public let measuredPoints: Int

  /// - Precondition: `noise`, the deviation of the complex noise of `water`, is not negative.
  /// - Throws: ``ProcessingError/noSignal(what:)`` for water that is zero or not finite.
  public init(water: FID, noise: Double, noiseMultiple: Double = 5) throws(ProcessingError) {
    let samples = water.samples
    let magnitude = samples.magnitude
    guard samples.isFinite, magnitude.contains(where: { $0 > 0 }) else {
      throw .noSignal(what: "the phase of the water reference")
    }
    let threshold = noiseMultiple * noise
    let measured = magnitude.firstIndex { $0 <= threshold } ?? samples.count
    let last = max(2, min(measured, samples.count))
    var phase = [Double](repeating: 0, count: samples.count)
    var previous = samples[0].length > 0 ? samples[0].phase : 0
    phase[0] = previous
    for i in 1..<max(1, min(last, samples.count)) {
      let angle = samples[i].length > 0 ? samples[i].phase : previous
      let step = angle - previous
      phase[i] = phase[i - 1] + step - 2 * .pi * (step / (2 * .pi)).rounded()
      previous = angle
    }
    if last < samples.count {
      let (level, slope) = Self.line(phase, from: max(0, last - max(8, last / 4)), to: last)
      for i in last..<samples.count { phase[i] = level + slope * Double(i) }
    }
    self.phase = phase
    measuredPoints = min(last, samples.count)
  }

  /// The least-squares line through `values[from..<to]` against the index.
  private static func line(_ values: [Double], from: Int, to: Int) -> (level: Double, slope: Double) {
    let count = Double(to - from)
    let centre = Double(from + to - 1) / 2
    let mean = values[from..<to].reduce(0, +) / count
    var covariance = 0.0
    var variance = 0.0
    for i in from..<to {
      covariance += (Double(i) - centre) * (values[i] - mean)
      variance += (Double(i) - centre) * (Double(i) - centre)
    }
    let slope = variance > 0 ? covariance / variance : 0
    return (mean - slope * centre, slope)
  }
}

extension FID {
  /// Freed of the eddy currents' phase: s(t)·exp(−i·φ_w(t)).
  /// - Precondition: the correction has as many points as the FID.
  public func corrected(by correction: EddyCurrentCorrection) -> FID {
    precondition(correction.phase.count == samples.count, "the water reference has another number of points")
    var result = samples
    for i in result.indices { result[i] = result[i] * Complex(length: 1, phase: -correction.phase[i]) }
    return FID(samples: result, acquisition: acquisition)
  }
}
