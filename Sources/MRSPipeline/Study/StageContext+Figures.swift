import MRSCore
import MRSModel
import MRSReport
import MRSStatistics
import MRSSynthesis
import MRSVocabulary

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

  /// Spectra with their truth: the species alone, and in each title the fat fraction and tCho.
  func figure(of spectra: [LabelledSpectrum], groups: [String], basis: BasisSet) -> GridFigure {
    let model = studyProtocol.forwardModel(basis: basis)
    let transform = FourierTransform(count: model.acquisition.points)
    let fat = (StudyProtocol.lipidTargets + StudyProtocol.lipidNuisances)
    let cholines = SpeciesSum.totalCholine.members(among: model.names)
    func sum(_ names: [String], in truth: SignalParameters) -> Double {
      zip(model.names, truth.amounts).reduce(0) { $0 + (names.contains($1.0) ? $1.1 : 0) }
    }
    return GridFigure(
      title: "Synthetic spectra",
      caption:
        "Training spectra 0 to \(spectra.count - 1), real part, each on its own scale: the spectrum as it is learned "
        + "from, and the species that it is made of without noise, baseline and all else. tCho in mM.",
      traces: ["spectrum", "its species"],
      panels: spectra.enumerated().map { index, labelled in
        let spectrum = transform.spectrum(of: labelled.fid)
        let truth = transform.spectrum(of: model.fid(labelled.truth))
        let range = spectrum.indices(in: studyProtocol.spectralWindow)
        let protons = sum(fat, in: labelled.truth)
        let percent = 100 * protons / (protons + studyProtocol.water.protonConcentration)
        return .init(
          title: groups.count > 1
            ? "\(index) \(groups[labelled.group]): PDFF \(NumberText.significant(percent, digits: 2)) %"
            : "\(index): PDFF \(NumberText.significant(percent, digits: 2)) %, "
              + "tCho \(NumberText.significant(sum(cholines, in: labelled.truth), digits: 2))",
          shifts: range.map { spectrum.shift(at: $0).ppm },
          values: [Array(spectrum.values.real[range]), Array(truth.values.real[range])])
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
