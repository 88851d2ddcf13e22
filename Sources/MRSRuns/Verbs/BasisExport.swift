import Foundation
import MRSCore
import MRSFormats

/// The formats of other programs in which a simulated basis can be left.
public enum BasisExport: String, Sendable, CaseIterable {
  /// `NAME.BASIS` of LCModel.
  case basis
  /// The folder `raw` of LCModel's .RAW files.
  case raw
  /// The folder `fsl-mrs` of FSL-MRS's .json files.
  case json

  /// The artefact of each function, or the one of all.
  func artefacts(of basis: BasisSet, named name: String) -> [String] {
    switch self {
    case .basis: ["\(name).BASIS"]
    case .raw: basis.names.map { "raw/\($0).RAW" }
    case .json: basis.names.map { "fsl-mrs/\($0).json" }
    }
  }

  var format: BasisFormat {
    switch self {
    case .basis: .lcmodelBasis
    case .raw: .lcmodelRaw
    case .json: .fslMRS
    }
  }
}

extension StageContext {
  /// Leaves a basis in a run folder in the formats of other programs.
  /// - Throws: `FormatError`, `PipelineError`.
  public func export(
    _ basis: BasisSet, as formats: [BasisExport], sampling: BasisSampling = .init(), to run: RunFolder
  ) throws {
    for format in BasisExport.allCases where formats.contains(format) {
      let files = try format.artefacts(of: basis, named: studyProtocol.name).map { try run.artefact($0) }
      guard let first = files.first else { continue }
      try BasisFile.write(
        basis, as: format.format, to: format == .basis ? first : first.deletingLastPathComponent(),
        sampling: sampling)
    }
  }
}
