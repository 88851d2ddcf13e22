import MRSCore
import MRSModel

/// What must hold of an FID and a model before a fit begins, and what dependence of basis functions says of its result.
struct FitInput {
  private let fid: FID
  private let model: ForwardModel
  private let window: ClosedRange<ChemicalShift>
  /// The least similarity at which two columns are taken for one: what is left of either is a ten-thousandth.
  private static let sameness = 1 - 1e-8

  /// - Throws: ``FittingError`` for an empty basis or one that is not finite, an FID of another length than the model, one
  ///   that is not finite, and one of zeros.
  init(_ fid: FID, model: ForwardModel, options: LeastSquaresOptions) throws(FittingError) {
    guard !model.names.isEmpty else { throw .emptyBasis }
    guard fid.samples.count == model.acquisition.points else {
      throw .wrongLength(points: fid.samples.count, expected: model.acquisition.points)
    }
    if let bad = fid.samples.indices.first(where: { !fid.samples[$0].isFinite }) { throw .sampleNotFinite(index: bad) }
    guard fid.samples.real.contains(where: { $0 != 0 }) || fid.samples.imaginary.contains(where: { $0 != 0 }) else {
      throw .noSignal
    }
    if let bad = model.names.indices.first(where: { !model.signals[$0].isFinite }) {
      throw .basisNotFinite(name: model.names[bad])
    }
    self.fid = fid
    self.model = model
    window = options.window
  }

  /// The pairs of basis functions that are the same in the window but for a factor, where the fit found amounts of which
  /// nothing is known.
  func indistinguishable(in covariance: Matrix) -> [Doubt] {
    let unknown = model.names.indices.filter { !covariance[$0, $0].isFinite }
    guard unknown.count > 1 else { return [] }
    let transform = FourierTransform(count: model.acquisition.points)
    let indices = model.acquisition.spectralIndices(in: window)
    let columns = unknown.map {
      transform.centredSpectrum(of: model.signals[$0], dwellTime: model.acquisition.dwellTime)[indices]
    }
    return unknown.indices.flatMap { i in
      unknown.indices.dropFirst(i + 1).compactMap { j -> Doubt? in
        let norm = (columns[i].energy * columns[j].energy).squareRoot()
        guard norm > 0, columns[i].innerProduct(columns[j]).length >= Self.sameness * norm else { return nil }
        return .indistinguishable(names: [model.names[unknown[i]], model.names[unknown[j]]])
      }
    }
  }
}
