import Foundation
import MRSCore

/// What a file says of a measurement in the words of NIfTI-MRS, units included (s, degrees, ppm, T): what ``Acquisition`` has
/// no place for, and an output in that standard should not lose.
///
/// Clarke et al. 2022, doi:10.1002/mrm.29418, and its specification, tables of standard-defined metadata.
public struct StandardFields: Hashable, Sendable, Codable {
  public private(set) var values: [String: JSONValue]

  public init(_ values: [String: JSONValue] = [:]) { self.values = values }

  /// The value of a key; setting `nil` removes it.
  public subscript(key: String) -> JSONValue? {
    get { values[key] }
    set { values[key] = newValue }
  }

  /// Keeps a finite number.
  public mutating func set(_ key: String, _ number: Double?) {
    if let number, number.isFinite { values[key] = .number(number) }
  }

  /// Keeps a text that is not blank.
  public mutating func set(_ key: String, _ text: String?) {
    let kept = text?.printable.trimmingCharacters(in: .whitespaces) ?? ""
    if !kept.isEmpty { values[key] = .string(kept) }
  }

  /// What version 0.11 of the standard defines; other keys it wants as objects with a description.
  static let defined: Set = [
    "SpectralWidth", "EchoTime", "RepetitionTime", "InversionTime", "MixingTime", "AcquisitionStartTime",
    "ExcitationFlipAngle", "TxOffset", "RxOffset", "SpecFreqChemShift", "VOI", "WaterSuppressed",
    "WaterSuppressionType", "SequenceTriggered", "Manufacturer", "ManufacturersModelName", "DeviceSerialNumber",
    "SoftwareVersions", "InstitutionName", "InstitutionAddress", "TxCoil", "RxCoil", "SequenceName", "ProtocolName",
    "PatientPosition", "PatientName", "PatientID", "PatientWeight", "PatientDoB", "PatientSex", "ConversionMethod",
    "ConversionTime", "OriginalFile", "kSpace", "EditCondition", "EditPulse", "ProcessingApplied",
  ]

  /// Without what may tell who the subject is; see ``HeaderField/identifiesSubject``.
  public var withoutIdentity: StandardFields {
    StandardFields(values.filter { !HeaderField.identifies($0.key) })
  }
}
