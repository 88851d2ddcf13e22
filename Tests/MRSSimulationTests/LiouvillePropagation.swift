import Foundation
import MRSCore
import MRSSimulation
import Numerics

/// A second, slow simulation that shares nothing with the package's own but the events: the density matrix of spins ½ in
/// the product basis, moved by the Taylor series of the commutator, ρ ← Σ (−iΔt)ᵏ/k!·[H, [H, … ρ]], in steps short
/// enough that it converges to rounding. No eigenvectors, blocks, composite spins, rotations or splitting; every
/// position of the grid on its own; the FID is sampled as Tr(ρ·F₊).
struct LiouvillePropagation {
  typealias Dense = [Complex<Double>]

  let system: SpinSystem
  let acquisition: Acquisition
  let grid: SliceGrid
  private var states: Int { 1 << system.protons }

  init(_ system: SpinSystem, on acquisition: Acquisition, grid: SliceGrid = SliceGrid(points: 1, extent: 1)) {
    self.system = system
    self.acquisition = acquisition
    self.grid = grid
  }

  /// The FID, in protons, not divided by any reference.
  func fid(_ sequence: PulseSequence) -> ComplexVector {
    var sum = ComplexVector(zeros: acquisition.points)
    let axes = sequence.sliceAxes
    let positions = grid.positions
    for cell in 0..<Int(pow(Double(positions.count), Double(axes.count)).rounded()) {
      var rest = cell
      var place: [SliceAxis: Double] = [:]
      for axis in axes {
        place[axis] = positions[rest % positions.count]
        rest /= positions.count
      }
      sum += pow(grid.weight, Double(axes.count)) * fid(sequence, at: place)
    }
    return sum
  }

  private func fid(_ sequence: PulseSequence, at place: [SliceAxis: Double]) -> ComplexVector {
    let free = hamiltonian(offset: 0, nutation: .zero)
    let transmitter = acquisition.offset(of: sequence.transmitterShift).hertz
    var state = total(.z)
    for event in sequence.events {
      switch event {
      case .delay(let seconds):
        state = evolved(state, free, seconds)
      case .select(let order):
        for a in 0..<states {
          for b in 0..<states where b.nonzeroBitCount - a.nonzeroBitCount != order { state[a * states + b] = .zero }
        }
      case .pulse(let flip, let phase):
        let axis = add(scale(total(.x), cos(phase.radians)), scale(total(.y), sin(phase.radians)))
        state = evolved(state, axis, flip.radians)
      case .shapedPulse(let slice, let phase):
        let gradient = (slice.axis.flatMap { place[$0] } ?? 0) * slice.pulse.bandwidth.hertz
        let lobe = scale(total(.z), 2 * .pi * gradient)
        state = evolved(state, lobe, -slice.prephasing)
        state = played(slice.pulse, at: transmitter, phase: phase, gradient: gradient, on: state)
        state = evolved(state, lobe, -slice.rephasing)
      case .editingPulse(let editing, let phase):
        // Of several shifts the sum of fields, each turning about the first.
        let offsets = editing.shifts.map { acquisition.offset(of: $0).hertz }
        state = played(editing.pulse, at: offsets[0], phase: phase, others: offsets.map { $0 - offsets[0] }, on: state)
      }
    }
    var samples = ComplexVector(zeros: acquisition.points)
    for i in samples.indices {
      if i > 0 { state = evolved(state, free, acquisition.dwellTime) }
      var sum = Complex<Double>.zero
      for a in 0..<states {
        for spin in 0..<system.protons where a >> spin & 1 == 1 { sum += state[a * states + (a ^ (1 << spin))] }
      }
      samples[i] = sum * Complex(4 / Double(states))
    }
    return samples
  }

