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

  /// Below, the field of the basis is doubted; above, its echo time. Chosen on 400 synthetic livers with their own basis, of
  /// which one lies beyond each. On simulated brains the first is also crossed without macromolecules in the basis (27 of
  /// 30) and by residual water (3 of 30), which say nothing of the field (Documentation/Decisions/0012).
  static let leastExplained = 0.975
  static let mostQuadrature = 5.0

  /// s.
  private static let rise = 0.010

  /// - Parameters:
  ///   - data: the spectrum in the window.
  ///   - components: the fitted species there.
  ///   - residual: what they and the baseline leave.
  ///   - noise: the standard deviation of a point's real part.
  ///   - frequencyStep: Hz.
  init(data: ComplexVector, components: [ComplexVector], residual: ComplexVector, noise: Double, frequencyStep: Double)
  {
    let present = components.filter { $0.energy > 0 }
    explained = Self.explained(data, by: present, noise: noise, frequencyStep: frequencyStep)
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
