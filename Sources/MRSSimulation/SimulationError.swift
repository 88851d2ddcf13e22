import MRSCore

/// What a simulation cannot do, with the value found.
public enum SimulationError: Error, Hashable, Sendable {
  case tooManySpins(species: String, protons: Int, limit: Int)
  case notDiagonalised(species: String, reason: String)
  case unknownSpecies(name: String, known: [String])
  case badSpinSystem(species: String, field: String, value: String, expected: String)
  /// Pulses are longer than an interval of the sequence, both in seconds.
  case pulsesDoNotFit(sequence: String, interval: String, available: Double, needed: Double)
  /// An editing pulse, its middle and duration in seconds, that does not lie in a pause of the sequence.
  case editingPulseDoesNotFit(sequence: String, time: Double, duration: Double, free: [ClosedRange<Double>])
  /// A sequence that leaves nothing of an uncoupled proton.
  case noSignal(sequence: String)
  /// A pulse that cannot be designed as asked.
  case badPulse(name: String, field: String, value: String, expected: String)
}

extension SimulationError: CustomStringConvertible {
  /// One line without control characters, no longer than a message can be, whatever a file holds.
  public var description: String { text.count > 2000 ? String(text.prefix(2000)).printable + "…" : text.printable }

  private var text: String {
    switch self {
    case .tooManySpins(let species, let protons, let limit):
      "\(species): a spin system of \(protons) coupled protons; at most \(limit) can be simulated. Split it into systems that do not couple."
    case .notDiagonalised(let species, let reason):
      "\(species): the Hamiltonian could not be diagonalised: \(reason)"
    case .unknownSpecies(let name, let known):
      "no spin system is named '\(name)'; the library has \(known.joined(separator: ", "))"
    case .badSpinSystem(let species, let field, let value, let expected):
      "spin system \(species): '\(field)' is \(value); expected \(expected)"
    case .pulsesDoNotFit(let sequence, let interval, let available, let needed):
      "\(sequence): the interval \(interval) is \(Self.milliseconds(available)), its pulses need \(Self.milliseconds(needed)); choose a longer echo or mixing time, or shorter pulses"
    case .editingPulseDoesNotFit(let sequence, let time, let duration, let free):
      "\(sequence): an editing pulse of \(Self.milliseconds(duration)) about \(Self.milliseconds(time)) lies on another pulse or beyond the echo; free are \(free.map { "\(Self.milliseconds($0.lowerBound)) to \(Self.milliseconds($0.upperBound))" }.joined(separator: ", ")). Choose other times, a shorter pulse or a longer echo time"
    case .noSignal(let sequence):
      "\(sequence): no signal of an uncoupled proton at the transmitter's shift reaches the receiver; check flip angles and selected coherence orders (the receiver sees order -1)"
    case .badPulse(let name, let field, let value, let expected):
      "pulse \(name): '\(field)' is \(value); expected \(expected)"
    }
  }

  private static func milliseconds(_ seconds: Double) -> String { "\((seconds * 1e6).rounded() / 1000) ms" }
}
