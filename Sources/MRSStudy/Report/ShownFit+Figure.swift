import MRSCore
import MRSFitting
import MRSModel
import MRSReport

extension ShownFit {
  /// Data, fit, baseline and the largest components.
  public var figure: SpectrumFigure {
    let names = fit.quantification.amounts.map(\.name)
    let largest = fit.components.indices.sorted {
      (fit.components[$0].real.max() ?? 0) > (fit.components[$1].real.max() ?? 0)
    }.prefix(8)
    return SpectrumFigure(
      title: title,
      caption:
        "\(title): data, fit and baseline (real part, phased), residual above, the eight largest components below. SNR \(NumberText.significant(fit.quantification.quality.signalToNoise)), residual/noise \(NumberText.significant(fit.residualToNoise)).",
      shifts: fit.ppm, data: fit.data.real, fit: fit.model.real, baseline: fit.baseline.real,
      components: largest.map { Trace(name: names[$0], values: fit.components[$0].real) }, window: nil,
      signalLabel: "signal (\(fit.quantification.unit.rawValue)·s)")
  }
}
