import MRSCore
import Numerics

/// A registered spectrum as the maps that convolutions see: of each part a real and an imaginary plane, S compressed as
/// asinh(S/s), s being the encoder's scale: linear below it, logarithmic above (``SpectrumEncoder``).
///
/// As the methylene line is in its place and in phase, a metabolite is always near the same point of a plane. What the lines of
/// fat leave shows what lies on their tails, and lacks what those lines took with them: a network may be shown both.
struct SpectrumPlanes: Sendable {
  let step: FeatureRecipe.SpectrumStep
  /// s, in the unit of the FID times seconds.
  let scale: Double

  /// Planes a spectrum.
  var count: Int { SpectrumEncoder.channels * step.parts.count }

  /// The planes of each spectrum, one after the other.
  /// - Parameters:
  ///   - windows: (2·L, spectra), real parts first.
  ///   - withoutFat: the same, of what the lines of fat leave; a recipe that shows it has such lines.
  func shown(_ windows: Matrix, withoutFat: Matrix?) -> [[Float]] {
    (0..<windows.columns).map { place in
      step.parts.flatMap { part -> [Float] in
        let seen = part == .whole ? windows : withoutFat ?? windows
        return seen.column(place).map { Float(Double.asinh($0 / scale)) }
      }
    }
  }
}
