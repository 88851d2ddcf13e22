import MRSCore

/// One statement of a file's header, as text without control characters, for people to inspect.
public struct HeaderField: Hashable, Sendable, Codable {
  /// The name in the file's own words.
  public let name: String
  public let value: String
  /// True for what may tell who the subject is, or who and where it was measured; see ``identifies(_:)``.
  public let identifiesSubject: Bool

  public init(name: String, value: String) {
    self.name = name.printable
    self.value = value.printable
    identifiesSubject = Self.identifies(name)
  }

  /// True for the name of a field that may tell who the subject is: name, dates, identifiers, people, places (NIfTI-MRS's
  /// anonymisation list, the confidentiality profile of DICOM PS3.15 E, and their counterparts at Philips, Siemens and GE).
  public static func identifies(_ name: String) -> Bool {
    let folded = name.lowercased().filter { $0.isLetter || $0.isNumber }
    return beginnings.contains { folded.hasPrefix($0) } || parts.contains { folded.contains($0) }
  }

  private static let beginnings = ["originalfile", "examinationname", "scandate", "private", "uid", "examdate"]
  private static let parts = [
    "patientname", "patientid", "patientdob", "birth", "patientsname", "patientage", "patientcomment", "patientaddress",
    "deviceserialnumber", "institution", "hospital", "station", "physician", "operator", "accession", "studydate",
    "studytime", "seriesdate", "seriestime", "instancedate", "instancetime", "contentdate", "contenttime",
    "acquisitiondate", "acquisitiontime", "studyid", "studydescription", "uid", "referencedimage", "datetime",
    "comments", "freetext", "txtfree", "remark", "annotation", "description",
  ]
}
