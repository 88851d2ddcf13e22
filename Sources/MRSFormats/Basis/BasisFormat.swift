/// The formats in which basis sets are read and written.
public enum BasisFormat: String, Hashable, Sendable, Codable, CaseIterable {
  /// One LCModel .BASIS file of sampled spectra.
  case lcmodelBasis = "LCModel BASIS"
  /// A folder of LCModel .RAW files, one a species.
  case lcmodelRaw = "LCModel RAW folder"
  /// A folder of FSL-MRS JSON files, one a species.
  case fslMRS = "FSL-MRS JSON folder"
  /// One JSON file of this package: transition lines in full precision.
  case hepatica = "Hepatica JSON"
}
