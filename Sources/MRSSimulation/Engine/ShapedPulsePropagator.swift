import MRSCore
import Numerics

/// Computes the unitary of a shaped pulse on coupled spins, with full shifts and couplings during the pulse.
///
/// In the frame that turns with RF field and shifts the couplings are a small Hamiltonian H_J(t), so
///
///     U = R(T)·𝒯exp(−i∫R(t)†·H_J·R(t)dt) ≈ R(T)·Π_i R(t_i)†·exp(−i·w_i·H_J)·R(t_i),
///
/// with the product at the nodes t_i and weights w_i of Gauss and Legendre. R, single-spin rotations, is exact for every
/// sample of the waveform; couplings are exact to first order as soon as the nodes resolve the rotations, and to second
/// order in J times the distance of nodes (Laskar & Robutel 2001, doi:10.1023/A:1012098603882, of Hamiltonians with a
/// small part). A hundred nodes do what some thousand steps of alternating RF and couplings would.
struct ShapedPulsePropagator: Sendable {
  let hamiltonian: Hamiltonian
  let pulse: RFPulse
  /// The pulse's frequency in the frame of the Hamiltonian, Hz.
  let transmitterOffset: Double
  /// Nodes per period of the fastest rotation: π resolve it; more make the error of first order fall.
  let nodesPerPeriod: Double
  private let pairs: [CoupledPair]
  /// For every particle the rows with its digit 0.
  private let firsts: [[Int]]

  init(
    hamiltonian: Hamiltonian, pulse: RFPulse, transmitterOffset: Double, nodesPerPeriod: Double = 5
  ) throws(LinearAlgebraError) {
    self.hamiltonian = hamiltonian
    self.pulse = pulse
    self.transmitterOffset = transmitterOffset
    self.nodesPerPeriod = nodesPerPeriod
    var pairs: [CoupledPair] = []
    for coupling in hamiltonian.couplings { pairs.append(try CoupledPair(coupling, in: hamiltonian.space)) }
    self.pairs = pairs
    firsts = hamiltonian.offsets.indices.map { hamiltonian.space.firsts(of: [$0]) }
  }

  /// The unitary where the gradient at its largest adds `offset` Hz to every spin, in the frame of the Hamiltonian: the phase of the pulse
  /// is that of its middle.
  func propagator(at offset: Double) -> Propagator {
    let columns = PropagatorColumns(space: hamiltonian.space, mixings: mixings(at: offset))
    // Z(T)·U·Z(0)†, Z(t) = exp(−2πi·f_c·(t − T/2)·F_z), leads back from the frame of the pulse.
    let half = Double.pi * transmitterOffset * pulse.duration
    return columns.propagator().rotated(before: half, after: half, in: hamiltonian.space)
  }

  /// The rotations and couplings that, one after another, are the pulse.
  private func mixings(at offset: Double) -> [RowMixing] {
    let space = hamiltonian.space
    let shifts = hamiltonian.offsets.map { $0 - transmitterOffset }
    let nodes = pairs.isEmpty ? [] : GaussLegendre.rule(count: nodeCount(shifts, offset)).on(0...pulse.duration)
    var mixings: [RowMixing] = []
    var time = 0.0
    var isForward = true
    for node in nodes + [(position: pulse.duration, weight: 0)] {
      for particle in shifts.indices {
        let matrix = rotation(of: shifts[particle], at: offset, from: time, to: node.position)
          .matrix(doubledSpin: space.doubledSpins[particle])
        mixings.append(
          RowMixing(
            firsts: firsts[particle], offsets: (0..<matrix.rows).map { $0 * space.strides[particle] },
            elements: matrix.transposed.elements))
      }
      time = node.position
      guard node.weight > 0 else { continue }
      // The order of couplings that do not commute is turned round from node to node, which cancels their second order.
      for pair in isForward ? pairs : pairs.reversed() { mixings += pair.evolution(for: node.weight) }
      isForward.toggle()
    }
    return mixings
  }

  /// Enough nodes for the fastest rotation of the couplings: the effective field where the pulse is on, and the spread of
  /// shifts.
  private func nodeCount(_ shifts: [Double], _ offset: Double) -> Int {
    let low = shifts.min() ?? 0
    let high = shifts.max() ?? 0
    let waveform = pulse.waveform
    let peak = pulse.peak.hertz
    var fastest = 0.0
    for i in waveform.indices where waveform[i].length > 0.05 * peak {
      var own = 0.0
      if i > 0, waveform[i - 1].length > 0 {
        own = (waveform[i] * waveform[i - 1].conjugate).phase / (2 * .pi * pulse.dwellTime)
        // A change of sign is no turn.
        if abs(own) * pulse.dwellTime > 0.25 { own = 0 }
      }
      let moved = offset * (pulse.gradient?[i] ?? 1) - own
      let detuning = max(abs(low + moved), abs(high + moved))
      fastest = max(fastest, (detuning * detuning + waveform[i].lengthSquared).squareRoot())
    }
    return 10 + Int((nodesPerPeriod * (fastest + high - low) * pulse.duration).rounded(.up))
  }

  /// The rotation of a spin that is `shift` Hz off the pulse, at a place to which the largest gradient gives `offset` Hz, between
  /// two times of the pulse, in seconds.
  private func rotation(
    of shift: Double, at offset: Double, from start: Double, to end: Double
  ) -> SpinRotation {
    var rotation = SpinRotation.identity
    var time = start
    var sample = min(Int(start / pulse.dwellTime), pulse.waveform.count - 1)
    while time < end {
      let next = sample == pulse.waveform.count - 1 ? end : min(end, Double(sample + 1) * pulse.dwellTime)
      if next > time {
        let own = shift + offset * (pulse.gradient?[sample] ?? 1)
        rotation = rotation.followed(
          by: SpinRotation(offset: own, nutation: pulse.waveform[sample], time: next - time))
      }
      time = max(time, next)
      sample += 1
      if sample == pulse.waveform.count { break }
    }
    return rotation
  }
}
