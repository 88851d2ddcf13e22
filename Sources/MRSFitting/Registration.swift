import MRSCore
import MRSModel
import Numerics

/// The first guess of a fit: the shift and phase at which the data look most like the basis.
struct Registration: Sendable {
  /// Hz.
  let frequency: Double
  /// rad.
  let phase: Double
  /// |⟨model, data⟩|/(‖model‖·‖data‖) in the window, 0 … 1.
  let similarity: Double

  /// The maximum over Δ of |Σ conj(m(t)·exp(2πi·Δ·t))·s(t)|, which is one Fourier transform of conj(m)·s, zero-filled
  /// four times for a quarter of a spectral point; its argument is the phase.
  init(of data: ComplexVector, against model: ComplexVector, acquisition: Acquisition, range: Double) {
    let filled = 4 * data.count
    var product = ComplexVector(zeros: filled)
    for i in data.indices { product[i] = model[i].conjugate * data[i] }
    let correlation = FourierTransform(count: filled).forward(product)
    let step = 1 / (acquisition.dwellTime * Double(filled))
    let reach = min(filled / 2 - 1, Int((range / step).rounded(.up)))
    var best = 0
    var bestMagnitude = -1.0
    for k in -reach...reach {
      let value = correlation[k < 0 ? k + filled : k]
      let magnitude = (value.real * value.real + value.imaginary * value.imaginary)
      if magnitude > bestMagnitude { (best, bestMagnitude) = (k, magnitude) }
    }
    frequency = Double(best) * step
    phase = correlation[best < 0 ? best + filled : best].phase
    let norm = (data.energy * model.energy).squareRoot()
    similarity = norm > 0 ? bestMagnitude.squareRoot() / norm : 0
  }
}
