import MRSCore

extension PulseSequence {
  /// The spin echo (Hahn 1950, doi:10.1103/PhysRev.80.580; Carr & Purcell 1954, doi:10.1103/PhysRev.94.630):
  /// 90°_y – TE/2 – 180°_x – TE/2 – acquire, with ideal pulses and the 180° between crushers. `echoTime` in seconds.
  public static func spinEcho(echoTime: Double) -> PulseSequence {
    PulseSequence(
      name: "SPIN-ECHO",
      echoTime: echoTime,
      events: [
        .pulse(.degrees(90), phase: y),
        .select(order: +1),
        .delay(echoTime / 2),
        .pulse(.degrees(180), phase: x),
        .select(order: -1),
        .delay(echoTime / 2),
      ])
  }

  /// The spin echo of a cross of two slices: excitation along x, refocusing along y.
  /// - Throws: ``SimulationError/pulsesDoNotFit(sequence:interval:available:needed:)``.
  public static func spinEcho(
    echoTime: Double, excitation: RFPulse, refocusing: RFPulse, transmitterShift: ChemicalShift
  ) throws(SimulationError) -> PulseSequence {
    let timing = PulseTiming(sequence: "SPIN-ECHO")
    return PulseSequence(
      name: "SPIN-ECHO",
      echoTime: echoTime,
      events: [
        .shapedPulse(.exciting(excitation, along: .x), phase: y),
        .select(order: +1),
        .delay(try timing.free("TE/2", echoTime / 2, excitation.isodelay, refocusing.duration / 2)),
        .shapedPulse(.refocusing(refocusing, along: .y), phase: x),
        .select(order: -1),
        .delay(try timing.free("TE/2", echoTime / 2, refocusing.duration / 2)),
      ],
      transmitterShift: transmitterShift)
  }
}
