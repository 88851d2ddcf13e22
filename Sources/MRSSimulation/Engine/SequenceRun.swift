import MRSCore
import Numerics

/// One sequence on one spin system: its events as propagators, each computed once, and the sum over positions.
///
/// Slices along different axes are selected by different pulses, so the mean over all positions of
/// U_z·(U_y·(U_x·ρ·U_x†)·U_y†)·U_z† is the mean over z of U_z·⟨…⟩·U_z† of the mean over y of …: n_x + n_y + n_z steps
/// instead of n_x·n_y·n_z (Zhang, An & Shen 2017, doi:10.1002/mp.12375). An axis is open from the first pulse along it
/// to the last, so that pairs of adiabatic pulses see the same place.
struct SequenceRun: Sendable {
  private enum Step: Sendable {
    case everywhere(Propagator)
    /// One propagator a position, each of which stands for `weight` slice widths.
    case slice(SliceAxis, [Propagator], weight: Double)
    case select(order: Int)
  }

  private let space: SpinSpace
  private let hamiltonian: Hamiltonian
  private let averaging: SpatialAveraging
  private let steps: [Step]
  /// The coherence orders that matter after each step.
  private let needed: [Set<Int>]

  init(
    _ sequence: PulseSequence, on hamiltonian: Hamiltonian, acquisition: Acquisition, sampling: SliceSampling,
    averaging: SpatialAveraging
  ) throws(LinearAlgebraError) {
    self.hamiltonian = hamiltonian
    self.averaging = averaging
    space = hamiltonian.space
    var builder = Builder(
      hamiltonian: hamiltonian, acquisition: acquisition, transmitter: sequence.transmitterShift, sampling: sampling)
    var steps: [Step] = []
    for event in sequence.events { steps.append(try builder.step(for: event)) }
    self.steps = steps

    // Backwards: the receiver sees order −1, precession keeps orders, crushers choose one.
    var after = Set([-1])
    var needed: [Set<Int>] = []
    for (event, _) in zip(sequence.events, steps).reversed() {
      needed.append(after)
      switch event {
      case .pulse, .shapedPulse, .editingPulse: after = Set(space.orders)
      case .delay: break
      case .select(let order): after = [order]
      }
    }
    self.needed = needed.reversed()
  }

  /// The state at the start of sampling: the sum over positions, in which one slice width counts 1 along each axis.
  func finalState() -> DensityMatrix {
    run(DensityMatrix(equilibriumOf: space), from: 0, to: steps.count, at: [:])
  }

  private func run(_ start: DensityMatrix, from first: Int, to end: Int, at positions: [SliceAxis: Int])
    -> DensityMatrix
  {
    var state = start
    var index = first
    while index < end {
      switch steps[index] {
      case .everywhere(let propagator):
        state = state.propagated(by: propagator, keeping: needed[index])
      case .select(let order):
        state = state.selecting(order)
      case .slice(let axis, let propagators, let weight):
        if let position = positions[axis] {
          state = state.propagated(by: propagators[position], keeping: needed[index])
        } else {
          let close = averaging == .grid ? end : self.close(of: axis, from: index)
          var sum: DensityMatrix?
          for position in propagators.indices {
            let part = run(state, from: index, to: close, at: positions.merging([axis: position]) { $1 })
            sum?.add(part)
            sum = sum ?? part
          }
          state = (sum ?? state).scaled(by: weight)
          index = close
          continue
        }
      }
      index += 1
    }
    return state
  }

  /// The index after the last step along `axis`, or along an axis whose pulses begin before that.
  private func close(of axis: SliceAxis, from index: Int) -> Int {
    var close = index + 1
    var next = index
    while next < close {
      if case .slice(let axis, _, _) = steps[next] {
        let last = steps.lastIndex { if case .slice(axis, _, _) = $0 { true } else { false } }
        close = max(close, (last ?? next) + 1)
      }
      next += 1
    }
    return close
  }

