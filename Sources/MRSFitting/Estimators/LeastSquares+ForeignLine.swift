import MRSCore
import MRSModel

extension LeastSquares {
  /// How a model can move where a search ended.
  struct Freedom {
    let state: FitProblem.State
    /// X: by what the spectrum changes with amounts and nonlinear parameters, shape (2·points, parameters).
    let vectors: Matrix
    /// XᵀMX/σ² and what is known of the parameters, shape (parameters, parameters).
    let curvature: Matrix
    /// M·r, shape (2·points).
    let reduced: [Double]
  }

  /// The doubt that the spectrum has a line that no species has; empty where it may have none, or nobody looks for one.
  ///
  /// Other species take such a line by their amounts, shifts and widths where they can, so that the residual hardly shows it: choline
  /// came out twice as high, with an interval that did not hold it.
  func foreignLine(beside best: Estimate) throws -> [Doubt] {
    guard let search = options.foreignLines else { return [] }
    let freedom = try best.freedom()
    let frequency = freedom.state.parameters.frequency
    let acquisition = model.acquisition
    let window = options.window
    let low = max(search.range.lowerBound.ppm, window.lowerBound.ppm + Self.margin)
    let high = min(search.range.upperBound.ppm, window.upperBound.ppm - Self.margin)
    let frequencies = stride(from: low, through: high, by: Self.spacing).map {
      acquisition.offset(of: .ppm($0)).hertz + frequency
    }
    guard let line = ForeignLine(among: frequencies, in: best.setup.problem, freedom) else { return [] }
    // What the model misses everywhere is no line.
    let misfit = max(1, best.residualToNoise)
    let fall = line.fall / (misfit * misfit)
    guard fall > search.largestFall else { return [] }
    let place = acquisition.shift(at: .hertz(line.frequency - frequency))
    return [.foreignLine(ppm: place.ppm, fall: fall, limit: search.largestFall)]
  }

  /// ppm: how far from an end of the window a line is looked for, and how far apart.
  private static let margin = 0.1
  private static let spacing = 0.02
}
