import MRSCore
import MRSFitting
import MRSModel
import MRSSynthesis
import Numerics

/// What a fit of this protocol's spectra is told: the model, how far it may vary, and what is known of amounts.
extension StudyProtocol {
  /// The macromolecules of ``NuisanceSection``, one proton a line: their widths are fitted about the mean.
  public func macromoleculeFunctions(on acquisition: Acquisition) -> [BasisFunction] {
    zip(macromoleculeNames, nuisances.macromoleculePositions).map { name, position in
      let lineshape = Lineshape(
        shift: acquisition.offset(of: .ppm(position)).hertz, lorentzian: 0, gaussian: macromoleculeGaussian)
      return BasisFunction(name: name, signal: .sampled(lineshape.decay(on: acquisition)))
    }
  }

  /// The model that is fitted: the basis and, unless it has its own, the protocol's macromolecules.
  /// - Parameter acquisition: that of the signals; the protocol's for none.
  public func fitModel(basis: BasisSet, on acquisition: Acquisition? = nil) -> ForwardModel {
    let added =
      basis.names.contains { macromoleculeNames.contains($0) }
      ? [] : macromoleculeFunctions(on: basis.acquisition)
    return ForwardModel(
      basis: BasisSet(functions: basis.functions + added, acquisition: basis.acquisition, source: basis.source),
      acquisition: acquisition ?? spectralAcquisition, attenuations: attenuations)
  }

  /// What is known of the amounts in ``fitModel(basis:)``: that of the species, and of macromolecules the protocol's.
  /// - Throws: `LinearAlgebraError`.
  public func fitPrior(_ amounts: AmountDistribution) throws -> AmountDistribution {
    let added = macromoleculeNames.count
    let known = amounts.names.count
    var covariance = Matrix(zeros: known + added, known + added)
    for j in 0..<known { for i in 0..<known { covariance[i, j] = amounts.logCovariance[i, j] } }
    // The log-normal of the same mean and deviation.
    let (mean, deviation) = (nuisances.macromolecules.mean, nuisances.macromolecules.standardDeviation)
    let logDeviation = max(Distribution.logDeviation(variation: mean > 0 ? deviation / mean : 0), 0.05)
    for k in known..<known + added { covariance[k, k] = logDeviation * logDeviation }
    return try AmountDistribution(
      names: amounts.names + macromoleculeNames,
      logMeans: amounts.logMeans
        + [Double](repeating: .log(max(mean, 1e-6)) - logDeviation * logDeviation / 2, count: added),
      logCovariance: covariance)
  }

  /// The options of a fit of this protocol's spectra.
  public var fitOptions: LeastSquaresOptions {
    let broad = macromoleculeNames
    return LeastSquaresOptions(
      window: spectralWindow, baselineKnotSpacing: fit.baselineKnotSpacing, baselineBend: fit.baselineBend,
      naturalWidths: naturalWidths.merging(broad.map { ($0, macromoleculeLorentzian) }) { $1 },
      expectedAmounts: expectedAmounts.merging(broad.map { ($0, nuisances.macromolecules.mean) }) { $1 },
      firstOrderPhaseDeviation: fit.firstOrderPhaseDeviation, shiftDeviation: fit.shiftDeviation,
      broadeningDeviation: fit.broadeningDeviation,
      shiftDeviations: Dictionary(
        uniqueKeysWithValues: species.map { ($0.name, max($0.shiftDeviation, fit.shiftDeviation)) }
          + broad.map { ($0, nuisances.macromoleculeShiftDeviation) }),
      broadeningDeviations: t2Distributions.mapValues { max(fit.broadeningDeviation, broadeningDeviation(t2: $0)) }
        .merging(broad.map { ($0, nuisances.macromoleculeWidth.standardDeviation) }) { $1 })
  }

  private var macromoleculeNames: [String] {
    nuisances.macromoleculePositions.map { "MM\(Int(($0 * 100).rounded()))" }
  }

  /// A Voigt line that is fitted by its Lorentz width alone must be able to become narrower: the narrowest line's Gauss
  /// width, and as Lorentz width what makes up the mean.
  private var macromoleculeGaussian: Double {
    nuisances.macromoleculeWidth.mean - 2 * nuisances.macromoleculeWidth.standardDeviation
  }

  private var macromoleculeLorentzian: Double {
    // w = 0.5346·L + √(0.2166·L² + G²) solved for L (Olivero & Longbothum 1977).
    let (width, gaussian) = (nuisances.macromoleculeWidth.mean, macromoleculeGaussian)
    let (a, b) = (0.5346, 0.2166)
    let root = ((a * width) * (a * width) + (b - a * a) * (width * width - gaussian * gaussian)).squareRoot()
    return max(2, (root - a * width) / (b - a * a))
  }

  /// The spread of transverse relaxation times of every species, ms.
  private var t2Distributions: [String: Distribution] {
    lipids.t2.merging(species.map { ($0.name, $0.t2) }) { $1 }
  }

  /// How far natural widths spread, Hz: of L = 1/(π·T2) by the spread of T2, and of the species' own broadening.
  private func broadeningDeviation(t2: Distribution) -> Double {
    let byRelaxation = Lineshape.lorentzianWidth(relaxationTime: t2.mean / 1000) * t2.standardDeviation / t2.mean
    let own = nuisances.ownBroadening.standardDeviation
    return (byRelaxation * byRelaxation + own * own).squareRoot()
  }
}
