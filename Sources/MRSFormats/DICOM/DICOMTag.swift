/// A DICOM attribute's number: group and element.
struct DICOMTag: Hashable, Sendable {
  let group: UInt16
  let element: UInt16

  init(_ group: UInt16, _ element: UInt16) {
    self.group = group
    self.element = element
  }

  /// The same element in a private block: `(2005,xx04)` in block 0x14 is `(2005,1404)`.
  func inBlock(_ block: UInt8) -> DICOMTag { DICOMTag(group, UInt16(block) << 8 | element & 0xff) }
}

extension DICOMTag: CustomStringConvertible {
  /// `"(0018,9098)"`, as the standard writes it.
  var description: String {
    func hex(_ value: UInt16) -> String {
      let digits = String(value, radix: 16, uppercase: true)
      return String(repeating: "0", count: 4 - digits.count) + digits
    }
    return "(\(hex(group)),\(hex(element)))"
  }
}

/// The attributes that are read: DICOM PS3.6, and the vendors' private ones.
extension DICOMTag {
  static let transferSyntax = DICOMTag(0x0002, 0x0010)
  static let sopClass = DICOMTag(0x0008, 0x0016)
  static let manufacturer = DICOMTag(0x0008, 0x0070)
  static let modelName = DICOMTag(0x0008, 0x1090)
  static let institutionName = DICOMTag(0x0008, 0x0080)
  static let institutionAddress = DICOMTag(0x0008, 0x0081)
  static let seriesDescription = DICOMTag(0x0008, 0x103e)
  static let patientName = DICOMTag(0x0010, 0x0010)
  static let patientID = DICOMTag(0x0010, 0x0020)
  static let patientBirthDate = DICOMTag(0x0010, 0x0030)
  static let patientSex = DICOMTag(0x0010, 0x0040)
  static let patientWeight = DICOMTag(0x0010, 0x1030)
  static let sequenceName = DICOMTag(0x0018, 0x0024)
  static let sliceThickness = DICOMTag(0x0018, 0x0050)
  static let repetitionTime = DICOMTag(0x0018, 0x0080)
  static let echoTime = DICOMTag(0x0018, 0x0081)
  static let inversionTime = DICOMTag(0x0018, 0x0082)
  static let numberOfAverages = DICOMTag(0x0018, 0x0083)
  static let magneticFieldStrength = DICOMTag(0x0018, 0x0087)
  static let deviceSerialNumber = DICOMTag(0x0018, 0x1000)
  static let softwareVersions = DICOMTag(0x0018, 0x1020)
  static let protocolName = DICOMTag(0x0018, 0x1030)
  static let receiveCoil = DICOMTag(0x0018, 0x1250)
  static let transmitCoil = DICOMTag(0x0018, 0x1251)
  static let flipAngle = DICOMTag(0x0018, 0x1314)
  static let patientPosition = DICOMTag(0x0018, 0x5100)
  static let pulseSequenceName = DICOMTag(0x0018, 0x9005)
  static let spectralWidth = DICOMTag(0x0018, 0x9052)
  static let chemicalShiftReference = DICOMTag(0x0018, 0x9053)
  static let volumeLocalization = DICOMTag(0x0018, 0x9054)
  static let effectiveEchoTime = DICOMTag(0x0018, 0x9082)
  static let transmitterFrequency = DICOMTag(0x0018, 0x9098)
  static let resonantNucleus = DICOMTag(0x0018, 0x9100)
  static let midSlabPosition = DICOMTag(0x0018, 0x9106)
  static let volumeLocalizationSequence = DICOMTag(0x0018, 0x9126)
  static let waterReferenced = DICOMTag(0x0018, 0x9199)
  static let imagePosition = DICOMTag(0x0020, 0x0032)
  static let imageOrientation = DICOMTag(0x0020, 0x0037)
  static let numberOfFrames = DICOMTag(0x0028, 0x0008)
  static let rows = DICOMTag(0x0028, 0x0010)
  static let columns = DICOMTag(0x0028, 0x0011)
  static let pixelSpacing = DICOMTag(0x0028, 0x0030)
  static let dataPointRows = DICOMTag(0x0028, 0x9001)
  static let dataPointColumns = DICOMTag(0x0028, 0x9002)
  static let signalDomain = DICOMTag(0x0028, 0x9003)
  static let dataRepresentation = DICOMTag(0x0028, 0x9108)
  static let sharedGroups = DICOMTag(0x5200, 0x9229)
  static let frameGroups = DICOMTag(0x5200, 0x9230)
  static let spectroscopyData = DICOMTag(0x5600, 0x0020)

  static let uihWater = DICOMTag(0x0065, 0xff07)
  static let uihEditOn = DICOMTag(0x0065, 0xff10)
  static let uihEditOff = DICOMTag(0x0065, 0xff11)
  static let philipsFrames = DICOMTag(0x2005, 0x140f)
  static let philipsEdited = DICOMTag(0x2005, 0x1597)
  static let philipsCondition = DICOMTag(0x2005, 0x1598)
  static let philipsIsWater = DICOMTag(0x2005, 0x1304)
  static let philipsClassicData = DICOMTag(0x2005, 0x1270)
  static let philipsClassicWidth = DICOMTag(0x2005, 0x1357)
  static let philipsFrequency = DICOMTag(0x2001, 0x1083)
  static let philipsNucleus = DICOMTag(0x2001, 0x1087)
}
