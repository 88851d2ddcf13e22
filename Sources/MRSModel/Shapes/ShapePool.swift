import MRSCore

/// Plausible shapes of the functions of a model, drawn beforehand, of which each signal takes its own.
///
/// Each resonance of a function takes a shape by itself; what else moves and widens lines is drawn as of every species.
public struct ShapePool: Sendable {
  /// By species: by part: the shapes.
  private let shapes: [(species: Int, parts: [[ComplexVector]])]

  /// - Parameters:
  ///   - naturalWidths: what signals of the model are given of a width on average, Hz, by species.
  ///   - count: how many shapes a resonance has.
  public init(
    of uncertain: [UncertainShape], families: ShapeFamilies, model: ForwardModel, naturalWidths: [Double], count: Int,
    stream: RandomStream
  ) {
    shapes = uncertain.compactMap { shape in
      guard let k = model.names.firstIndex(of: shape.name) else { return nil }
      let known = shape.parts(of: model.signals[k], naturalWidth: naturalWidths[k], on: model.acquisition)
      let parts = shape.parts.enumerated().map { index, part in
        (0..<count).map { draw -> ComplexVector in
          var stream = stream.child(shape.name).child(index).child(draw)
          return families.shape(
            of: part, in: shape, known: known[index], naturalWidth: naturalWidths[k], on: model.acquisition,
            from: &stream)
        }
      }
      return (k, parts)
    }
  }

  /// The model with one shape of each resonance.
  public func drawn(for model: ForwardModel, using stream: inout RandomStream) -> ForwardModel {
    var signals: [Int: ComplexVector] = [:]
    for (species, parts) in shapes {
      var sum = ComplexVector(zeros: model.acquisition.points)
      for part in parts { sum += part[Int(stream.uniform() * Double(part.count))] }
      signals[species] = sum
    }
    return model.replacing(signals)
  }
}
