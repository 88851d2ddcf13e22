import Numerics

/// The relaxation times of a species, in seconds.
public struct Relaxation: Hashable, Sendable, Codable {
  public let t1: Double
  public let t2: Double

  public init(t1: Double, t2: Double) {
    self.t1 = t1
    self.t2 = t2
  }

  /// The share of the signal left in a spin-echo experiment: exp(−TE/T2)·(1 − exp(−TR/T1)), times in seconds.
  public func attenuation(echoTime: Double, repetitionTime: Double) -> Double {
    .exp(-echoTime / t2) * (1 - .exp(-repetitionTime / t1))
  }
}
