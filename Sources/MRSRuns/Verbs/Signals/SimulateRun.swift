import Foundation
import MRSCore
import MRSFormats
import MRSProfile
import MRSReport
import MRSSimulation
import MRSStudy

/// The verb `simulate`: leaves the basis of a protocol, a picture of it, and what it is asked to export; of a protocol with
/// `[editing]` those of each condition, of the differences and the sum.
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
    if exportsPulses { try writePulses(in: run) }
    let figures = ProtocolFigures(studyProtocol)
    guard let scheme = studyProtocol.editingScheme else {
      let basis = try await basis(in: run)
      try write(basis, suffix: "", in: run)
      return try figures.table(of: basis)
    }
    if let addition = additions.first {
      throw FormatError.contradiction(
        path: addition.file.path, first: "a measured signal is of one condition", second: "[editing] asks for several",
        advice: "Simulate without --add.")
    }
    var conditions: [BasisSet] = []
    for sequence in try studyProtocol.editedSequences() {
      conditions.append(try await basis(in: run, under: sequence))
    }
    let edited = EditedBases(conditions, scheme: scheme)
    if let assumption = scheme.assumption {
      run.warn("which condition has the pulse is not told: \(assumption), was assumed")
    }
    for part in edited.parts {
      try write(part.basis, suffix: "-\(part.name)", in: run)
      if !part.leftOut.isEmpty {
        run.warn("\(part.name): without \(part.leftOut.joined(separator: ", ")), of which nothing is left")
      }
    }
    if edited.parts.contains(where: {
      $0.basis.acquisition.combination == .difference && $0.basis.names.contains("GABA")
    }) {
      run.warn("macromolecules that are edited with GABA near 3.0 ppm are not simulated: its amounts are GABA+")
    }
    let shown = edited.parts.first { $0.basis.acquisition.combination == .difference } ?? edited.parts[0]
    return try figures.table(of: shown.basis, named: shown.name)
  }

  private func write(_ basis: BasisSet, suffix: String, in run: RunFolder) throws {
    let studyProtocol = settings.studyProtocol
    try run.writeJSON(basis, to: "basis\(suffix).json")
    try run.write(
      Data(ProtocolFigures(studyProtocol).figure(of: basis).svg(identifier: "basis").utf8), to: "basis\(suffix).svg")
    for format in BasisExport.allCases where exports.contains(format) {
      let files = try format.artefacts(of: basis, named: studyProtocol.name, suffix: suffix).map {
        try run.artefact($0)
      }
      guard let first = files.first else { continue }
      try BasisFile.write(
        basis, as: format.format, to: format == .basis ? first : first.deletingLastPathComponent(),
        sampling: sampling)
    }
  }

  /// The protocol's functions, those of the file of spin systems that the protocol does not name, and the additions.
  /// - Parameter sequence: of one condition of an edited scan.
  private func basis(in run: RunFolder, under sequence: PulseSequence? = nil) async throws -> BasisSet {
    let studyProtocol = settings.studyProtocol
    let simulator = ProtocolSimulator(studyProtocol, sequence: sequence)
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
    let studyProtocol = settings.studyProtocol
    let edited = try studyProtocol.editedSequences()
    var written: Set<RFPulse> = []
    for event in try edited.isEmpty ? studyProtocol.pulseSequence().events : edited.flatMap(\.events) {
      let pulse: RFPulse
      switch event {
      case .shapedPulse(let slice, _): pulse = slice.pulse
      case .editingPulse(let editing, _): pulse = editing.pulse
      default: continue
      }
      guard written.insert(pulse).inserted else { continue }
      let name = pulse.name.filter { $0.isLetter || $0.isNumber }
      try PulseShapeFile.write(pulse, to: run.artefact("pulses/\(written.count)-\(name).RF"))
      if let gradient = pulse.gradient {
        try GradientShapeFile.write(gradient, of: name, to: run.artefact("pulses/\(written.count)-\(name).GRD"))
      }
    }
  }
}
