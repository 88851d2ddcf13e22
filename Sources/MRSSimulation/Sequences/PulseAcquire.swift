import MRSCore

extension PulseSequence {
  /// Excite and sample: 90°_y – acquire.
  public static let pulseAcquire = PulseSequence(
    name: "PULSE-ACQUIRE",
    echoTime: 0,
    events: [
      .pulse(.degrees(90), phase: y)
    ])
}
