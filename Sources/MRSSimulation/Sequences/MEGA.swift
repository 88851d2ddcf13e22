import MRSCore

extension PulseSequence {
  /// The sequence with an editing pulse about each of some times: MEGA (Mescher et al. 1998,
  /// doi:10.1002/(SICI)1099-1492(199810)11:6<266::AID-NBM530>3.0.CO;2-J), for PRESS
  ///
  ///     90°_y – TE1/2 – 180°_x – … E … – 180°_x – … E … – acquire.
  ///
  /// E turns the partner of a coupling, and not the spin that is seen. Half an echo time apart (``editingTimes``) two of them
  /// undo its evolution, with the partner's shift in their band, and leave it as it is without. Shifts, couplings and the field
  /// all act during E. The crushers about E leave the order that was there: what E turns itself is lost, as NAA and its
  /// methyl at 2.01 ppm under a pulse at 1.9 ppm.
  /// - Parameters:
  ///   - editing: `nil` for a condition without pulses, where spins precess freely instead.
  ///   - times: of the middles of the pulses from the excitation, in seconds, rising.
  /// - Throws: ``SimulationError/editingPulseDoesNotFit(sequence:time:duration:free:)``.
  public func edited(by editing: EditingPulse?, at times: [Double]) throws(SimulationError) -> PulseSequence {
    let name = "MEGA-\(name)"
    guard let editing else {
      return PulseSequence(name: name, echoTime: echoTime, events: events, transmitterShift: transmitterShift)
    }
    let duration = editing.pulse.duration
    var waiting = times[...]
    var edited: [Event] = []
    var free: [ClosedRange<Double>] = []
    var order: Int?
    // The last event ends with the echo.
    var now = echoTime - events.reduce(0) { $0 + $1.duration }
    for event in events {
      let end = now + event.duration
      if case .delay = event, let order {
        free.append(now...end)
        while let time = waiting.first, time - duration / 2 > now - Self.rounding,
          time + duration / 2 < end + Self.rounding
        {
          let pulse: [Event] = [.editingPulse(editing, phase: Self.x), .select(order: order)]
          edited += [.delay(max(0, time - duration / 2 - now))] + pulse
          now = time + duration / 2
          waiting.removeFirst()
        }
        edited.append(.delay(max(0, end - now)))
      } else {
        if case .select(let selected) = event { order = selected }
        edited.append(event)
      }
      now = end
    }
    if let time = waiting.first {
      throw .editingPulseDoesNotFit(sequence: name, time: time, duration: duration, free: free)
    }
    return PulseSequence(name: name, echoTime: echoTime, events: edited, transmitterShift: transmitterShift)
  }

  /// Where editing pulses are without times of one's own, in seconds from the excitation: the first amid the first two 180°,
  /// the second half an echo time later, so that the evolution of a coupling whose partner they turn is undone.
  /// - Parameter refocusing: the times of the middles of the first two 180°.
  public static func editingTimes(echoTime: Double, refocusing: (first: Double, second: Double)) -> [Double] {
    let first = (refocusing.first + refocusing.second) / 2
    return [first, first + echoTime / 2]
  }

  /// The sequence without its editing pulses, spins precessing freely instead: that of the water by which amounts are scaled.
  var unedited: PulseSequence {
    PulseSequence(
      name: name, echoTime: echoTime,
      events: events.map { event in
        if case .editingPulse = event { .delay(event.duration) } else { event }
      }, transmitterShift: transmitterShift)
  }

  /// Seconds: what sums of intervals are off by.
  private static let rounding = 1e-9
}

extension PulseSequence.Event {
  /// Seconds.
  fileprivate var duration: Double {
    switch self {
    case .pulse, .select: 0
    case .shapedPulse(let slice, _): slice.pulse.duration
    case .editingPulse(let editing, _): editing.pulse.duration
    case .delay(let seconds): seconds
    }
  }
}
