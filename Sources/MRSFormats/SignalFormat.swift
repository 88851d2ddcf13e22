/// The formats in which signals are read.
public enum SignalFormat: String, Hashable, Sendable, Codable, CaseIterable {
  case niftiMRS = "NIfTI-MRS"
  case philipsSDAT = "Philips SDAT/SPAR"
  case lcmodelRaw = "LCModel RAW"
}
