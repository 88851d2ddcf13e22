import Foundation
import MRSCore

/// Siemens' own object of spectroscopy up to VE (SOP class 1.3.12.2.1107.5.9.1): float32 pairs in (7FE1,xx10), what they mean
/// in the CSA header.
///
/// Sign: as stored, a resonance downfield of the carrier turns negatively, as in NIfTI-MRS; every FID is conjugated. Order:
/// time fastest, then x, y, z. Coils and averages are combined, oversampling is removed.
enum SiemensCSAObject {
  static func scans(
    _ dataset: DICOMDataset, url: URL, overrides: SignalOverrides
  ) throws(FormatError) -> [Scan] {
    let path = dataset.file.path
    let header = try csa(dataset, element: 0x10, name: "(0029,xx10) CSA Image Header Info")
    if let domain = header.string("SignalDomainColumns"), domain != "TIME" {
      throw .invalidField(
        path: path, location: .file, field: "SignalDomainColumns", found: domain, expected: "TIME",
        consequence: "It is a spectrum, not a signal: export the raw data of the spectroscopy.")
    }
    func count(_ name: String, orElse fallback: Int?) throws(FormatError) -> Int {
      let value = header.number(name).map { Int(exactly: $0) ?? -1 } ?? fallback
      guard let value, (1...SamplingLimits.mostPoints).contains(value) else {
        throw .invalidField(
          path: path, location: .file, field: name, found: header.string(name) ?? "missing",
          expected: "a whole number, 1 to \(SamplingLimits.mostPoints)",
          consequence: "The samples cannot be counted without it.")
      }
      return value
    }
    let points = try count("DataPointColumns", orElse: nil)
    let grid = (
      x: try count("Columns", orElse: 1), y: try count("Rows", orElse: 1), z: try count("NumberOfFrames", orElse: 1)
    )
    guard let data = dataset.element(DICOMTag(0x7fe1, 0x0010), of: "SIEMENS CSA NON-IMAGE"), points >= 2 else {
      throw .missingField(
        path: path, field: "(7FE1,xx10) CSA Data", advice: "The object holds no samples; export it again.")
    }
    let (voxels, tooMany) = (grid.x * grid.y).multipliedReportingOverflow(by: grid.z)
    let (size, overflow) = voxels.multipliedReportingOverflow(by: 8 * points)
    guard !tooMany, !overflow, data.value.count == size || data.value.count == size + 1 else {
      throw .contradiction(
        path: path,
        first: "the CSA header gives \(points) samples × \(grid.x) × \(grid.y) × \(grid.z) voxels × 8 bytes",
        second: "the samples have \(data.value.count) bytes", advice: "The object was changed; export it again.")
    }
    let fids = DICOMReader.fids(
      dataset.file.bytes[data.value], count: voxels, points: points, isConjugated: true)
    let settings = dataset.element(DICOMTag(0x0029, 0x0020), of: "SIEMENS CSA HEADER").flatMap {
      SiemensProtocol(within: Array(dataset.file.bytes[$0.value]))
    }
    let (acquisition, doubts) = try acquisition(header, settings, fids: fids, path: path, overrides: overrides)
    let geometry = geometry(header, isGrid: voxels > 1)
    let standard = standard(dataset, header, settings)
    let fields = DICOMReader.fields(standard) + header.fields
    let averages = header.number("NumberOfAverages").flatMap { $0 >= 1 && $0 < 1e9 ? Int($0) : nil }
    return fids.enumerated().map { index, fid in
      let voxel = (x: index % grid.x, y: index / grid.x % grid.y, z: index / grid.x / grid.y)
      return Scan(
        url: url, format: .dicom, signals: FIDArray(FID(samples: fid, acquisition: acquisition)),
        averagesRepresented: averages, part: voxels > 1 ? ScanPart(voxel: voxel, of: grid) : nil,
        geometry: geometry?.moved(to: voxel), standard: standard, fields: fields, doubts: doubts)
    }
  }

  private static func csa(_ dataset: DICOMDataset, element: UInt16, name: String) throws(FormatError) -> CSAHeader {
    let creators = ["SIEMENS CSA HEADER", "SIEMENS CSA NON-IMAGE"]
    guard
      let found = creators.lazy.compactMap({ dataset.element(DICOMTag(0x0029, element), of: $0) })
        .first(where: { $0.value.count > 100 })
    else {
      throw .missingField(
        path: dataset.file.path, field: name,
        advice: "The samples cannot be read without it: anonymisers remove it; take the object before them, or the RDA."
      )
    }
    return try CSAHeader(Array(dataset.file.bytes[found.value]), path: dataset.file.path)
  }

