import MRSCore

extension PulseSequence {
  /// Localisation by adiabatic selective refocusing with plain excitation (Scheenen et al. 2008, doi:10.1002/mrm.21302;
  /// Öz & Tkáč 2011, doi:10.1002/mrm.22708): 90°_y – TE/8 – 180° – TE/4 – 180° – TE/4 – 180° – TE/4 – 180° – TE/8 –
  /// acquire, with ideal pulses, each 180° between crushers.
  ///
  /// The refocusing pulses come at equal distances, as in a train of Carr and Purcell, which meets the condition of the
  /// echo, (t₂ − t₁) + (t₄ − t₃) = TE/2, and slows the evolution of couplings. `echoTime` in seconds.
  public static func semiLASER(echoTime: Double) -> PulseSequence {
    semiLASER(intervals: equalDistances(echoTime: echoTime))
  }

  /// TE/8, three times TE/4, TE/8.
  public static func equalDistances(echoTime: Double) -> [Double] {
    [echoTime / 8, echoTime / 4, echoTime / 4, echoTime / 4, echoTime / 8]
  }

  /// semi-LASER with intervals of one's own, as scanners have them: from the excitation to the first 180°, between the 180°,
  /// and from the last to the echo, in seconds. An echo comes where the first, third and fifth are together as long as the
  /// second and fourth.
  /// - Precondition: five intervals.
  public static func semiLASER(intervals: [Double]) -> PulseSequence {
    precondition(intervals.count == 5)
    var events: [Event] = [.pulse(.degrees(90), phase: y), .select(order: -1), .delay(intervals[0])]
    for (index, order) in [+1, -1, +1, -1].enumerated() {
      events += [.pulse(.degrees(180), phase: x), .select(order: order), .delay(intervals[index + 1])]
    }
    return PulseSequence(name: "SLASER", echoTime: intervals.reduce(0, +), events: events)
  }

  /// semi-LASER of a voxel: excitation along x, two adiabatic full passages along y and two along z. The phase that one
  /// passage leaves across its slice is undone by the other of its pair.
  /// - Throws: ``SimulationError/pulsesDoNotFit(sequence:interval:available:needed:)``.
  public static func semiLASER(
    echoTime: Double, excitation: RFPulse, refocusing: RFPulse, transmitterShift: ChemicalShift
  ) throws(SimulationError) -> PulseSequence {
    try semiLASER(
      intervals: equalDistances(echoTime: echoTime), excitation: excitation, refocusing: refocusing,
      transmitterShift: transmitterShift)
  }

  /// The same with five intervals of one's own, counted between the middles of pulses.
  /// - Precondition: five intervals.
  /// - Throws: ``SimulationError/pulsesDoNotFit(sequence:interval:available:needed:)``.
  public static func semiLASER(
    intervals: [Double], excitation: RFPulse, refocusing: RFPulse, transmitterShift: ChemicalShift
  ) throws(SimulationError) -> PulseSequence {
    precondition(intervals.count == 5)
    let timing = PulseTiming(sequence: "SLASER")
    let half = refocusing.duration / 2
    var events: [Event] = [
      .shapedPulse(.exciting(excitation, along: .x), phase: y),
      .select(order: -1),
      .delay(try timing.free("of excitation and first 180°", intervals[0], excitation.isodelay, half)),
    ]
    let passages: [(axis: SliceAxis, order: Int)] = [(.y, +1), (.y, -1), (.z, +1), (.z, -1)]
    for (index, passage) in passages.enumerated() {
      let isLast = index == passages.count - 1
      events += [
        .shapedPulse(.refocusing(refocusing, along: passage.axis), phase: x),
        .select(order: passage.order),
        .delay(
          isLast
            ? try timing.free("of the last 180° and the echo", intervals[4], half)
            : try timing.free("between 180° pulses", intervals[index + 1], half, half)),
      ]
    }
    return PulseSequence(
      name: "SLASER", echoTime: intervals.reduce(0, +), events: events, transmitterShift: transmitterShift)
  }
}
