import MRSCore

/// A pulse sequence as the list of what happens to the protons, in order, up to the start of sampling.
public struct PulseSequence: Hashable, Sendable {
  /// One thing that happens.
  public enum Event: Hashable, Sendable {
    /// An ideal (instantaneous, non-selective) rotation about the axis at `phase` from x in the transverse plane.
    case pulse(_ flip: Angle, phase: Angle)
    /// Free precession, in seconds.
    case delay(_ seconds: Double)
  }

  public let name: String
  /// The time from the middle of the excitation pulse to the first sample, in seconds.
  public let echoTime: Double
  public let events: [Event]

  public init(name: String, echoTime: Double, events: [Event]) {
    self.name = name
    self.echoTime = echoTime
    self.events = events
  }

  /// Pulse phases.
  static let x = Angle.degrees(0)
  static let y = Angle.degrees(90)
}
