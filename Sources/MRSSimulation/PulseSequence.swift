import MRSCore

/// A pulse sequence as the list of what happens to the protons, in order, up to the start of sampling.
public struct PulseSequence: Hashable, Sendable {
  /// One thing that happens.
  public enum Event: Hashable, Sendable {
    /// An ideal (instantaneous, non-selective) rotation about the axis at `phase` from x in the transverse plane.
    case pulse(_ flip: Angle, phase: Angle)
    /// A pulse of finite length, during which shifts, couplings and, where it selects a slice, a gradient act too.
    case shapedPulse(_ pulse: SlicePulse, phase: Angle)
    /// A pulse of finite length that is selective in frequency, during which shifts and couplings act too.
    case editingPulse(_ pulse: EditingPulse, phase: Angle)
    /// Free precession, in seconds.
    case delay(_ seconds: Double)
    /// Crushers or a phase cycle: of the density matrix only the elements |a⟩⟨b| with m_a − m_b = `order` are left. The
    /// receiver sees order −1; a refocusing pulse between equal crushers turns p into −p, so that orders selected
    /// after each pulse write down the coherence pathway (Bodenhausen et al. 1984, doi:10.1016/0022-2364(84)90142-2).
    case select(order: Int)
  }

  public let name: String
  /// The time from the middle of the excitation pulse to the first sample, in seconds, without a mixing time.
  public let echoTime: Double
  public let events: [Event]
  /// The shift to which shaped pulses are tuned: what is there sees the slices where they were planned.
  public let transmitterShift: ChemicalShift

  public init(
    name: String, echoTime: Double, events: [Event], transmitterShift: ChemicalShift = .bodyWater
  ) {
    self.name = name
    self.echoTime = echoTime
    self.events = events
    self.transmitterShift = transmitterShift
  }

  /// Pulse phases.
  static let x = Angle.degrees(0)
  static let y = Angle.degrees(90)
  static let minusY = Angle.degrees(-90)

  /// The axes along which slices are selected, in order of their first pulse.
  public var sliceAxes: [SliceAxis] {
    var axes: [SliceAxis] = []
    for event in events {
      if case .shapedPulse(let pulse, _) = event, let axis = pulse.axis, !axes.contains(axis) { axes.append(axis) }
    }
    return axes
  }
}
