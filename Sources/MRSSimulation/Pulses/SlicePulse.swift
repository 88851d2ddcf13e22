import MRSCore

/// A shaped pulse with the gradient that is on during it.
///
/// At position x, in slice widths from the centre, the gradient shifts spins by f(x) = x·(bandwidth of the pulse). Spins
/// that are off the transmitter by Δf are selected about x = −Δf/bandwidth: the chemical-shift displacement.
public struct SlicePulse: Hashable, Sendable {
  public let pulse: RFPulse
  /// `nil`: no gradient.
  public let axis: SliceAxis?
  /// The area of the lobe before the pulse that undoes the gradient, as the time of full gradient it is worth.
  public let prephasing: Double
  /// The same of the lobe after the pulse.
  public let rephasing: Double

  public init(_ pulse: RFPulse, axis: SliceAxis?, prephasing: Double = 0, rephasing: Double = 0) {
    self.pulse = pulse
    self.axis = axis
    self.prephasing = prephasing
    self.rephasing = rephasing
  }

  /// Excites a slice: what the gradient does after the isodelay's start is undone.
  public static func exciting(_ pulse: RFPulse, along axis: SliceAxis) -> SlicePulse {
    SlicePulse(pulse, axis: axis, rephasing: pulse.isodelay)
  }

  /// Stores transverse magnetisation: the mirror image of excitation.
  public static func storing(_ pulse: RFPulse, along axis: SliceAxis) -> SlicePulse {
    SlicePulse(pulse, axis: axis, prephasing: pulse.isodelay)
  }

  /// Refocuses a slice: p → −p undoes the first half of the gradient by the second.
  public static func refocusing(_ pulse: RFPulse, along axis: SliceAxis) -> SlicePulse {
    SlicePulse(pulse, axis: axis)
  }
}
