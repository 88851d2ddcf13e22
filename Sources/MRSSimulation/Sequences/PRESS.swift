import MRSCore

extension PulseSequence {
  /// Point-resolved spectroscopy, a double spin echo (Bottomley 1987, doi:10.1111/j.1749-6632.1987.tb32915.x):
  /// 90°_y – TE1/2 – 180°_x – TE1/2 + TE2/2 – 180°_x – TE2/2 – acquire, with ideal pulses.
  ///
  /// Both echo times are in seconds; TE = TE1 + TE2.
  public static func press(firstEchoTime: Double, secondEchoTime: Double) -> PulseSequence {
    PulseSequence(
      name: "PRESS",
      echoTime: firstEchoTime + secondEchoTime,
      events: [
        .pulse(.degrees(90), phase: y),
        .delay(firstEchoTime / 2),
        .pulse(.degrees(180), phase: x),
        .delay(firstEchoTime / 2 + secondEchoTime / 2),
        .pulse(.degrees(180), phase: x),
        .delay(secondEchoTime / 2),
      ])
  }
}
