import MRSCore
import MRSFitting
import MRSModel
import MRSReport
import MRSVocabulary

extension QuantifiedScan {
  /// The spectrum with its fit, baseline, residual and components; for a network those of its reconstruction, or where that was
  /// not asked the data alone, with what part of them an answer comes from.
  public func figure() -> SpectrumFigure {
    let unit = quantification.unit == .arbitrary ? "Signal (a.u.)" : "Signal (mM·s)"
    let title = provenance.file.name
    guard let fit = curves else {
      let spectrum = FourierTransform(count: fid.samples.count).spectrum(of: fid)
      let range = spectrum.indices(in: .ppm(0.2) ... .ppm(4.4))
      return SpectrumFigure(
        title: title, caption: "The spectrum shown to the network. \(provenance.method).\(contributionsCaption)",
        shifts: range.map { spectrum.shift(at: $0).ppm }, data: Array(spectrum.values.real[range]),
        contributions: contributions(movedBy: 0), signalLabel: unit)
    }
    // The fitted shift is taken off, so that names and axis agree with tables of chemical shifts.
    let offset = fit.parameters.frequency / fid.acquisition.spectrometerFrequency.megahertz
    let shifts = fit.ppm.map { $0 - offset }
    let shown = fit.components.indices.filter { fit.parameters.amounts[$0] > 0 }
    let made = reconstruction == nil ? "fit" : "reconstruction from the network's amounts"
    return SpectrumFigure(
      title: title,
      caption:
        "Real part, phased and shifted as fitted, with \(made), baseline and the part of each species. \(provenance.method); "
        + "basis \(provenance.basis).\(contributionsCaption)",
      shifts: shifts, data: fit.data.real, fit: fit.model.real, baseline: fit.baseline.real,
      components: shown.map { Trace(name: fit.names[$0], values: fit.components[$0].real) },
      labels: labels(fit, at: shifts, among: shown), contributions: contributions(movedBy: offset),
      signalLabel: unit)
  }

  /// The names of the eight tallest components at their peaks; broad signals have none.
  private func labels(_ fit: Fit, at shifts: [Double], among shown: [Int]) -> [SpectrumFigure.Label] {
    let peaks = shown.filter { !Vocabulary.standard.isBroad(fit.names[$0]) }.compactMap {
      k -> (label: SpectrumFigure.Label, height: Double)? in
      let values = fit.components[k].real
      guard let top = values.indices.max(by: { values[$0] < values[$1] }) else { return nil }
      return (.init(text: fit.names[k], shift: shifts[top]), values[top])
    }
    return peaks.sorted { $0.height > $1.height }.prefix(8).map(\.label)
  }
}
