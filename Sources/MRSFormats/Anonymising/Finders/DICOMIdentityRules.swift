/// Which attributes of an object of spectroscopy go (DICOM PS3.15, table E.1-1, basic profile) and which stay.
///
/// Of the groups of patient, examination and procedure everything goes; of those of acquisition and image what the profile
/// names; of private attributes (E.3.10) all but those that are read. The names of protocol and sequence stay, cleaned.
enum DICOMIdentityRules {
  static func removes(_ tag: DICOMTag, type: String, creator: String?, _ rules: IdentityRules) -> Bool {
    if tag.element == 0 { return false }
    if tag.group & 1 == 1 { return removesPrivate(tag, creator: creator) }
    if ["DA", "DT", "TM"].contains(type) { return true }
    switch tag.group {
    case 0x0002: return (0x0016...0x0018).contains(tag.element) || tag.element >= 0x0100
    case 0x0008: return !keptOfIdentification.contains(tag.element)
    case 0x0010: return !(rules.keepsCharacteristics && characteristics.contains(tag.element))
    // What was done before to remove identity.
    case 0x0012: return !(0x0062...0x0064).contains(tag.element)
    case 0x0018: return removedOfAcquisition.contains(tag.element) || dates.contains(tag.element)
    case 0x0020: return removedOfRelation.contains(tag.element)
    case 0x0028: return tag.element == 0x4000
    case 0x5200, 0x5600, 0xfffe: return false
    default: return true
    }
  }

  /// The signals themselves.
  static func isSamples(_ tag: DICOMTag, creator: String?) -> Bool {
    tag == .spectroscopyData || tag == .philipsClassicData || [.uihWater, .uihEditOn, .uihEditOff].contains(tag)
      || (tag.group == 0x7fe1 && tag.element & 0xff == 0x10 && creator == "SIEMENS CSA NON-IMAGE")
  }

  /// The CSA headers of Siemens.
  static func isSiemensText(_ tag: DICOMTag, creator: String?) -> Bool {
    tag.group == 0x0029 && siemens.contains(creator ?? "") && [0x10, 0x20].contains(tag.element & 0xff)
  }

  /// A code, its scheme and meaning.
  static func isCode(_ tag: DICOMTag) -> Bool { tag.group == 0x0008 && (0x0100...0x0104).contains(tag.element) }

  /// Identifiers of kinds of objects and of programs.
  static func isClass(_ tag: DICOMTag) -> Bool {
    [.sopClass, DICOMTag(0x0002, 0x0002), DICOMTag(0x0002, 0x0012), DICOMTag(0x0008, 0x1150)].contains(tag)
  }

  static func isDescription(_ tag: DICOMTag) -> Bool {
    [DICOMTag(0x0008, 0x1030), .seriesDescription, DICOMTag(0x0010, 0x4000), DICOMTag(0x0020, 0x4000)].contains(tag)
  }

  private static func removesPrivate(_ tag: DICOMTag, creator: String?) -> Bool {
    guard tag.element >= 0x1000 else { return false }
    if tag.group == 0x0029, siemens.contains(creator ?? "") {
      return ![0x08, 0x10, 0x18, 0x20].contains(tag.element & 0xff)
    }
    return !read.contains(tag)
  }

  private static let siemens: Set = ["SIEMENS CSA HEADER", "SIEMENS CSA NON-IMAGE"]
  private static let read: Set<DICOMTag> = [
    .philipsFrames, .philipsEdited, .philipsCondition, .philipsIsWater, .philipsClassicWidth, .philipsFrequency,
    .philipsNucleus,
  ]

  /// Character set, kind of image, class, modality, maker and model, codes, and how values are to be understood.
  private static let keptOfIdentification: Set<UInt16> = [
    0x0005, 0x0008, 0x0016, 0x0060, 0x0070, 0x0100, 0x0102, 0x0104, 0x1090, 0x9007, 0x9205, 0x9206, 0x9207, 0x9208,
    0x9209,
  ]
  /// Sex, age, size, weight.
  private static let characteristics: Set<UInt16> = [0x0040, 0x1010, 0x1020, 0x1030]
  /// Numbers and names of devices, gateways and detectors; comments; descriptions of protocol and processing.
  private static let removedOfAcquisition: Set<UInt16> = [
    0x1000, 0x1002, 0x1004, 0x1005, 0x1007, 0x1008, 0x1009, 0x100a, 0x1010, 0x1011, 0x1016, 0x1018, 0x1019, 0x1203,
    0x1400,
    0x4000, 0x700a, 0x9185, 0x9373, 0x937b, 0x937f, 0x9424, 0xa001, 0xa003,
  ]
  /// Dates and times in the group of acquisition.
  private static let dates: Set<UInt16> = [
    0x1012, 0x1014, 0x1042, 0x1043, 0x1072, 0x1073, 0x1078, 0x1079, 0x1200, 0x1201, 0x1202, 0x700c, 0x9074, 0x9151,
    0x9516,
    0x9517, 0x9623, 0x9701, 0x9804, 0xa002,
  ]
  /// Number of the study, comments on frames and images, and the examinations before.
  private static let removedOfRelation: Set<UInt16> = [
    0x0010, 0x3401, 0x3403, 0x3404, 0x3405, 0x3406, 0x4000, 0x9158,
  ]
}
