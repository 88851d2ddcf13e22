import Foundation
import MRSCore

/// The JSON file beside a BIDS spectroscopy file: what BIDS 1.10 requires, and what it recommends as far as it is known.
public enum BIDSSidecar {
  /// - Parameters:
  ///   - content: whether the file holds the signals or the water.
  ///   - reference: where the water reference lies, from the folder of the data set on.
  /// - Throws: ``FormatError/missingField(path:field:advice:)`` for an echo time that is not known: BIDS requires it.
  public static func values(
    of scan: Scan, content: NIfTIMRSFile.Content, name: BIDSName, reference: String?, path: String
  ) throws(FormatError) -> [String: JSONValue] {
    let array = content == .signals ? scan.signals : scan.water ?? scan.signals
    let acquisition = array.acquisition
    guard let echoTime = acquisition.echoTime else {
      throw .missingField(
        path: path, field: "EchoTime",
        advice: "BIDS requires it, and the scan does not say it: give it with --echo-time.")
    }
    var fields = StandardFields([
      "ResonantNucleus": .string(acquisition.nucleus),
      "SpectrometerFrequency": .number(acquisition.spectrometerFrequency.megahertz),
      "SpectralWidth": .number(1 / acquisition.dwellTime), "EchoTime": .number(echoTime),
      "NumberOfSpectralPoints": .number(Double(acquisition.points)),
    ])
    fields.set("RepetitionTime", acquisition.repetitionTime)
    fields.set("PulseSequenceType", acquisition.sequence)
    let own = scan.standard.withoutIdentity
    for (key, name) in [
      ("SequenceName", "SequenceName"), ("Manufacturer", "Manufacturer"),
      ("ManufacturersModelName", "ManufacturersModelName"), ("SoftwareVersions", "SoftwareVersions"),
      ("ReceiveCoilName", "RxCoil"), ("TransmitCoilName", "TxCoil"),
    ] { fields.set(key, own[name]?.string) }
    for (key, name) in [
      ("MixingTime", "MixingTime"), ("FlipAngle", "ExcitationFlipAngle"), ("InversionTime", "InversionTime"),
      ("MagneticFieldStrength", "MagneticFieldStrength"),
    ] { fields.set(key, own[name]?.number) }
    let represented = scan.averagesRepresented.map { array.averages > 1 ? array.averages : $0 } ?? array.averages
    fields["NumberOfTransients"] = .number(Double(represented))
    fields["NumberReceiveCoilActiveElements"] = array.coils > 1 ? .number(Double(array.coils)) : nil
    if let size = scan.geometry?.size {
      fields["AcquisitionVoxelSize"] = .array([.number(size.x), .number(size.y), .number(size.z)])
    }
    let grid = Dictionary((scan.part?.coordinates ?? []).map { ($0.axis, $0.count) }) { first, _ in first }
    let sides = ["x", "y", "z"].map { grid[$0] ?? 1 }
    if sides.contains(where: { $0 > 1 }) { fields["MatrixSize"] = .array(sides.map { .number(Double($0)) }) }
    if content == .water {
      fields["WaterSuppression"] = .bool(false)
    } else if let isSuppressed = own["WaterSuppressed"] ?? scan.water.map({ _ in .bool(true) }) {
      fields["WaterSuppression"] = isSuppressed
    }
    if let voi = name.entities["voi"] {
      fields["BodyPart"] = .string(voi.uppercased())
      fields["BodyPartDetails"] = .string(voi)
    }
    fields["ReferenceSignal"] = reference.map { .string("bids::\($0)") }
    return fields.values
  }

  /// Writes values as JSON with sorted keys.
  /// - Throws: ``FormatError/unwritable(path:reason:)``.
  public static func write(_ values: [String: JSONValue], to url: URL) throws(FormatError) {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .prettyPrinted, .withoutEscapingSlashes]
    guard let json = try? encoder.encode(values) else {
      throw .unrepresentable(
        path: url.path(percentEncoded: false), what: "a value is NaN or infinite", advice: "JSON has no such numbers.")
    }
    try FileBytes.write(Array(json) + [0x0a], to: url)
  }
}
