import MRSCore
import MRSModel
import Numerics

/// Eddy currents that outlive the gradients: the field, and with it the phase of everything, drifts back in the first
/// part of the signal.
///
/// s(t) ← s(t)·exp(i·A·(1 − exp(−t/τ))): a field that decays with the time constant τ and turns the signal by A in all.
/// Time constants of milliseconds to tenths of a second are those of the cold structures of a magnet (Klose 1990,
/// doi:10.1002/mrm.1910140104, whose correction is `EddyCurrentCorrection` of MRSProcessing).
public struct EddyCurrents: Corruption, Hashable, Codable {
  /// A, in radians.
  public var turn: Distribution
  /// τ, in seconds; a draw below a sample counts as one.
  public var timeConstant: Distribution

  public init(turn: Distribution, timeConstant: Distribution) {
    self.turn = turn
    self.timeConstant = timeConstant
  }

  public var isSharedByWater: Bool { true }

  public func apply(to samples: inout ComplexVector, on acquisition: Acquisition, using stream: inout RandomStream) {
    let turn = turn.draw(using: &stream)
    let rate = 1 / max(acquisition.dwellTime, timeConstant.draw(using: &stream))
    guard turn != 0 else { return }
    for n in samples.indices {
      let phase = turn * (1 - .exp(-rate * acquisition.time(ofSample: n)))
      samples[n] = samples[n] * Complex(length: 1, phase: phase)
    }
  }
}
