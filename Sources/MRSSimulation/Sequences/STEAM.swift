import MRSCore

extension PulseSequence {
  /// Stimulated-echo acquisition mode (Frahm et al. 1987, doi:10.1016/0022-2364(87)90154-5):
  /// 90°_y – TE/2 – 90°_−y – TM – 90°_y – TE/2 – acquire, with ideal pulses.
  ///
  /// Crushers leave order +1 in the first TE/2, order 0 (z magnetisation and zero-quantum coherence) during TM and order
  /// −1 in the second TE/2. Half of the transverse magnetisation takes this path: at TE → 0 a proton's signal is ½.
  /// Both times are in seconds; TM is not part of TE.
  public static func steam(echoTime: Double, mixingTime: Double) -> PulseSequence {
    PulseSequence(
      name: "STEAM",
      echoTime: echoTime,
      events: [
        .pulse(.degrees(90), phase: y),
        .select(order: +1),
        .delay(echoTime / 2),
        .pulse(.degrees(90), phase: minusY),
        .select(order: 0),
        .delay(mixingTime),
        .pulse(.degrees(90), phase: y),
        .select(order: -1),
        .delay(echoTime / 2),
      ])
  }

  /// STEAM of a voxel, the same pulse along x, y and z. Intervals are counted from the isodelays of the first and the
  /// last pulse and their mirror image in the second. The half that the stimulated echo loses counts as lost by the
  /// reference too: the amplitude of an uncoupled proton at the transmitter is 1.
  /// - Throws: ``SimulationError/pulsesDoNotFit(sequence:interval:available:needed:)``.
  public static func steam(
    echoTime: Double, mixingTime: Double, excitation: RFPulse, transmitterShift: ChemicalShift
  ) throws(SimulationError) -> PulseSequence {
    let timing = PulseTiming(sequence: "STEAM")
    let isodelay = excitation.isodelay
    let rest = excitation.duration - isodelay
    return PulseSequence(
      name: "STEAM",
      echoTime: echoTime,
      events: [
        .shapedPulse(.exciting(excitation, along: .x), phase: y),
        .select(order: +1),
        .delay(try timing.free("TE/2", echoTime / 2, isodelay, isodelay)),
        .shapedPulse(.storing(excitation, along: .y), phase: minusY),
        .select(order: 0),
        .delay(try timing.free("TM", mixingTime, rest, rest)),
        .shapedPulse(.exciting(excitation, along: .z), phase: y),
        .select(order: -1),
        .delay(try timing.free("TE/2", echoTime / 2, isodelay)),
      ],
      transmitterShift: transmitterShift)
  }
}
