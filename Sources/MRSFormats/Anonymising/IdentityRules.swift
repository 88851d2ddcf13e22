/// Which fields of a header are removed from files that stay in their own format.
///
/// The basic profile of DICOM PS3.15 (2024), table E.1-1, by names: what ``HeaderField/identifies(_:)`` hides, and what describes
/// the patient's body. The names of protocol and sequence stay and are cleaned ("Clean Descriptors", E.3.5): they say how the
/// signal was localised.
struct IdentityRules: Sendable {
  /// Whether sex, age, weight and height stay ("Retain Patient Characteristics", E.3.7).
  let keepsCharacteristics: Bool
  /// What the identifiers that stand in the place of others depend on.
  let key: [UInt8]

  func removes(_ name: String) -> Bool {
    let folded = Self.folded(name)
    if Self.descriptors.contains(where: { folded.hasSuffix($0) }) { return false }
    if Self.isCharacteristic(folded) { return !keepsCharacteristics }
    return HeaderField.identifies(name) || Self.parts.contains { folded.contains($0) } || Self.whole.contains(folded)
  }

  /// What a removed value is, for the search of it elsewhere.
  func kind(of name: String) -> IdentityValue.Kind {
    let folded = Self.folded(name)
    if ["description", "comment", "remark", "annotation", "freetext", "txtfree"].contains(where: { folded.contains($0) }
    ) {
      return .description
    }
    let isPerson = ["patient", "physician", "operator", "subject", "perform", "examination"].contains {
      folded.contains($0)
    }
    return isPerson && !folded.contains("id") && !folded.contains("date") ? .person : .identifier
  }

  static func folded(_ name: String) -> String { name.lowercased().filter { $0.isLetter || $0.isNumber } }

  private static func isCharacteristic(_ folded: String) -> Bool {
    let isOfSubject = ["patient", "subject"].contains { folded.contains($0) }
    return isOfSubject && ["sex", "age", "weight", "height", "size", "gender"].contains { folded.hasSuffix($0) }
      || ["sex", "age", "weight", "height", "gender"].contains(folded)
  }

  private static let descriptors = ["protocolname", "sequencedescription", "sequencename"]
  private static let parts = [
    "loid", "frameofreference", "referenceimage", "serialnumber", "address", "hostname", "timestamp", "tcalibdate",
    "tcalibtime", "txcalibdate", "txcalibtime", "tfree", "ethnic", "occupation", "pregnan", "medicalrecord",
    "nameofpatient",
    "subjectname", "subjectid", "dateofexperiment", "requestingservice", "patientsbirth", "perfphys",
  ]
  private static let whole: Set = [
    "patient", "study", "series", "subject", "operator", "date", "time", "filename", "name", "user", "owner", "studyid",
    "examdescription", "exam", "hospital",
  ]
}
