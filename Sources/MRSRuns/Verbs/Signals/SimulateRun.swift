import Foundation
import MRSCore
import MRSFormats
import MRSProfile
import MRSReport
import MRSSimulation
import MRSStudy

/// The verb `simulate`: leaves the basis of a protocol, a picture of it, and what it is asked to export.
public struct SimulateRun: Sendable {
  public let settings: StudySettings
  public let exports: [BasisExport]
  public let sampling: BasisSampling
  public let hasLipids: Bool
  public let additions: [BasisAddition]
  public let exportsPulses: Bool

  /// - Parameter exportsPulses: whether the shapes of the sequence's pulses are left too, `pulses/`.
  public init(
    _ settings: StudySettings, exports: [BasisExport] = [], sampling: BasisSampling = .init(), hasLipids: Bool = true,
    additions: [BasisAddition] = [], exportsPulses: Bool = false
  ) {
    self.additions = additions
    self.exportsPulses = exportsPulses
    self.settings = settings
    self.exports = exports
    self.sampling = sampling
    self.hasLipids = hasLipids
  }

  /// - Returns: the functions of the basis.
  /// - Throws: `SimulationError`, `ProfileError`, `FormatError`, ``RunError``, `ReportError`.
  public func perform(in run: RunFolder) async throws -> Table {
    let studyProtocol = settings.studyProtocol
    let basis = try await basis(in: run)
    let figures = ProtocolFigures(studyProtocol)
    try run.writeJSON(basis, to: "basis.json")
    try run.write(Data(figures.figure(of: basis).svg(identifier: "basis").utf8), to: "basis.svg")
    for format in BasisExport.allCases where exports.contains(format) {
      let files = try format.artefacts(of: basis, named: studyProtocol.name).map { try run.artefact($0) }
      guard let first = files.first else { continue }
      try BasisFile.write(
        basis, as: format.format, to: format == .basis ? first : first.deletingLastPathComponent(),
        sampling: sampling)
    }
    if exportsPulses { try writePulses(in: run) }
    return try figures.table(of: basis)
  }

  /// The protocol's functions, those of the file of spin systems that the protocol does not name, and the additions.
  private func basis(in run: RunFolder) async throws -> BasisSet {
    let studyProtocol = settings.studyProtocol
    let simulator = ProtocolSimulator(studyProtocol)
    let basis = try await simulator.basis(worker: settings.worker, hasLipids: hasLipids)
    var functions = basis.functions
    if let file = studyProtocol.spinSystems {
      let own = try SpinSystemLibrary(contentsOf: URL(filePath: file)).molecules.filter {
        !basis.names.contains($0.name)
      }
      functions += try await simulator.functions(of: own, tasks: settings.worker.tasks)
    }
    for addition in additions {
      guard !functions.contains(where: { $0.name == addition.name }) else {
        throw FormatError.contradiction(
          path: addition.file.path, first: "the basis has a function \(addition.name)", second: "so is this one named",
          advice: "Give it another name: --add NAME=FILE.")
      }
      let (function, doubts) = try addition.function(on: basis.acquisition)
      functions.append(function)
      try run.record(input: addition.file)
      for doubt in doubts { run.warn(doubt) }
    }
    return BasisSet(functions: functions, acquisition: basis.acquisition, source: basis.source)
  }

  private func writePulses(in run: RunFolder) throws {
    var written: Set<RFPulse> = []
    for event in try settings.studyProtocol.pulseSequence().events {
      guard case .shapedPulse(let slice, _) = event, written.insert(slice.pulse).inserted else { continue }
      let name = slice.pulse.name.filter { $0.isLetter || $0.isNumber }
      try PulseShapeFile.write(slice.pulse, to: run.artefact("pulses/\(written.count)-\(name).RF"))
      if let gradient = slice.pulse.gradient {
        try GradientShapeFile.write(gradient, of: name, to: run.artefact("pulses/\(written.count)-\(name).GRD"))
      }
    }
  }
}
