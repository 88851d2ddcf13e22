import MRSCore
import MRSModel
import Numerics

/// What plausible shapes of one resonance have in common and how they differ: their mean and principal components.
package struct ShapeComponents: Sendable {
  /// The mean of the shapes.
  package let mean: ComplexVector
  /// What one standard deviation of each component adds, the largest first.
  package let components: [ComplexVector]

  /// The Gauss width, Hz, at which shapes are compared: differences that a line of this width hides do not matter.
  private static let comparedWidth = 8.0
  /// The weight below which samples are left out of the comparison.
  private static let leastWeight = 1e-3

  /// The components of as many shapes as the families draw.
  /// - Parameters:
  ///   - known: the basis function's own shape of the part.
  ///   - naturalWidth: what the fit gives the function of a width, Hz.
  /// - Throws: `LinearAlgebraError`.
  package init(
    of part: UncertainShape.Part, in shape: UncertainShape, known: ComplexVector, naturalWidth: Double,
    families: ShapeFamilies, on acquisition: Acquisition, stream: RandomStream
  ) throws(LinearAlgebraError) {
    try self.init(
      of: (0..<families.draws).map { draw in
        var stream = stream.child(draw)
        return families.shape(
          of: part, in: shape, known: known, naturalWidth: naturalWidth, on: acquisition, from: &stream)
      }, count: families.components, naturalWidth: naturalWidth, on: acquisition)
  }

  /// The components of shapes of broad lines.
  /// - Throws: `LinearAlgebraError`.
  package init(
    of lines: UncertainLines, naturalWidth: Double, on acquisition: Acquisition, stream: RandomStream
  ) throws(LinearAlgebraError) {
    try self.init(
      of: (0..<lines.draws).map { draw in
        var stream = stream.child(draw)
        return lines.shape(on: acquisition, from: &stream)
      }, count: lines.components, naturalWidth: naturalWidth, on: acquisition)
  }

  /// - Parameter count: how many components are kept.
  private init(
    of drawn: [ComplexVector], count: Int, naturalWidth: Double, on acquisition: Acquisition
  ) throws(LinearAlgebraError) {
    var shapes = drawn
    var mean = ComplexVector(zeros: acquisition.points)
    for shape in shapes { mean.add(shape, scaledBy: 1 / Double(shapes.count)) }
    for i in shapes.indices { shapes[i].add(mean, scaledBy: -1) }

    let weights = Self.weights(naturalWidth: naturalWidth, on: acquisition)
    let compared = Matrix(
      rows: 2 * weights.count, columns: shapes.count,
      elements: shapes.flatMap { shape in
        zip(weights, shape.real).map { $0 * $1 } + zip(weights, shape.imaginary).map { $0 * $1 }
      })
    let directions = try compared.gram.symmetricEigen().vectors
    let share = 1 / Double(shapes.count).squareRoot()
    components = (0..<min(count, shapes.count)).map { component in
      var sum = ComplexVector(zeros: acquisition.points)
      for (i, shape) in shapes.enumerated() {
        sum.add(shape, scaledBy: share * directions[i, shapes.count - 1 - component])
      }
      return sum
    }
    self.mean = mean
  }

  private static func weights(naturalWidth: Double, on acquisition: Acquisition) -> [Double] {
    let envelope = Lineshape(lorentzian: 0, gaussian: comparedWidth).envelope(on: acquisition)
    let weights = envelope.enumerated().map {
      $0.element * .exp(-.pi * naturalWidth * acquisition.dwellTime * Double($0.offset))
    }
    return Array(weights.prefix { $0 > leastWeight })
  }
}
