/// Why a pulse shape does not become a pulse.
public enum PulseShapeError: Error, Hashable, Sendable {
  /// The mean of the samples is too small to set a flip angle by.
  case noIntegral(name: String, integral: Double)
}

extension PulseShapeError: CustomStringConvertible {
  public var description: String {
    switch self {
    case .noIntegral(let name, let integral):
      "pulse shape \(name): the mean of its samples is \(integral) of their peak, so no strength follows from a flip angle; expected at least 0.01. Give the peak strength instead, as for adiabatic pulses"
    }
  }
}
