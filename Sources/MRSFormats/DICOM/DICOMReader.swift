import Foundation
import MRSCore

/// DICOM objects of spectroscopy: Siemens' own up to VE (with a CSA header), Philips' own, and the standard's enhanced MR
/// Spectroscopy of Siemens XA, Philips and UIH. Which one it is, and with it the sign, is told by SOP class.
enum DICOMReader: SignalReader {
  static let format = SignalFormat.dicom
  static let extensions: Set<String> = ["dcm", "ima"]

  static func recognises(_ beginning: FileBytes) -> Bool {
    DICOMFile.hasMark(beginning.bytes) || DICOMFile.isOld(beginning.bytes)
  }

  static func scans(at url: URL, overrides: SignalOverrides) throws(FormatError) -> [Scan] {
    let file = try FileBytes(url)
    let dataset = try DICOMFile.dataset(file)
    switch dataset.string(.sopClass) {
    case "1.3.12.2.1107.5.9.1": return try SiemensCSAObject.scans(dataset, url: url, overrides: overrides)
    case "1.2.840.10008.5.1.4.1.1.4.2":
      return try EnhancedSpectroscopy(dataset, path: file.path).scans(url: url, overrides: overrides)
    case "1.3.46.670589.11.0.0.12.1": return try PhilipsClassicObject.scans(dataset, url: url, overrides: overrides)
    case let other: throw refusal(sopClass: other, dataset, path: file.path)
    }
  }

  private static func refusal(sopClass: String?, _ dataset: DICOMDataset, path: String) -> FormatError {
    guard let sopClass else {
      return .missingField(
        path: path, field: "(0008,0016) SOP Class UID", advice: "It says what the object is; export it again.")
    }
    let name = names[sopClass] ?? "of SOP class \(sopClass)"
    let vendor = dataset.string(.manufacturer)?.lowercased() ?? ""
    let isGE = vendor.hasPrefix("ge ") || vendor.contains("general electric")
    return .notSpectroscopy(
      path: path, what: "a DICOM object \(name)",
      advice: isGE
        ? "GE scanners write spectra to P-files: take the scan's P….7"
        : "take the object of the spectroscopy: its SOP class is MR Spectroscopy Storage, or Siemens' or Philips' own")
  }

  private static let names = [
    "1.2.840.10008.5.1.4.1.1.4": "of an image (MR Image Storage)",
    "1.2.840.10008.5.1.4.1.1.4.1": "of images (Enhanced MR Image Storage)",
    "1.2.840.10008.5.1.4.1.1.7": "of a screenshot (Secondary Capture)",
    "1.2.840.10008.5.1.4.1.1.66": "of raw data (Raw Data Storage)",
    "1.2.840.10008.5.1.4.1.1.11.1": "of a presentation state",
    "1.2.840.10008.1.3.10": "that lists others (DICOMDIR)",
  ]

  // MARK: What all kinds share

  /// `count` complex samples of float32 pairs as FIDs of `points`, conjugated where asked.
  static func fids(
    _ bytes: ArraySlice<UInt8>, count: Int, points: Int, isConjugated: Bool
  ) -> [ComplexVector] {
    let sign = isConjugated ? -1.0 : 1.0
    return unsafe bytes.withUnsafeBytes { raw in
      (0..<count).map { index in
        var fid = ComplexVector(zeros: points)
        for i in 0..<points {
          let place = 8 * (index * points + i)
          fid.real[i] = Double(
            Float(bitPattern: UInt32(littleEndian: unsafe raw.loadUnaligned(fromByteOffset: place, as: UInt32.self))))
          fid.imaginary[i] =
            sign
            * Double(
              Float(
                bitPattern: UInt32(littleEndian: unsafe raw.loadUnaligned(fromByteOffset: place + 4, as: UInt32.self))))
        }
        return fid
      }
    }
  }

  static func standard(_ dataset: DICOMDataset) -> StandardFields {
    var fields = StandardFields()
    for (key, tag) in [
      ("Manufacturer", DICOMTag.manufacturer), ("ManufacturersModelName", .modelName),
      ("DeviceSerialNumber", .deviceSerialNumber), ("SoftwareVersions", .softwareVersions),
      ("InstitutionName", .institutionName), ("InstitutionAddress", .institutionAddress),
      ("SequenceName", .pulseSequenceName), ("ProtocolName", .protocolName), ("PatientPosition", .patientPosition),
      ("PatientName", .patientName), ("PatientID", .patientID), ("PatientDoB", .patientBirthDate),
      ("PatientSex", .patientSex), ("TxCoil", .transmitCoil), ("RxCoil", .receiveCoil),
    ] { fields.set(key, dataset.holder(of: tag)?.string(tag)) }
    fields.set("PatientWeight", dataset.number(.patientWeight, as: "DS").flatMap { $0 > 0 ? $0 : nil })
    fields.set("MagneticFieldStrength", dataset.number(.magneticFieldStrength, as: "DS"))
    fields.set("ExcitationFlipAngle", dataset.holder(of: .flipAngle)?.number(.flipAngle, as: "DS"))
    let inversion = dataset.holder(of: .inversionTime)?.number(.inversionTime, as: "DS")
    fields.set("InversionTime", inversion.flatMap { $0 > 0 ? $0 / 1000 : nil })
    return fields
  }

  static func fields(_ standard: StandardFields) -> [HeaderField] {
    standard.values.sorted { $0.key < $1.key }.map { HeaderField(name: $0.key, value: $0.value.description) }
  }
}
