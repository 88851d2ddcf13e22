import MRSCore
import MRSFitting
import MRSModel
import MRSSynthesis
import Numerics

/// Spectra of a fit's own model, for which its posterior is right by definition: amounts of its prior, own shifts and widths as it
/// expects them, a Voigt line with widths from all over the fit's ranges, no baseline.
struct SpectraOfFit {
  let fit: LeastSquares
  private let prior: AmountDistribution
  private let ranges: ParameterRanges
  private let layout: ParameterLayout
  private let ties: ShiftTies
  private let naturalWidths: [Double]

  /// Hz.
  private static let lorentzians = 0.0...2
  private static let gaussians = 4.0...14

  /// - Parameter isWhole: whether species have shifts and widths of their own.
  /// `nil` for a fit without a log-normal prior.
  init?(_ fit: LeastSquares, isWhole: Bool) {
    guard case .logNormal(let prior) = fit.amountPrior else { return nil }
    var options = fit.options
    // Functions are known, and so is from where widths are drawn: all of the ranges, the square of the Gauss width evenly.
    options.shapes = []
    (options.lorentzianRange, options.gaussianRange) = (Self.lorentzians, Self.gaussians)
    if !isWhole {
      (options.shiftDeviation, options.broadeningDeviation) = (0, 0)
      (options.shiftDeviations, options.broadeningDeviations, options.followers) = ([:], [:], [:])
    }
    let names = fit.model.names
    self.fit = LeastSquares(model: fit.model, options: options, amountPrior: fit.amountPrior, unit: fit.unit)
    self.prior = prior
    layout = ParameterLayout(names: names)
    ties = ShiftTies(names: names, followers: options.followers)
    naturalWidths = names.map { options.naturalWidths[$0] ?? 0 }
    ranges = ParameterRanges(
      layout: layout, options: options, naturalWidths: naturalWidths, ties: ties, delay: 0,
      megahertz: fit.model.acquisition.spectrometerFrequency.megahertz)
  }

  /// A spectrum and its amounts, mM.
  func example(_ index: Int, of stream: RandomStream) -> (fid: FID, amounts: [Double]) {
    var stream = stream.child(index)
    let drawn = prior.draw(using: &stream)
    let amounts = fit.model.names.map { name in prior.names.firstIndex(of: name).map { drawn[$0] } ?? 0 }
    let (lower, upper) = ranges.bounds(aboutFrequency: 0, phase: 0)
    let parameters = layout.indices.map { place -> Double in
      guard ranges.deviations[place].isFinite else { return 0 }
      while true {
        let value = stream.normal(mean: 0, deviation: ranges.deviations[place])
        if value >= lower[place] && value <= upper[place] { return value }
      }
    }
    let shifts = ties.shifts(of: Array(parameters[layout.shifts]))
    let lorentzian = stream.uniform(in: Self.lorentzians)
    let (least, most) = (Self.gaussians.lowerBound, Self.gaussians.upperBound)
    let gaussian = stream.uniform(in: least * least...most * most).squareRoot()
    let widths = zip(naturalWidths, parameters[layout.broadenings]).map { $0 + $1 + lorentzian }
    let fid = fit.model.fid(
      SignalParameters(
        amounts: amounts, shifts: shifts, lorentzians: widths, gaussian: gaussian,
        frequency: stream.uniform(in: -5...5), phase: stream.uniform(in: -0.5...0.5)))
    // The protocol's noise, mM a sample.
    let deviation = Double.exp(stream.uniform(in: Double.log(0.5)...Double.log(3.4)))
    var samples = fid.samples
    stream.addNormals(to: &samples.real, deviation: deviation)
    stream.addNormals(to: &samples.imaginary, deviation: deviation)
    return (FID(samples: samples, acquisition: fid.acquisition), amounts)
  }
}
