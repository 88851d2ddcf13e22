import MRSCore
import Numerics

/// How well a basis suits a spectrum, judged by what a fit has left: the signs of a basis of another field or echo time.
package struct BasisSuitability: Sendable {
  /// The part of the signal in the window that the species explain, 0 … 1, without noise and without what decays within
  /// 10 ms as baselines do. A basis of another field has its lines elsewhere.
  package let explained: Double
  /// What the lines of the basis turned by 90°, each with an amount of its own, would explain of the residual: the fall of
  /// χ² a species, 1 or less where there is only noise. Coupled spins of another echo time have other phases.
  package let quadrature: Double

  /// What the errors of shape of all species are over what their functions are, root of the energies; 0 where shapes may
  /// not err. Free shapes of fat explain fat whatever the basis: with one of 1.5 T for 3 T, whose fat lies 1.4 ppm off, the
  /// errors took its place and the residual was that of the right basis.
  package let shapeErrors: Double
  /// How far the errors of shape had to go, for each degree of freedom that they take (``ShapeProjection/excess(reduced:noise:)``);
  /// 0 where shapes may not err. With the scale of two that they are given, plausible shapes stay far below 1.
  package let shapeExcess: Double
  /// The part of the signal that the species explain by their functions alone.
  private let explainedByFunctions: Double

  /// In percent what the basis leaves of the signal, where that is more than other causes leave; else `nil`.
  ///
  /// Limits chosen on simulated spectra with their own basis and with others (Documentation/Decisions/0012): 1,056 brains,
  /// of which 5 % lie below the first, most at 1.5 T where macromolecules are as narrow as metabolites; 96 livers with fat
  /// of other shapes, of which 2 % lie above the second.
  var unexplainedPercent: Double? {
    if explained < Self.leastExplained { return 100 * (1 - explained) }
    if shapeErrors > Self.mostShapeErrors { return 100 * (1 - explainedByFunctions) }
    return nil
  }

  static let leastExplained = 0.88
  static let mostShapeErrors = 0.6
  /// Above, the phases of the lines are doubted: above 5 are 0 to 18 % of each kind of right brains, above 8 at most 4 %.
  static let mostQuadrature = 8.0

  /// Above, the shapes of fat are doubted. Of 264 livers with their own basis (`liver-others` and our numpy generator) 2 lie
  /// above in a fit and 10 under `map`; of 36 with a basis of 7 T 34 and 18, with one of a TE of 144 ms 16 and 11; of 24 whose
  /// fat is of random lines 20 and 20.
  static let mostShapeExcess = 1.0

  /// s.
  private static let rise = 0.010

  /// - Parameters:
  ///   - data: the spectrum in the window.
  ///   - functions: the fitted species there, each by the function of the basis.
  ///   - errors: of the shape of each.
  ///   - shapeExcess: how far they go.
  ///   - residual: what they and the baseline leave.
  ///   - noise: the standard deviation of a point's real part.
  ///   - frequencyStep: Hz.
  init(
    data: ComplexVector, functions: [ComplexVector], errors: [ComplexVector], shapeExcess: Double,
    residual: ComplexVector, noise: Double, frequencyStep: Double
  ) {
    let present = functions.filter { $0.energy > 0 }
    let bent = errors.filter { $0.energy > 0 }
    explained = Self.explained(data, by: present + bent, noise: noise, frequencyStep: frequencyStep)
    explainedByFunctions =
      bent.isEmpty ? explained : Self.explained(data, by: present, noise: noise, frequencyStep: frequencyStep)
    self.shapeExcess = shapeExcess
    let energy = present.reduce(0) { $0 + $1.energy }
    shapeErrors = energy > 0 ? (bent.reduce(0) { $0 + $1.energy } / energy).squareRoot() : 0
    let columns = present.flatMap { component -> [[Double]] in
      let unit = 1 / component.energy.squareRoot()
      return [unit * component, Complex(0, unit) * component].map { $0.real + $0.imaginary }
    }
    guard !columns.isEmpty, noise > 0 else {
      quadrature = 0
      return
    }
    let design = Matrix(columns: columns)
    var gram = design.transposedTimes(design)
    // Columns of unit length that are nearly the same: a ridge far below what matters keeps the factorisation.
    for j in 0..<gram.rows { gram[j, j] += 1e-6 }
    let right = design.transposedTimes(residual.real + residual.imaginary)
    guard let solved = try? gram.solvedPositiveDefinite(Matrix(columns: [right])).column(0) else {
      quadrature = 0
      return
    }
    quadrature = zip(right, solved).reduce(0) { $0 + $1.0 * $1.1 } / (noise * noise * Double(present.count))
  }

  private static func explained(
    _ data: ComplexVector, by components: [ComplexVector], noise: Double, frequencyStep: Double
  ) -> Double {
    let count = data.count
    let transform = FourierTransform(count: count)
    let weights = (0..<count).map { index in
      let ratio = Double(min(index, count - index)) / (Double(count) * frequencyStep) / rise
      return 1 - .exp(-ratio * ratio)
    }
    // The inverse transform divides by M: the noise of M points leaves 2σ²/M a moment.
    let background = weights.reduce(0) { $0 + $1 * $1 } * 2 * noise * noise / Double(count)
    func energy(_ spectrum: ComplexVector) -> Double {
      max(0, transform.inverse(spectrum).weighted(by: weights).energy - background)
    }
    let total = energy(data)
    guard total > 0 else { return 1 }
    return max(0, 1 - energy(data - components.reduce(ComplexVector(zeros: count), +)) / total)
  }
}
