import Foundation
import MRSCore

/// Siemens RDA: a text header, then float64 pairs, of one voxel or of a grid.
///
/// Sign: as stored, a resonance downfield of the carrier turns negatively, as in NIfTI-MRS; every FID is conjugated. 0 Hz is
/// water for ¹H. Coils and averages are combined by the scanner, oversampling is removed. Order: time fastest, then x, y, z.
enum RDAReader: SignalReader {
  static let format = SignalFormat.siemensRDA
  static let extensions: Set<String> = ["rda"]

  static func recognises(_ beginning: FileBytes) -> Bool {
    beginning.bytes.starts(with: RDAHeader.beginning.utf8)
  }

  static func scans(at url: URL, overrides: SignalOverrides) throws(FormatError) -> [Scan] {
    let file = try FileBytes(url)
    let header = try RDAHeader(file)
    let points = try header.count("VectorSize", in: 2...SamplingLimits.mostPoints)
    var grid: [Int] = []
    for axis in 0..<3 { grid.append(try header.count("CSIMatrixSize[\(axis)]", in: 1...4096, orElse: 1)) }
    let voxels = grid[0] * grid[1] * grid[2]
    let (size, overflow) = (16 * points).multipliedReportingOverflow(by: voxels)
    guard !overflow, file.bytes.count - header.end == size else {
      throw .contradiction(
        path: file.path, first: "the header gives \(points) samples × \(voxels) voxels × 16 bytes = \(size)",
        second: "\(file.bytes.count - header.end) bytes follow it",
        advice: "The file was cut off or changed; export it again.")
    }
    let fids = (0..<voxels).map { voxel in
      var fid = ComplexVector(zeros: points)
      for i in 0..<points {
        let offset = header.end + 16 * (voxel * points + i)
        fid.real[i] = ByteOrder.little.float64(in: file.bytes, at: offset)
        fid.imaginary[i] = -ByteOrder.little.float64(in: file.bytes, at: offset + 8)
      }
      return fid
    }
    let (acquisition, doubts) = try acquisition(header, fids: fids, overrides: overrides)
    let geometry = RDAGeometry.geometry(header, isGrid: voxels > 1)
    let averages = header.number("NumberOfAverages").flatMap { $0 >= 1 && $0 < 1e9 ? Int($0) : nil }
    return fids.enumerated().map { index, fid in
      let voxel = (x: index % grid[0], y: index / grid[0] % grid[1], z: index / grid[0] / grid[1])
      let part = ScanPart(voxel: voxel, of: (grid[0], grid[1], grid[2]))
      return Scan(
        url: url, format: format, signals: FIDArray(FID(samples: fid, acquisition: acquisition)),
        averagesRepresented: averages, part: voxels > 1 ? part : nil, geometry: geometry?.moved(to: voxel),
        standard: standard(header), fields: header.fields, doubts: doubts)
    }
  }

  private static func acquisition(
    _ header: RDAHeader, fids: [ComplexVector], overrides: SignalOverrides
  ) throws(FormatError) -> (Acquisition, [Doubt]) {
    let dwellTime = try header.positive("DwellTime", unit: "microseconds") / 1e6
    try SamplingLimits.check(
      dwellTime: dwellTime, field: "DwellTime", path: header.path, location: header.location("DwellTime"),
      unit: "microseconds")
    let megahertz = try header.positive("MRFrequency", unit: "megahertz")
    try SamplingLimits.check(
      megahertz: megahertz, field: "MRFrequency", path: header.path, location: header.location("MRFrequency"))
    let nucleus = header.string("Nucleus")
    let times = StatedTimes(
      echo: header.time("TE"), repetition: header.time("TR"), nucleus: nucleus ?? "1H",
      readout: StatedTimes.readout(of: fids, dwellTime: dwellTime), overrides: overrides)
    let acquisition = Acquisition(
      nucleus: nucleus ?? "1H", spectrometerFrequency: .megahertz(megahertz), dwellTime: dwellTime,
      points: fids.first?.count ?? 0, carrierShift: (nucleus ?? "1H") == "1H" ? .bodyWater : .ppm(0),
      sequence: SequenceName.localisation(
        in: header.string("SequenceName"), header.string("SequenceDescription"), header.string("ProtocolName")),
      echoTime: times.echoTime, repetitionTime: times.repetitionTime)
    return (acquisition, (nucleus == nil ? [.assumedField(field: "Nucleus", value: "1H")] : []) + times.doubts)
  }

  private static func standard(_ header: RDAHeader) -> StandardFields {
    var fields = StandardFields(["Manufacturer": .string("Siemens")])
    for (key, name) in [
      ("ManufacturersModelName", "ModelName"), ("DeviceSerialNumber", "DeviceSerialNumber"),
      ("SoftwareVersions", "SoftwareVersion[0]"), ("InstitutionName", "InstitutionName"), ("TxCoil", "TransmitCoil"),
      ("SequenceName", "SequenceName"), ("ProtocolName", "ProtocolName"), ("PatientPosition", "PatientPosition"),
      ("PatientName", "PatientName"), ("PatientID", "PatientID"), ("PatientDoB", "PatientBirthDate"),
      ("PatientSex", "PatientSex"),
    ] { fields.set(key, header.string(name)) }
    fields.set("MixingTime", header.time("TM").seconds)
    fields.set("InversionTime", header.time("TI").seconds)
    fields.set("ExcitationFlipAngle", header.number("FlipAngle"))
    fields.set("MagneticFieldStrength", header.number("MagneticFieldStrength"))
    fields.set("PatientWeight", header.number("PatientWeight").flatMap { $0 > 0 ? $0 : nil })
    return fields
  }
}
