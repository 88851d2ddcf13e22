import Foundation
import MRSCore
import MRSFormats

/// The formats of other programs in which a simulated basis can be left.
public enum BasisExport: String, Sendable, CaseIterable {
  /// `NAME.BASIS` of LCModel; of an edited scan `NAME-difference.BASIS`, and the folders alike.
  case basis
  /// The folder `raw` of LCModel's .RAW files.
  case raw
  /// The folder `fsl-mrs` of FSL-MRS's .json files.
  case json

  /// The artefact of each function, or the one of all.
  /// - Parameter suffix: of the basis of one part of an edited scan, `"-difference"`.
  func artefacts(of basis: BasisSet, named name: String, suffix: String) -> [String] {
    switch self {
    case .basis: ["\(name)\(suffix).BASIS"]
    case .raw: basis.names.map { "raw\(suffix)/\($0).RAW" }
    case .json: basis.names.map { "fsl-mrs\(suffix)/\($0).json" }
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
