import Foundation

/// Knows where the files of one format hold what tells who was measured.
protocol IdentityFinder: Sendable {
  /// The files of the scan that `url` names, their fields overwritten in memory.
  /// - Throws: ``FormatError``.
  static func marked(_ url: URL, _ rules: IdentityRules) throws(FormatError) -> [MarkedFile]
}

extension SignalFormat {
  var identityFinder: any IdentityFinder.Type {
    switch self {
    case .niftiMRS: NIfTIMRSIdentity.self
    case .siemensTwix: TwixIdentity.self
    case .siemensRDA: RDAIdentity.self
    case .dicom: DICOMIdentity.self
    case .philipsSDAT, .philipsList: PhilipsIdentity.self
    case .gePFile: GEIdentity.self
    case .jmruiText, .jmrui: JMRUIIdentity.self
    case .varian: VarianIdentity.self
    case .bruker: BrukerIdentity.self
    case .lcmodelRaw: LCModelIdentity.self
    }
  }
}
