import MRSCore
import MRSModel

extension SpectralPosterior {
  /// The posterior of the spectrum that `fit` is of, with the ranges that ``LeastSquaresOptions`` gives a fit, centred on
  /// it. All that sampling takes from fitting is here.
  /// - Throws: `LinearAlgebraError`.
  init(
    of fid: FID, model: ForwardModel, options: LeastSquaresOptions, fit: Fit, prior: AmountPrior, noise: Noise
  ) throws {
    let acquisition = fid.acquisition
    let indices = fit.indices
    let data = FourierTransform(count: acquisition.points)
      .centredSpectrum(of: fid.samples, dwellTime: acquisition.dwellTime)[indices]
    let megahertz = acquisition.spectrometerFrequency.megahertz
    let tallest = data.magnitude.max() ?? 0
    let deviation = max(fit.noise, 1e-6 * tallest, .leastNormalMagnitude)
    let natural = model.names.map { options.naturalWidths[$0] ?? 0 }
    let lineshape = Self.lineshape(of: fit)

    let ties = ShiftTies(names: model.names, followers: options.followers)
    let bounds = ParameterRanges(
      layout: ParameterLayout(names: model.names, kernelOffsets: lineshape.map(\.offset)), options: options,
      naturalWidths: natural, ties: ties, delay: options.delayDeviation(megahertz: megahertz), megahertz: megahertz)
    let (lower, upper) = bounds.bounds(aboutFrequency: fit.parameters.frequency, phase: fit.parameters.phase)
    var ranges = lower.indices.map {
      Range(lower[$0], upper[$0], mean: bounds.centres[$0], deviation: bounds.deviations[$0])
    }
    ranges[ParameterLayout.gaussian] = Range(options.gaussianRange.lowerBound, options.gaussianRange.upperBound)

    // One standard deviation of an amount were all else known.
    let scales = fit.components.indices.map { k -> Double in
      let unit = FID(
        samples: model.component(k, shift: 0, lorentzian: fit.parameters.lorentzians[k]), acquisition: acquisition)
      let energy = FourierTransform(count: acquisition.points)
        .centredSpectrum(of: unit.samples, dwellTime: acquisition.dwellTime)[indices].energy
      let own = deviation / max(energy, .leastNormalMagnitude).squareRoot()
      let found = fit.covariance[k, k].squareRoot()
      return found.isFinite && found > own ? found : own
    }
    try self.init(
      spectrum: data, indices: indices, model: model, naturalWidths: natural, ties: ties,
      kernelOffsets: lineshape.map(\.offset), noise: deviation,
      noiseTreatment: noise,
      baseline: options.baselineKnotSpacing.map {
        SplineBaseline(points: indices.count, knotSpacing: $0 * megahertz / acquisition.frequencyStep)
      },
      baselineBend: fit.baselineBend, prior: prior, ranges: ranges, amountScales: scales)
  }

  /// Where the fit ended.
  func point(of fit: Fit, naturalWidths: [Double]) -> [Double] {
    let parameters = fit.parameters
    let lorentzians = zip(parameters.lorentzians, naturalWidths).map(-)
    let shared = max(0, lorentzians.min() ?? 0)
    return point(
      amounts: parameters.amounts,
      nonlinear: [parameters.frequency, parameters.phase, parameters.delay, shared, parameters.gaussian]
        + ties.parameters(of: parameters.shifts) + lorentzians.map { $0 - shared }
        + Self.lineshape(of: fit).map(\.share))
  }

  /// The lineshape of a fit that a Voigt line did not suit; empty for a Voigt line, which the data then did not refute.
  private static func lineshape(of fit: Fit) -> [(offset: Double, share: Double)] {
    fit.lineshape.contains { $0.share != 0 } ? fit.lineshape : []
  }
}