  /// In the receiver's frame the field of a pulse at a frequency turns; its phase is that of its middle. Each sample holds in
  /// the frame of the pulse, where spins are off by less.
  private func played(
    _ pulse: RFPulse, at frequency: Double, phase: Angle, gradient: Double = 0, others: [Double] = [0], on start: Dense
  ) -> Dense {
    var state = evolved(start, total(.z), Double.pi * frequency * pulse.duration)
    for i in pulse.waveform.indices {
      let time = (Double(i) + 0.5) * pulse.dwellTime - pulse.duration / 2
      var field = Complex<Double>.zero
      for other in others {
        field += pulse.waveform[i] * Complex(length: 1, phase: phase.radians + 2 * .pi * other * time)
      }
      let offset = gradient * (pulse.gradient?[i] ?? 1) - frequency
      state = evolved(state, hamiltonian(offset: offset, nutation: field), pulse.dwellTime)
    }
    return evolved(state, total(.z), Double.pi * frequency * pulse.duration)
  }

  private enum Component { case x, y, z }

  /// Σ I_k along an axis, row-major.
  private func total(_ component: Component) -> Dense {
    var matrix = Dense(repeating: .zero, count: states * states)
    for spin in 0..<system.protons { matrix = add(matrix, single(component, spin)) }
    return matrix
  }

  private func single(_ component: Component, _ spin: Int) -> Dense {
    var matrix = Dense(repeating: .zero, count: states * states)
    for state in 0..<states {
      let isDown = state >> spin & 1 == 1
      let other = state ^ (1 << spin)
      switch component {
      case .z: matrix[state * states + state] = Complex(isDown ? -0.5 : 0.5)
      case .x: matrix[state * states + other] = Complex(0.5)
      case .y: matrix[state * states + other] = Complex(0, isDown ? 0.5 : -0.5)
      }
    }
    return matrix
  }

  private func hamiltonian(offset: Double, nutation: Complex<Double>) -> Dense {
    var matrix = Dense(repeating: .zero, count: states * states)
    for spin in 0..<system.protons {
      let shift = acquisition.offset(of: system.shifts[spin]).hertz + offset
      matrix = add(matrix, scale(single(.z, spin), 2 * .pi * shift))
      matrix = add(matrix, scale(single(.x, spin), 2 * .pi * nutation.real))
      matrix = add(matrix, scale(single(.y, spin), 2 * .pi * nutation.imaginary))
    }
    for coupling in system.couplings {
      for component in [Component.x, .y, .z] {
        let product = times(single(component, coupling.first), single(component, coupling.second))
        matrix = add(matrix, scale(product, 2 * .pi * coupling.hertz))
      }
    }
    return matrix
  }

  /// exp(−iHt)·ρ·exp(iHt).
  private func evolved(_ state: Dense, _ hamiltonian: Dense, _ time: Double) -> Dense {
    let size =
      (0..<states).map { row in
        (0..<states).reduce(0.0) { $0 + hamiltonian[row * states + $1].length }
      }.max() ?? 0
    let steps = max(1, Int((2 * size * abs(time)).rounded(.up)))
    let step = time / Double(steps)
    var state = state
    for _ in 0..<steps {
      var term = state
      for k in 1...24 {
        let forward = times(hamiltonian, term)
        let backward = times(term, hamiltonian)
        let factor = Complex(0, -step / Double(k))
        for i in term.indices { term[i] = factor * (forward[i] - backward[i]) }
        state = add(state, term)
        if term.allSatisfy({ $0.length < 1e-17 }) { break }
      }
    }
    return state
  }

  private func times(_ left: Dense, _ right: Dense) -> Dense {
    var product = Dense(repeating: .zero, count: states * states)
    for i in 0..<states {
      for k in 0..<states where left[i * states + k] != .zero {
        let factor = left[i * states + k]
        for j in 0..<states { product[i * states + j] += factor * right[k * states + j] }
      }
    }
    return product
  }

  private func add(_ left: Dense, _ right: Dense) -> Dense { zip(left, right).map { $0 + $1 } }
  private func scale(_ matrix: Dense, _ factor: Double) -> Dense { matrix.map { $0 * Complex(factor) } }
}
