import MRSCore

/// One statement of a file's header, as text without control characters, for people to inspect.
public struct HeaderField: Hashable, Sendable, Codable {
  /// The name in the file's own words.
  public let name: String
  public let value: String
  /// True for what may tell who the subject is: name, dates, identifiers, institution (NIfTI-MRS's anonymisation list
  /// and Philips's counterparts).
  public let identifiesSubject: Bool

  public init(name: String, value: String) {
    self.name = name.printable
    self.value = value.printable
    let folded = name.lowercased().filter { $0 != "_" }
    identifiesSubject = Self.identifying.contains { folded.hasPrefix($0) }
  }

  private static let identifying = [
    "patientname", "patientid", "patientdob", "patientbirthdate", "deviceserialnumber", "institution", "originalfile",
    "examinationname", "scandate", "private",
  ]
}
