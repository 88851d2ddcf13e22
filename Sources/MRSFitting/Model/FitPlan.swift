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
    let indices = model.acquisition.spectralIndices(in: options.window)
    try Self.check(model, options: options, indices: indices)
    guard let known else {
      let errors = try Self.errors(of: model, options: options)
      let model = errors.map { model.replacing($0.means) } ?? model
      try self.init(
        model: model, errors: errors, templates: RegistrationTemplates(model: model, options: options),
        options: options, indices: indices)
      return
    }
    try self.init(
      model: known.model, errors: known.errors, templates: known.templates, options: options, indices: indices)
  }

  private init(
    model: ForwardModel, errors: ShapeErrors?, templates: RegistrationTemplates, options: LeastSquaresOptions,
    indices: Range<Int>
  ) throws {
    self.model = model
    self.options = options
    self.errors = errors
    self.templates = templates
    naturalWidths = model.names.map { options.naturalWidths[$0] ?? 0 }
    let acquisition = model.acquisition
    let megahertz = acquisition.spectrometerFrequency.megahertz
    let taps = options.lineshapeTaps
    spectral = SpectralModel(
      model: model, naturalWidths: naturalWidths, indices: indices,
      kernelOffsets: (-taps..<taps + 1).filter { $0 != 0 }.map { Double($0) * options.lineshapeSpacing * megahertz },
      followers: options.followers, skipped: Self.skipped(of: acquisition, options))
    baseline = try Self.splines(of: acquisition, options, points: indices.count).map { try BaselineProjection($0) }
    let delay = options.domain == .frequency ? options.delayDeviation(megahertz: megahertz) : 0
    ranges = ParameterRanges(
      layout: spectral.layout, options: options, naturalWidths: naturalWidths, ties: spectral.ties, delay: delay,
      megahertz: megahertz)
  }

  /// - Throws: ``FittingError`` where a fit of these points cannot be.
  private static func check(_ model: ForwardModel, options: LeastSquaresOptions, indices: Range<Int>) throws {
    let acquisition = model.acquisition
    let halfWidth = acquisition.bandwidth.hertz / 2
    guard !indices.isEmpty else {
      throw FittingError.emptyWindow(
        low: options.window.lowerBound.ppm, high: options.window.upperBound.ppm,
        covered: acquisition.shift(at: .hertz(-halfWidth)).ppm...acquisition.shift(at: .hertz(halfWidth)).ppm)
    }
    guard !model.names.isEmpty else { throw FittingError.emptyBasis }
    if case .time(let seconds) = options.domain {
      guard seconds >= 0, skipped(of: acquisition, options) < acquisition.points / 2 else {
        throw FittingError.skipsTooMuch(
          seconds: seconds, duration: acquisition.dwellTime * Double(acquisition.points))
      }
    }
    let splines = splines(of: acquisition, options, points: indices.count)
    let unknowns = model.names.count + 2 * (splines?.count ?? 0) + ParameterLayout.shared.count
    guard 2 * indices.count > unknowns else {
      throw FittingError.tooFewPoints(points: indices.count, unknowns: unknowns)
    }
  }

  /// How many samples at the beginning are left out.
  private static func skipped(of acquisition: Acquisition, _ options: LeastSquaresOptions) -> Int {
    guard case .time(let seconds) = options.domain else { return 0 }
    return Int((seconds / acquisition.dwellTime).rounded(.up))
  }

  private static func splines(
    of acquisition: Acquisition, _ options: LeastSquaresOptions, points: Int
  ) -> SplineBaseline? {
    guard options.domain == .frequency, let spacing = options.baselineKnotSpacing else { return nil }
    return SplineBaseline(
      points: points,
      knotSpacing: spacing * acquisition.spectrometerFrequency.megahertz / acquisition.frequencyStep)
  }

  /// The same plan with the window where all signals lie `frequency` (Hz) from where the acquisition has them.
  /// - Throws: as ``init(model:options:sharing:)`` where too little of the window is left in the spectrum.
  func moved(by frequency: Double) throws -> FitPlan {
    let moved = model.acquisition.spectralIndices(in: options.window, movedBy: frequency)
    guard moved != spectral.indices else { return self }
    guard moved.count != spectral.points else {
      var copy = self
      copy.spectral = spectral.over(moved)
      return copy
    }
    try Self.check(model, options: options, indices: moved)
    return try FitPlan(model: model, errors: errors, templates: templates, options: options, indices: moved)
  }

  /// The same plan for the first `points` samples.
  /// - Throws: as ``init(model:options:sharing:)`` where their spectrum has too few points in the window.
  func shortened(to points: Int) throws -> FitPlan {
    let model = model.shortened(to: points)
    let indices = model.acquisition.spectralIndices(in: options.window)
    try Self.check(model, options: options, indices: indices)
    return try FitPlan(
      model: model, errors: errors?.shortened(to: points), templates: templates, options: options, indices: indices)
  }

  private static func errors(
    of model: ForwardModel, options: LeastSquaresOptions
  ) throws -> ShapeErrors? {
    let errors = try ShapeErrors(
      of: options.shapes, families: options.shapeFamilies, lines: options.broadLines, model: model,
      naturalWidths: model.names.map { options.naturalWidths[$0] ?? 0 }, window: options.window)
    return errors.components.isEmpty ? nil : errors
  }
}
