import MRSCore
import MRSModel
import MRSProfile
import MRSReport
import MRSSynthesis
import MRSVocabulary

/// Pictures and tables of what a protocol's simulation made.
public struct ProtocolFigures: Sendable {
  public let studyProtocol: StudyProtocol

  public init(_ studyProtocol: StudyProtocol) { self.studyProtocol = studyProtocol }

  /// Every basis function at the protocol's grid, broadened to 5 Hz for the eye.
  public func figure(of basis: BasisSet) -> GridFigure {
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
  public func figure(of spectra: [LabelledSpectrum], groups: [String], basis: BasisSet) -> GridFigure {
    let model = studyProtocol.forwardModel(basis: basis)
    let transform = FourierTransform(count: model.acquisition.points)
    let fat = FatFunction.all.map(\.name)
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
        let range = spectrum.indices(in: studyProtocol.profile.spectralWindow)
        let protons = sum(fat, in: labelled.truth)
        let percent = 100 * protons / (protons + studyProtocol.profile.water.protonConcentration)
        return .init(
          title: groups.count > 1
            ? "\(index) \(groups[labelled.group]): PDFF \(NumberText.significant(percent, digits: 2)) %"
            : "\(index): PDFF \(NumberText.significant(percent, digits: 2)) %, "
              + "tCho \(NumberText.significant(sum(SpeciesSum.totalCholine.members(among: model.names), in: labelled.truth), digits: 2))",
          shifts: range.map { spectrum.shift(at: $0).ppm },
          values: [Array(spectrum.values.real[range]), Array(truth.values.real[range])])
      }, columns: 4)
  }

  /// Every function of a basis: protons, lines.
  /// - Parameter part: of an edited scan, `"difference"`.
  /// - Throws: `ReportError`.
  public func table(of basis: BasisSet, named part: String? = nil) throws -> Table {
    try Table(
      title: "Basis of \(studyProtocol.name)\(part.map { ", \($0)" } ?? ""): \(studyProtocol.title)",
      columns: [.init("species"), .init("role"), .init("signal at t = 0", unit: "protons"), .init("lines")],
      rows: basis.functions.map { function in
        let role: Cell = .text(studyProtocol.targets.contains(function.name) ? "target" : "nuisance")
        guard case .lines(let lines) = function.signal else {
          return [.text(function.name), role, .missing, .missing]
        }
        return [.text(function.name), role, .number(lines.total.length, digits: 4), .integer(lines.count)]
      })
  }
}
