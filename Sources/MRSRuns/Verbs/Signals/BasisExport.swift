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
