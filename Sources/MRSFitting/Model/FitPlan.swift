import MRSCore
import MRSModel

/// What a fit needs that does not depend on the data: made once for all spectra of one model.
struct FitPlan: Sendable {
  let model: ForwardModel
  let options: LeastSquaresOptions
  /// L⁰_k, Hz.
  let naturalWidths: [Double]
  private(set) var spectral: SpectralModel
  let baseline: BaselineProjection?
  /// How functions may look otherwise; `nil` where all are taken as they are.
  let errors: ShapeErrors?
  /// How far the nonlinear parameters may go.
  let ranges: ParameterRanges
  /// What the first guess is found with.
  let templates: RegistrationTemplates

  /// - Parameter known: a plan of the same model and shapes, of which what takes time is taken over.
  /// - Throws: ``FittingError``, `LinearAlgebraError`.
  init(model: ForwardModel, options: LeastSquaresOptions, sharing known: FitPlan? = nil) throws {
    try self.init(
      model: model, options: options, indices: model.acquisition.spectralIndices(in: options.window), known: known)
  }

  private init(
    model: ForwardModel, options: LeastSquaresOptions, indices: Range<Int>, known: FitPlan?
  ) throws {
    let acquisition = model.acquisition
    let halfWidth = acquisition.bandwidth.hertz / 2
    guard !indices.isEmpty else {
      throw FittingError.emptyWindow(
        low: options.window.lowerBound.ppm, high: options.window.upperBound.ppm,
        covered: acquisition.shift(at: .hertz(-halfWidth)).ppm...acquisition.shift(at: .hertz(halfWidth)).ppm)
    }
    guard !model.names.isEmpty else { throw FittingError.emptyBasis }
    let megahertz = acquisition.spectrometerFrequency.megahertz
    let isSpectral = options.domain == .frequency
    let splines = (isSpectral ? options.baselineKnotSpacing : nil).map {
      SplineBaseline(points: indices.count, knotSpacing: $0 * megahertz / acquisition.frequencyStep)
    }
    let unknowns = model.names.count + 2 * (splines?.count ?? 0) + ParameterLayout.shared.count
    var skipped = 0
    if case .time(let seconds) = options.domain {
      skipped = Int((seconds / acquisition.dwellTime).rounded(.up))
      guard seconds >= 0, skipped < acquisition.points / 2 else {
        throw FittingError.skipsTooMuch(seconds: seconds, duration: acquisition.dwellTime * Double(acquisition.points))
      }
    }
    guard 2 * indices.count > unknowns else {
      throw FittingError.tooFewPoints(points: indices.count, unknowns: unknowns)
    }
    let naturalWidths = model.names.map { options.naturalWidths[$0] ?? 0 }
    let errors = try known?.errors ?? Self.errors(of: model, options: options, naturalWidths: naturalWidths)
    let model = known?.model ?? errors.map { model.replacing($0.means) } ?? model
    self.model = model
    self.options = options
    self.naturalWidths = naturalWidths
    self.errors = errors
    let taps = options.lineshapeTaps
    spectral = SpectralModel(
      model: model, naturalWidths: naturalWidths, indices: indices,
      kernelOffsets: (-taps..<taps + 1).filter { $0 != 0 }.map { Double($0) * options.lineshapeSpacing * megahertz },
      followers: options.followers, skipped: skipped)
    baseline = try splines.map { try BaselineProjection($0) }

    let delay = isSpectral ? options.delayDeviation(megahertz: megahertz) : 0
    ranges = ParameterRanges(
      layout: spectral.layout, options: options, naturalWidths: naturalWidths, ties: spectral.ties, delay: delay,
      megahertz: megahertz)
    self.templates = known?.templates ?? RegistrationTemplates(model: model, options: options)
  }

  /// The same plan with the window where all signals lie `frequency` (Hz) from where the acquisition has them.
  /// - Throws: as ``init(model:options:)`` where too little of the window is left in the spectrum.
  func moved(by frequency: Double) throws -> FitPlan {
    let moved = model.acquisition.spectralIndices(in: options.window, movedBy: frequency)
    guard moved != spectral.indices else { return self }
    guard moved.count != spectral.points else {
      var copy = self
      copy.spectral = spectral.over(moved)
      return copy
    }
    return try FitPlan(model: model, options: options, indices: moved, known: self)
  }

  private static func errors(
    of model: ForwardModel, options: LeastSquaresOptions, naturalWidths: [Double]
  ) throws -> ShapeErrors? {
    let errors = try ShapeErrors(
      of: options.shapes, families: options.shapeFamilies, lines: options.broadLines, model: model,
      naturalWidths: naturalWidths, window: options.window)
    return errors.components.isEmpty ? nil : errors
  }
}
