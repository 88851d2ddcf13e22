import MRSCore
import Numerics

/// Coefficients of registered spectra on lines of fat and their derivatives: orthonormal vectors made of lines times tⁿ, for
/// each width that registration tries; the methylene line is the first.
struct LipidCoefficients: Sendable {
  let bases: [ComplexBasis]
  /// Complex coefficients a spectrum.
  let count: Int

  init(_ step: FeatureRecipe.LipidStep, registration: Registration) {
    let (own, window) = (registration.step, registration.window)
    let lines = Registration.LineMaker(
      step: own, acquisition: registration.acquisition,
      transform: FourierTransform(count: registration.acquisition.points))
    bases = registration.widths.map { width in
      ComplexBasis(
        orthonormalising: (0..<max(step.orders, step.farOrders)).flatMap { order in
          own.lines.enumerated().filter { order < ($0.offset < own.regionLines ? step.orders : step.farOrders) }
            .map { lines.line($0.element, width: width, order: order)[window].normalised }
        })
    }
    count = bases.first?.count ?? 0
  }

  /// The coefficients, (2·count, spectra), real and imaginary part in turn, and what the lines leave of the windows.
  func split(_ spectra: RegisteredSpectra) -> (coefficients: Matrix, rest: Matrix) {
    var coefficients = Matrix(zeros: 2 * count, spectra.count)
    var rest = spectra.windows
    for (index, places) in spectra.groups(by: { spectra.widthIndices[$0] }) {
      let windows = spectra.windows.columns(places)
      let found = bases[index].real.transposedTimes(windows)
      coefficients.replaceColumns(places, with: found)
      rest.replaceColumns(places, with: windows.subtracting(bases[index].real * found))
    }
    return (coefficients, rest)
  }
}
