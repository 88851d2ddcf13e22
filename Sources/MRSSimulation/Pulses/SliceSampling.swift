import MRSCore

/// Where the slices of a sequence are sampled: all of every spin's slice, and as densely as its pulses ask.
///
/// **Extent.** A spin Δf off the transmitter sees the slice of a pulse −Δf/bandwidth slice widths away (the
/// chemical-shift displacement). A grid reaches over the slices of all spins of a system, each with what its pulse does
/// beyond half of its height (``RFPulse/extent(leaving:shift:)``). Under a modulated gradient the slice of such a spin is bent, not
/// only moved, and its own extent is looked for.
///
/// **Distance.** The rotation by a pulse of duration T is, as a function of offset, a sum of exp(2πi·f·τ), |τ| ≤ T/2, with
/// which what is left of a spin's signal has |τ| ≤ T, as it is of second order in the rotation. Equal steps δf sum such a
/// function over all offsets without error as soon as 1/δf exceeds the largest τ (Poisson). Couplings let two spins take
/// part, and so do pairs of pulses along one axis, so twice as many points a pulse are taken.
public struct SliceSampling: Hashable, Sendable {
  /// The share of the signal that may lie outside of the grid.
  static let tail = 2e-4

  private struct Slice: Hashable {
    let pulse: RFPulse
    /// What the pulse reaches, in Hz from its own frequency.
    let extent: ClosedRange<Double>

    /// Slice widths between which spins see it that are `offsets` Hz off the transmitter.
    func range(for offsets: ClosedRange<Double>) -> ClosedRange<Double> {
      let bandwidth = pulse.bandwidth.hertz
      guard pulse.gradient != nil else {
        return (extent.lowerBound - offsets.upperBound) / bandwidth...(extent.upperBound - offsets.lowerBound)
          / bandwidth
      }
      let own = [offsets.lowerBound, offsets.upperBound].map { pulse.extent(leaving: SliceSampling.tail, shift: $0) }
      let all = own + [extent]
      let low = all.map(\.lowerBound).min() ?? extent.lowerBound
      let high = all.map(\.upperBound).max() ?? extent.upperBound
      return low / bandwidth...high / bandwidth
    }
  }

  private let slices: [SliceAxis: [Slice]]
  /// Points a slice width along each axis.
  private let density: [SliceAxis: Double]
  private let fixed: SliceGrid?

  /// The grids that the pulses of a sequence ask for.
  public init(_ sequence: PulseSequence) {
    var slices: [SliceAxis: [Slice]] = [:]
    var density: [SliceAxis: Double] = [:]
    var extents: [RFPulse: ClosedRange<Double>] = [:]
    for event in sequence.events {
      guard case .shapedPulse(let slice, _) = event, let axis = slice.axis else { continue }
      let pulse = slice.pulse
      let extent = extents[pulse] ?? pulse.extent(leaving: Self.tail)
      extents[pulse] = extent
      slices[axis, default: []].append(Slice(pulse: pulse, extent: extent))
      density[axis, default: 0] += 2 * pulse.bandwidth.hertz * pulse.duration
    }
    self.slices = slices
    self.density = density
    fixed = nil
  }

  /// The same grid along every axis, whatever the spins: for comparison.
  public init(fixed: SliceGrid) {
    slices = [:]
    density = [:]
    self.fixed = fixed
  }

  /// The grid along an axis for spins that are `offsets` Hz off the transmitter.
  public func grid(along axis: SliceAxis, for offsets: ClosedRange<Double>) -> SliceGrid {
    if let fixed { return fixed }
    var range = -0.5...0.5
    for slice in Set(slices[axis] ?? []) {
      let own = slice.range(for: offsets)
      range = min(range.lowerBound, own.lowerBound)...max(range.upperBound, own.upperBound)
    }
    let width = range.upperBound - range.lowerBound
    return SliceGrid(points: max(8, Int((width * (density[axis] ?? 0)).rounded(.up))), range: range)
  }
}
