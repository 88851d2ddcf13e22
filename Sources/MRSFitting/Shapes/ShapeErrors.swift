import MRSCore
import MRSModel
import Numerics

/// How the functions of a model may in truth look otherwise (``UncertainShape``): for each a mean shape, which takes the
/// function's place, and components about it, whose coefficients are standard normal times the function's amplitude.
///
/// An error that grows with the amplitude of fat, as in generalised least squares: what a component can explain says little
/// of an amount.
struct ShapeErrors: Sendable {
  /// A component of a species.
  struct Component: Sendable {
    let species: Int
    /// What one standard deviation adds to one unit of the species.
    let signal: ComplexVector
  }

  private(set) var components: [Component]
  /// The mean shapes, by species.
  let means: [Int: ComplexVector]
  /// By species: its reference, and its usual amount over that of it.
  private let usual: [Int: (reference: Int, ratio: Double)]

  /// The shares of a species' own estimate and of what its reference lets expect in the amplitude of its errors, and the
  /// least share of the latter.
  private static let ownShare = 0.5
  private static let leastShare = 0.25
  /// How the share of one part of a function in it may differ from one spectrum to the next.
  private static let partDeviation = 0.1
  /// Parts farther beyond the window than this, ppm, do not reach it.
  private static let reach = 0.4

  /// - Parameter window: that is fitted.
  /// - Throws: `LinearAlgebraError`.
  init(
    of shapes: [UncertainShape], families: ShapeFamilies, lines: [UncertainLines], model: ForwardModel,
    naturalWidths: [Double], window: ClosedRange<ChemicalShift>
  ) throws(LinearAlgebraError) {
    var components: [Component] = []
    var means: [Int: ComplexVector] = [:]
    var usual: [Int: (reference: Int, ratio: Double)] = [:]
    let near = window.lowerBound.ppm - Self.reach...window.upperBound.ppm + Self.reach
    for shape in shapes {
      guard let k = model.names.firstIndex(of: shape.name), let reference = model.names.firstIndex(of: shape.reference)
      else { continue }
      var whole = ComplexVector(zeros: model.acquisition.points)
      let known = shape.parts(of: model.signals[k], naturalWidth: naturalWidths[k], on: model.acquisition)
      for (index, part) in shape.parts.enumerated() {
        guard near.contains(part.shift) else {
          whole += known[index]
          continue
        }
        let found = try ShapeComponents(
          of: part, in: shape, known: known[index], naturalWidth: naturalWidths[k], families: families,
          on: model.acquisition, stream: RandomStream(seed: 0).child(shape.name).child(index))
        whole += found.mean
        components += found.components.map { Component(species: k, signal: families.scale * $0) }
        if index > 0 {
          components.append(Component(species: k, signal: families.scale * Self.partDeviation * found.mean))
        }
      }
      means[k] = whole
      usual[k] = (reference, shape.ratio)
    }
    for broad in lines {
      guard let k = model.names.firstIndex(of: broad.name), let reference = model.names.firstIndex(of: broad.reference)
      else { continue }
      let found = try ShapeComponents(
        of: broad, naturalWidth: naturalWidths[k], on: model.acquisition,
        stream: RandomStream(seed: 0).child(broad.name))
      means[k] = found.mean
      components += found.components.map { Component(species: k, signal: $0) }
      usual[k] = (reference, broad.ratio)
    }
    self.components = components
    self.means = means
    self.usual = usual
  }

  /// The same for the first `points` samples.
  func shortened(to points: Int) -> ShapeErrors {
    var copy = self
    copy.components = components.map { Component(species: $0.species, signal: $0.signal[0..<points]) }
    return copy
  }

  /// The amplitude of every species' errors, at estimates of the amounts.
  func amplitudes(at amounts: [Double]) -> [Double] {
    amounts.indices.map { k in
      guard let usual = usual[k] else { return 0 }
      let expected = usual.ratio * amounts[usual.reference]
      return max(Self.ownShare * amounts[k] + (1 - Self.ownShare) * expected, Self.leastShare * expected)
    }
  }
}