  private static func acquisition(
    _ header: CSAHeader, _ settings: SiemensProtocol?, fids: [ComplexVector], path: String, overrides: SignalOverrides
  ) throws(FormatError) -> (Acquisition, [Doubt]) {
    func positive(_ name: String, _ unit: String) throws(FormatError) -> Double {
      guard let value = header.number(name), value > 0 else {
        throw .invalidField(
          path: path, location: .file, field: name, found: header.string(name) ?? "missing",
          expected: "a positive number (\(unit))", consequence: "The signal has no frequency axis without it.")
      }
      return value
    }
    let dwellTime = try positive("RealDwellTime", "nanoseconds") / 1e9
    try SamplingLimits.check(dwellTime: dwellTime, field: "RealDwellTime", path: path, unit: "nanoseconds")
    let megahertz = try positive("ImagingFrequency", "megahertz")
    try SamplingLimits.check(megahertz: megahertz, field: "ImagingFrequency", path: path)
    let nucleus = header.string("ResonantNucleus") ?? header.string("ImagedNucleus")
    // EchoTime is the first of alTE; of semi-LASER's three the protocol has the rest.
    let protocolEcho = settings?.echoTime
    let echo = protocolEcho.flatMap { $0.name.contains("+") ? $0 : nil } ?? header.time("EchoTime")
    let times = StatedTimes(
      echo: echo, repetition: header.time("RepetitionTime"), nucleus: nucleus ?? "1H",
      readout: StatedTimes.readout(of: fids, dwellTime: dwellTime), overrides: overrides)
    let acquisition = Acquisition(
      nucleus: nucleus ?? "1H", spectrometerFrequency: .megahertz(megahertz), dwellTime: dwellTime,
      points: fids.first?.count ?? 0, carrierShift: (nucleus ?? "1H") == "1H" ? .bodyWater : .ppm(0),
      sequence: SequenceName.localisation(in: header.string("SequenceName"), settings?.sequenceFile),
      echoTime: times.echoTime, repetitionTime: times.repetitionTime)
    return (acquisition, (nucleus == nil ? [.assumedField(field: "ResonantNucleus", value: "1H")] : []) + times.doubts)
  }

  /// x is the readout, y the phase direction. VoiPosition is the centre of a single voxel; of a grid ImagePositionPatient is the
  /// corner where x and y begin, in the middle of z.
  private static func geometry(_ header: CSAHeader, isGrid: Bool) -> VoxelGeometry? {
    let directions = header.numbers("ImageOrientationPatient")
    guard directions.count == 6 else { return nil }
    let row = SIMD3(directions[0], directions[1], directions[2])
    let column = SIMD3(directions[3], directions[4], directions[5])
    let all = [row, column, row.cross(column)]
    if !isGrid, let centre = header.vector("VoiPosition"), let x = header.number("VoiReadoutFoV"),
      let y = header.number("VoiPhaseFoV"), let z = header.number("VoiThickness"), x > 0, y > 0, z > 0
    {
      return VoxelGeometry(dicomCentre: centre, size: SIMD3(x, y, z), dicomDirections: all)
    }
    let spacing = header.numbers("PixelSpacing")
    guard spacing.count == 2, let z = header.number("SliceThickness"),
      let corner = header.vector("ImagePositionPatient"),
      spacing[0] > 0, spacing[1] > 0, z > 0
    else { return nil }
    return VoxelGeometry(
      dicomCentre: corner + 0.5 * (spacing[1] * row + spacing[0] * column), size: SIMD3(spacing[1], spacing[0], z),
      dicomDirections: all)
  }

  private static func standard(
    _ dataset: DICOMDataset, _ header: CSAHeader, _ settings: SiemensProtocol?
  ) -> StandardFields {
    var fields = DICOMReader.standard(dataset)
    fields.set("SequenceName", header.string("SequenceName"))
    fields.set("TxCoil", header.string("TransmittingCoil"))
    fields.set("RxCoil", header.string("ImaCoilString"))
    fields.set("ExcitationFlipAngle", header.number("FlipAngle"))
    fields.set("MagneticFieldStrength", header.number("MagneticFieldStrength"))
    fields.set("InversionTime", header.time("InversionTime").seconds)
    fields.set("MixingTime", header.time("MixingTime").seconds)
    fields.set("TxOffset", settings?.number("sSpecPara.dDeltaFrequency"))
    return fields
  }
}
