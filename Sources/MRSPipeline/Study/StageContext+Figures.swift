import MRSCore
import MRSReport
import MRSStatistics
import MRSSynthesis

extension StageContext {
  /// Every basis function at the protocol's grid, broadened to 5 Hz for the eye.
  func figure(of basis: BasisSet) -> GridFigure {
    let grid = studyProtocol.spectralAcquisition
    let transform = FourierTransform(count: grid.points)
    return GridFigure(
      title: "Basis of \(studyProtocol.name)",
      caption: "\(studyProtocol.title): every function at unit amount, each on its own scale, broadened by 5 Hz.",
      traces: ["signal"],
      panels: zip(basis.names, basis.rendered(on: grid)).map { name, fid in
        let spectrum = transform.spectrum(of: fid.broadened(byLorentzian: .hertz(5)))
        let range = spectrum.indices(in: .ppm(0) ... .ppm(6))
        return .init(
          title: name, shifts: range.map { spectrum.shift(at: $0).ppm }, values: [Array(spectrum.values.real[range])])
      }, columns: 4)
  }

  /// Spectra with what they are.
  func figure(of spectra: [LabelledSpectrum], groups: [String]) -> GridFigure {
    GridFigure(
      title: "Synthetic spectra", caption: "Training spectra 0 to \(spectra.count - 1), real part, each on its own scale.",
      traces: ["signal"],
      panels: spectra.enumerated().map { index, labelled in
        let spectrum = FourierTransform(count: labelled.fid.samples.count).spectrum(of: labelled.fid)
        let range = spectrum.indices(in: studyProtocol.spectralWindow)
        return .init(
          title: "\(index) (\(groups[labelled.group]))", shifts: range.map { spectrum.shift(at: $0).ppm },
          values: [Array(spectrum.values.real[range])])
      }, columns: 4)
  }
}

extension StudyOutcome {
  /// The diagnosis as text for a terminal.
  /// - Throws: `ReportError`, `StatisticsError`.
  public func diagnosisSummary() throws -> String {
    let table = try diagnosisTable()
    return "\(table.title)\n\n\(table.text())"
  }
}
