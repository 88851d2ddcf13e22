import Foundation
import MRSCore
import Numerics

/// The state of n protons, a Hermitian 2ⁿ × 2ⁿ matrix in the product basis, as two real planes.
///
/// Thermal equilibrium is F_z; the factor that makes one proton's signal 1 is in ``lines(under:)``.
struct DensityMatrix: Sendable {
  let spins: Int
  private var real: Matrix
  private var imaginary: Matrix

  /// F_z = Σ I_kz.
  init(equilibriumOf spins: Int) {
    self.spins = spins
    let states = 1 << spins
    real = Matrix(diagonal: (0..<states).map { Double(spins) / 2 - Double($0.nonzeroBitCount) })
    imaginary = Matrix(zeros: states, states)
  }

  /// After a hard pulse on every proton: ρ → R·ρ·R†, R = Π_k exp(−i·α·(I_kx·cos φ + I_ky·sin φ)).
  func pulsed(_ flip: Angle, phase: Angle) -> DensityMatrix {
    // exp(−iα(Ix cos φ + Iy sin φ)) = [[c, −i·s·e^{−iφ}], [−i·s·e^{iφ}, c]], c = cos α/2, s = sin α/2
    let c = Foundation.cos(flip.radians / 2)
    let s = Foundation.sin(flip.radians / 2)
    let up = Complex(0, -s) * Complex(length: 1, phase: -phase.radians)
    let down = Complex(0, -s) * Complex(length: 1, phase: phase.radians)
    var result = self
    for spin in 0..<spins { result.rotate(spin, diagonal: c, up: up, down: down) }
    return result
  }

  /// After free precession: ρ_ab → ρ_ab·exp(−i·(E_a − E_b)·t) in the eigenbasis of H.
  func evolved(under hamiltonian: Hamiltonian, for time: Double) -> DensityMatrix {
    var state = transformed(to: hamiltonian)
    let cosine = hamiltonian.energies.map { Foundation.cos($0 * time) }
    let sine = hamiltonian.energies.map { Foundation.sin($0 * time) }
    for b in 0..<(1 << spins) {
      for a in 0..<(1 << spins) {
        // exp(−i(Ea − Eb)t) = (cos a − i sin a)(cos b + i sin b)
        let phaseReal = cosine[a] * cosine[b] + sine[a] * sine[b]
        let phaseImaginary = cosine[a] * sine[b] - sine[a] * cosine[b]
        let (re, im) = (state.real[a, b], state.imaginary[a, b])
        state.real[a, b] = re * phaseReal - im * phaseImaginary
        state.imaginary[a, b] = re * phaseImaginary + im * phaseReal
      }
    }
    return state.transformed(from: hamiltonian)
  }

  /// The lines seen from now on: s(t) = 4/2ⁿ·Tr(ρ(t)·F₊), F₊ = F_x + i·F_y, so that transverse magnetisation of one
  /// proton along x starts at 1 and precesses as exp(+2πi·f·t).
  func lines(under hamiltonian: Hamiltonian) -> TransitionLines {
    let states = 1 << spins
    let state = transformed(to: hamiltonian)
    var raising = Matrix(zeros: states, states)
    for b in 0..<states {
      for spin in 0..<spins where b >> spin & 1 == 1 { raising[b ^ (1 << spin), b] += 1 }
    }
    let detector = hamiltonian.vectors.transposedTimes(raising * hamiltonian.vectors)
    let scale = 4 / Double(states)
    var frequencies: [Double] = []
    var amplitudes = ComplexVector(zeros: 0)
    for b in 0..<states {
      for a in 0..<states where Swift.abs(detector[b, a]) > 1e-10 {
        // Tr(ρF₊) = Σ ρ_ab(t)·(F₊)_ba; ρ_ab turns as exp(−i(Ea − Eb)t), so the line is at (Eb − Ea)/2π.
        frequencies.append((hamiltonian.energies[b] - hamiltonian.energies[a]) / (2 * .pi))
        amplitudes.real.append(scale * state.real[a, b] * detector[b, a])
        amplitudes.imaginary.append(scale * state.imaginary[a, b] * detector[b, a])
      }
    }
    return TransitionLines(frequencies: frequencies, amplitudes: amplitudes, threshold: 1e-9)
  }

  private func transformed(to hamiltonian: Hamiltonian) -> DensityMatrix {
    let v = hamiltonian.vectors
    var result = self
    result.real = v.transposedTimes(real * v)
    result.imaginary = v.transposedTimes(imaginary * v)
    return result
  }

  private func transformed(from hamiltonian: Hamiltonian) -> DensityMatrix {
    let v = hamiltonian.vectors
    var result = self
    result.real = (v * real).timesTransposed(v)
    result.imaginary = (v * imaginary).timesTransposed(v)
    return result
  }

  /// ρ → u·ρ·u† for one spin's u = [[diagonal, up], [down, diagonal]]: rows first, then columns.
  private mutating func rotate(_ spin: Int, diagonal: Double, up: Complex<Double>, down: Complex<Double>) {
    let states = 1 << spins
    let bit = 1 << spin
    func mix(_ a: Complex<Double>, _ b: Complex<Double>, _ up: Complex<Double>, _ down: Complex<Double>)
      -> (Complex<Double>, Complex<Double>)
    {
      (Complex(diagonal) * a + up * b, down * a + Complex(diagonal) * b)
    }
    for column in 0..<states {
      for row in 0..<states where row & bit == 0 {
        let pair = mix(element(row, column), element(row | bit, column), up, down)
        set(row, column, pair.0)
        set(row | bit, column, pair.1)
      }
    }
    for column in 0..<states where column & bit == 0 {
      for row in 0..<states {
        let pair = mix(element(row, column), element(row, column | bit), up.conjugate, down.conjugate)
        set(row, column, pair.0)
        set(row, column | bit, pair.1)
      }
    }
  }

  private func element(_ row: Int, _ column: Int) -> Complex<Double> {
    Complex(real[row, column], imaginary[row, column])
  }

  private mutating func set(_ row: Int, _ column: Int, _ value: Complex<Double>) {
    real[row, column] = value.real
    imaginary[row, column] = value.imaginary
  }
}
