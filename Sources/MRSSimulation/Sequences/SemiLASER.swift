import MRSCore

extension PulseSequence {
  /// Localisation by adiabatic selective refocusing with plain excitation (Scheenen et al. 2008, doi:10.1002/mrm.21302;
  /// Öz & Tkáč 2011, doi:10.1002/mrm.22708): 90°_y – TE/8 – 180° – TE/4 – 180° – TE/4 – 180° – TE/4 – 180° – TE/8 –
  /// acquire, with ideal pulses, each 180° between crushers.
  ///
  /// The refocusing pulses come at equal distances, as in a train of Carr and Purcell, which meets the condition of the
  /// echo, (t₂ − t₁) + (t₄ − t₃) = TE/2, and slows the evolution of couplings. `echoTime` in seconds.
  public static func semiLASER(echoTime: Double) -> PulseSequence {
    var events: [Event] = [.pulse(.degrees(90), phase: y), .select(order: -1), .delay(echoTime / 8)]
    for (index, order) in [+1, -1, +1, -1].enumerated() {
      events += [
        .pulse(.degrees(180), phase: x), .select(order: order), .delay(index < 3 ? echoTime / 4 : echoTime / 8),
      ]
    }
    return PulseSequence(name: "SLASER", echoTime: echoTime, events: events)
  }

  /// semi-LASER of a voxel: excitation along x, two adiabatic full passages along y and two along z. The phase that one
  /// passage leaves across its slice is undone by the other of its pair.
  /// - Throws: ``SimulationError/pulsesDoNotFit(sequence:interval:available:needed:)``.
  public static func semiLASER(
    echoTime: Double, excitation: RFPulse, refocusing: RFPulse, transmitterShift: ChemicalShift
  ) throws(SimulationError) -> PulseSequence {
    let timing = PulseTiming(sequence: "SLASER")
    let half = refocusing.duration / 2
    var events: [Event] = [
      .shapedPulse(.exciting(excitation, along: .x), phase: y),
      .select(order: -1),
      .delay(try timing.free("TE/8", echoTime / 8, excitation.isodelay, half)),
    ]
    let passages: [(axis: SliceAxis, order: Int)] = [(.y, +1), (.y, -1), (.z, +1), (.z, -1)]
    for (index, passage) in passages.enumerated() {
      let isLast = index == passages.count - 1
      events += [
        .shapedPulse(.refocusing(refocusing, along: passage.axis), phase: x),
        .select(order: passage.order),
        .delay(
          isLast
            ? try timing.free("TE/8", echoTime / 8, half) : try timing.free("TE/4", echoTime / 4, half, half)),
      ]
    }
    return PulseSequence(
      name: "SLASER", echoTime: echoTime, events: events, transmitterShift: transmitterShift)
  }
}
