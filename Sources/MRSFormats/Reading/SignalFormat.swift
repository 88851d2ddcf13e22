/// The formats in which signals are read.
public enum SignalFormat: String, Hashable, Sendable, Codable, CaseIterable {
  case niftiMRS = "NIfTI-MRS"
  case siemensTwix = "Siemens twix"
  case siemensRDA = "Siemens RDA"
  case dicom = "DICOM"
  case philipsSDAT = "Philips SDAT/SPAR"
  case philipsList = "Philips data/list"
  case gePFile = "GE P-file"
  case jmruiText = "jMRUI text"
  case jmrui = "jMRUI"
  case varian = "Varian"
  case bruker = "Bruker"
  case lcmodelRaw = "LCModel RAW"
}
