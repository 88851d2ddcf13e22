import Foundation
import MRSCore
import MRSFormats
import MRSProfile
import MRSReport
import MRSStudy

/// The verb `simulate`: leaves the basis of a protocol, a picture of it, and what it is asked to export.
public struct SimulateRun: Sendable {
  public let settings: StudySettings
  public let exports: [BasisExport]
  public let sampling: BasisSampling
  public let hasLipids: Bool

  public init(
    _ settings: StudySettings, exports: [BasisExport] = [], sampling: BasisSampling = .init(), hasLipids: Bool = true
  ) {
    self.settings = settings
    self.exports = exports
    self.sampling = sampling
    self.hasLipids = hasLipids
  }

  /// - Returns: the functions of the basis.
  /// - Throws: `SimulationError`, `ProfileError`, `FormatError`, ``RunError``, `ReportError`.
  public func perform(in run: RunFolder) async throws -> Table {
    let studyProtocol = settings.studyProtocol
    let basis = try await ProtocolSimulator(studyProtocol).basis(
      worker: settings.worker, hasLipids: hasLipids)
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
    return try figures.table(of: basis)
  }
}
