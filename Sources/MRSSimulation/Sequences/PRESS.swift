import MRSCore

extension PulseSequence {
  /// Point-resolved spectroscopy, a double spin echo (Bottomley 1987, doi:10.1111/j.1749-6632.1987.tb32915.x):
  /// 90°_y – TE1/2 – 180°_x – TE1/2 + TE2/2 – 180°_x – TE2/2 – acquire, with ideal pulses, each 180° between crushers.
  ///
  /// Both echo times are in seconds; TE = TE1 + TE2.
  public static func press(firstEchoTime: Double, secondEchoTime: Double) -> PulseSequence {
    PulseSequence(
      name: "PRESS",
      echoTime: firstEchoTime + secondEchoTime,
      events: [
        .pulse(.degrees(90), phase: y),
        .select(order: -1),
        .delay(firstEchoTime / 2),
        .pulse(.degrees(180), phase: x),
        .select(order: +1),
        .delay(firstEchoTime / 2 + secondEchoTime / 2),
        .pulse(.degrees(180), phase: x),
        .select(order: -1),
        .delay(secondEchoTime / 2),
      ])
  }

  /// PRESS of a voxel: excitation along x, refocusing along y and z. Intervals are counted from the start of the
  /// excitation's isodelay and from the middle of the refocusing pulses.
  /// - Throws: ``SimulationError/pulsesDoNotFit(sequence:interval:available:needed:)``.
  public static func press(
    firstEchoTime: Double, secondEchoTime: Double, excitation: RFPulse, refocusing: RFPulse,
    transmitterShift: ChemicalShift
  ) throws(SimulationError) -> PulseSequence {
    let timing = PulseTiming(sequence: "PRESS")
    let half = refocusing.duration / 2
    return PulseSequence(
      name: "PRESS",
      echoTime: firstEchoTime + secondEchoTime,
      events: [
        .shapedPulse(.exciting(excitation, along: .x), phase: y),
        .select(order: -1),
        .delay(try timing.free("TE1/2", firstEchoTime / 2, excitation.isodelay, half)),
        .shapedPulse(.refocusing(refocusing, along: .y), phase: x),
        .select(order: +1),
        .delay(try timing.free("TE1/2 + TE2/2", firstEchoTime / 2 + secondEchoTime / 2, half, half)),
        .shapedPulse(.refocusing(refocusing, along: .z), phase: x),
        .select(order: -1),
        .delay(try timing.free("TE2/2", secondEchoTime / 2, half)),
      ],
      transmitterShift: transmitterShift)
  }
}
