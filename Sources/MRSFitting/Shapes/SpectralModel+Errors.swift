import MRSCore
import MRSModel

extension SpectralModel {
  /// Components of errors of shape.
  struct ErrorColumns {
    /// Shape (2·points, components).
    let spectra: Matrix
    /// Of each component.
    let species: [Int]
  }

  /// The spectra of components of species, each times the species' amplitude, as columns like those of the species: of those of an
  /// energy Σ|C|² of `least` and more.
  func columns(
    of components: [ShapeErrors.Component], amplitudes: [Double], least: Double, _ parameters: Parameters
  ) -> ErrorColumns {
    let envelope = envelope(parameters)
    let kernel =
      kernel(parameters)
      ?? ComplexVector(
        real: [Double](repeating: 1, count: envelope.count), imaginary: [Double](repeating: 0, count: envelope.count))
    // Parseval: what the whole spectrum has, the window at most.
    let dwellTime = model.acquisition.dwellTime
    let leastOfSignal = least / (dwellTime * dwellTime * Double(model.acquisition.points))
    // What all components of a species are multiplied by.
    var factors: [Int: ComplexVector] = [:]
    var elements: [Double] = []
    elements.reserveCapacity(2 * points * components.count)
    var kept: [Int] = []
    for component in components where amplitudes[component.species] != 0 {
      let k = component.species
      let factor = factors[k] ?? shaped(amplitudes[k] * kernel, as: k, parameters, envelope: envelope)
      factors[k] = factor
      let signal = component.signal * factor
      guard signal.energy >= leastOfSignal else { continue }
      let start = elements.count
      elements += repeatElement(0, count: 2 * points)
      put(signal, into: &elements, at: start)
      kept.append(k)
    }
    return ErrorColumns(
      spectra: Matrix(rows: 2 * points, columns: kept.count, elements: elements), species: kept)
  }
}