  /// Makes steps of events; propagators of equal delays and pulses are made once.
  private struct Builder {
    let hamiltonian: Hamiltonian
    let acquisition: Acquisition
    let transmitterOffset: Double
    let sampling: SliceSampling
    /// The spins' distances from the transmitter, Hz.
    let spinOffsets: ClosedRange<Double>
    private var ideal: [SpinRotation: Propagator] = [:]
    private var delays: [Double: Propagator] = [:]
    private var pulses: [SampledPulse: [Propagator]] = [:]
    private var editing: [EditingPulse: Propagator] = [:]

    private struct SampledPulse: Hashable {
      let pulse: RFPulse
      let grid: SliceGrid
    }

    init(
      hamiltonian: Hamiltonian, acquisition: Acquisition, transmitter: ChemicalShift, sampling: SliceSampling
    ) {
      self.hamiltonian = hamiltonian
      self.acquisition = acquisition
      transmitterOffset = acquisition.offset(of: transmitter).hertz
      self.sampling = sampling
      spinOffsets =
        (hamiltonian.offsets.min() ?? transmitterOffset)
        - transmitterOffset...(hamiltonian.offsets.max()
        ?? transmitterOffset) - transmitterOffset
    }

    mutating func step(for event: PulseSequence.Event) throws(LinearAlgebraError) -> Step {
      switch event {
      case .select(let order):
        return .select(order: order)
      case .pulse(let flip, let phase):
        let rotation = SpinRotation(flip: flip, phase: phase)
        let propagator = ideal[rotation] ?? Propagator(space: hamiltonian.space, rotation: rotation)
        ideal[rotation] = propagator
        return .everywhere(propagator)
      case .delay(let seconds):
        let propagator = delays[seconds] ?? hamiltonian.propagator(for: seconds)
        delays[seconds] = propagator
        return .everywhere(propagator)
      case .editingPulse(let pulse, let phase):
        let unrotated: Propagator
        if let known = editing[pulse] {
          unrotated = known
        } else {
          let (shape, offset) = pulse.tuned(on: acquisition)
          unrotated = try ShapedPulsePropagator(hamiltonian: hamiltonian, pulse: shape, transmitterOffset: offset)
            .propagator(at: 0)
          editing[pulse] = unrotated
        }
        return .everywhere(unrotated.rotated(before: -phase.radians, after: phase.radians, in: hamiltonian.space))
      case .shapedPulse(let slice, let phase):
        guard let axis = slice.axis else {
          let shaped = try ShapedPulsePropagator(
            hamiltonian: hamiltonian, pulse: slice.pulse, transmitterOffset: transmitterOffset)
          return .everywhere(
            shaped.propagator(at: 0)
              .rotated(before: -phase.radians, after: phase.radians, in: hamiltonian.space))
        }
        let grid = sampling.grid(along: axis, for: spinOffsets)
        let sampled = SampledPulse(pulse: slice.pulse, grid: grid)
        let offsets = grid.positions.map { $0 * slice.pulse.bandwidth.hertz }
        let unrotated: [Propagator]
        if let known = pulses[sampled] {
          unrotated = known
        } else {
          let shaped = try ShapedPulsePropagator(
            hamiltonian: hamiltonian, pulse: slice.pulse, transmitterOffset: transmitterOffset)
          unrotated = offsets.map { shaped.propagator(at: $0) }
          pulses[sampled] = unrotated
        }
        // The lobes are gradient alone, of the opposite sign; the phase turns the axis of the pulse.
        return .slice(
          axis,
          zip(offsets, unrotated).map { offset, propagator in
            propagator.rotated(
              before: -phase.radians - 2 * .pi * offset * slice.prephasing,
              after: phase.radians - 2 * .pi * offset * slice.rephasing, in: hamiltonian.space)
          }, weight: grid.weight)
      }
    }
  }
}
