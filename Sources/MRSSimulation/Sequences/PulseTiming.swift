/// What pulses leave free of the intervals between them.
struct PulseTiming {
  let sequence: String

  /// `interval` less the parts of pulses inside it, all in seconds; differences below a nanosecond count as none.
  /// - Throws: ``SimulationError/pulsesDoNotFit(sequence:interval:available:needed:)``.
  func free(_ name: String, _ interval: Double, _ pulses: Double...) throws(SimulationError) -> Double {
    let needed = pulses.reduce(0, +)
    guard interval - needed > -1e-9 else {
      throw .pulsesDoNotFit(sequence: sequence, interval: name, available: interval, needed: needed)
    }
    return max(0, interval - needed)
  }
}
