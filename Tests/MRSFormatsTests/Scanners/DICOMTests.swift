import Foundation
import MRSCore
import MRSFormats
import TestSupport
import Testing

@Suite("DICOM of spectroscopy")
struct DICOMTests {
  typealias Element = DICOMBuilder.Element

  static func floats(_ fids: [FID], conjugated: Bool) -> [UInt8] {
    fids.flatMap { fid in
      fid.samples.indices.flatMap { index in
        [fid.samples.real[index], (conjugated ? -1 : 1) * fid.samples.imaginary[index]].flatMap { value in
          (0..<4).map { UInt8(truncatingIfNeeded: Float(value).bitPattern >> ($0 * 8)) }
        }
      }
    }
  }

  static func enhanced(
    _ fids: [FID], manufacturer: String = "Siemens Healthineers", conjugated: Bool = false,
    grid: (columns: Int, rows: Int, frames: Int)? = nil, of acquisition: Acquisition = Builders.acquisition,
    extra: [Element] = []
  ) -> [Element] {
    let grid = grid ?? (1, 1, fids.count)
    return [
      Element(0x0008, 0x0016, "UI", .text("1.2.840.10008.5.1.4.1.1.4.2")),
      Element(0x0008, 0x0070, "LO", .text(manufacturer)), Element(0x0008, 0x0080, "LO", .text("Planted Hospital")),
      Element(0x0010, 0x0010, "PN", .text("Planted^Name")), Element(0x0018, 0x9005, "SH", .text("*svs_se")),
      Element(0x0018, 0x9052, "FD", .doubles([1 / acquisition.dwellTime])),
      Element(0x0018, 0x9098, "FD", .doubles([acquisition.spectrometerFrequency.megahertz])),
      Element(0x0018, 0x9100, "CS", .text("1H")),
    ] + extra + [
      Element(0x0028, 0x0008, "IS", .text("\(grid.frames)")), Element(0x0028, 0x0010, "US", .shorts([grid.rows])),
      Element(0x0028, 0x0011, "US", .shorts([grid.columns])), Element(0x0028, 0x9001, "UL", .longs([1])),
      Element(0x0028, 0x9002, "UL", .longs([fids[0].samples.count])), Element(0x0028, 0x9003, "CS", .text("TIME")),
      Element(
        0x5200, 0x9229, "SQ",
        .items([
          [
            Element(
              0x0018, 0x9112, "SQ",
              .items([[Element(0x0018, 0x0080, "DS", .text("2000")), Element(0x0018, 0x1314, "DS", .text("90"))]])),
            Element(0x0018, 0x9114, "SQ", .items([[Element(0x0018, 0x9082, "FD", .doubles([30]))]])),
            Element(
              0x0028, 0x9110, "SQ",
              .items([[Element(0x0018, 0x0050, "DS", .text("30")), Element(0x0028, 0x0030, "DS", .text("25\\20"))]])),
          ]
        ])),
      Element(
        0x5200, 0x9230, "SQ",
        .items([
          [
            Element(0x0020, 0x9113, "SQ", .items([[Element(0x0020, 0x0032, "DS", .text("10\\20\\-30"))]])),
            Element(0x0020, 0x9116, "SQ", .items([[Element(0x0020, 0x0037, "DS", .text("1\\0\\0\\0\\1\\0"))]])),
          ]
        ])),
      Element(0x5600, 0x0020, "OF", .bytes(floats(fids, conjugated: conjugated))),
    ]
  }

  @Test(
    "Enhanced MR Spectroscopy comes back, types and lengths written out or not", arguments: [true, false],
    [true, false])
  func enhanced(isExplicit: Bool, isOpen: Bool) throws {
    let folder = try TemporaryFolder()
    let builder = DICOMBuilder(isExplicit: isExplicit, isOpen: isOpen)
    let scan = try SignalFile.read(try folder.write(builder.file(Self.enhanced([Builders.fid()])), as: "a"))
    #expect(scan.format == .dicom)
    #expect(scan.signals[0, 0] == Builders.fid())
    #expect(scan.standard["ExcitationFlipAngle"] == .number(90))
    #expect(scan.geometry?.affine == [[-20, 0, 0, -10], [0, -25, 0, -20], [0, 0, 30, -30], [0, 0, 0, 1]])
    #expect(!scan.fields.contains { !$0.identifiesSubject && $0.value.contains("Planted") })
  }

  @Test("The sign is Siemens' and Philips' own, and UIH's the other; what stands beside the signal is the water")
  func vendors() throws {
    let folder = try TemporaryFolder()
    let (fid, water) = (Builders.fid(), Builders.fid(seed: 2))
    let referenced = Element(0x0018, 0x9199, "CS", .text("YES"))
    let philips = Self.enhanced([fid, water], manufacturer: "Philips Medical Systems", extra: [referenced])
    let beside = Element(0x0065, 0xff07, "OF", .bytes(Self.floats([water], conjugated: true)))
    let uih = Self.enhanced([fid], manufacturer: "UIH", conjugated: true, extra: [beside])
    for elements in [philips, uih] {
      let scan = try SignalFile.read(try folder.write(DICOMBuilder().file(elements), as: "a.dcm"))
      #expect(scan.signals[0, 0] == fid)
      #expect(scan.water?[0, 0] == water)
    }
    // Without the mark, two frames are two averages.
    let averages = Self.enhanced([fid, water], manufacturer: "Philips Medical Systems")
    let scan = try SignalFile.read(try folder.write(DICOMBuilder().file(averages), as: "a.dcm"))
    #expect(scan.signals.averages == 2)
    #expect(scan.water == nil)
  }

  @Test("Edited scans of Philips give their conditions one by one, and the water apart")
  func edited() throws {
    let folder = try TemporaryFolder()
    let fids = (0..<5).map { Builders.fid(seed: UInt64($0)) }
    let marks: [[Element]] = (0..<5).map { frame in
      [
        Element(0x2005, 0x1304, "SS", .shorts([frame == 4 ? 1 : 0])),
        Element(0x2005, 0x1598, "CS", .text(frame.isMultiple(of: 2) ? "1" : "0")),
      ]
    }
    let extra = [
      Element(0x2005, 0x140f, "SQ", .items(marks)), Element(0x2005, 0x1597, "CS", .text("Y")),
    ]
    let elements = Self.enhanced(fids, manufacturer: "Philips Medical Systems", extra: extra)
    let url = try folder.write(DICOMBuilder().file(elements), as: "a.dcm")
    let scans = try SignalFile.readAll(url)
    #expect(scans.map { $0.part?.description } == ["DIM_EDIT=0", "DIM_EDIT=1"])
    #expect(scans[0].signals.samples == [fids[0].samples, fids[2].samples])
    #expect(scans[1].signals.samples == [fids[1].samples, fids[3].samples])
    #expect(scans[0].water?.samples == [fids[4].samples])
    let error = #expect(throws: FormatError.self) { try SignalFile.read(url) }
    #expect(error?.description.contains("--part DIM_EDIT=1") == true)
  }

  @Test("A grid of an enhanced object gives all its voxels")
  func grid() throws {
    let folder = try TemporaryFolder()
    let fids = (0..<6).map { Builders.fid(seed: UInt64($0)) }
    let elements = Self.enhanced(fids, grid: (3, 2, 1))
    let scans = try SignalFile.readAll(try folder.write(DICOMBuilder().file(elements), as: "a.dcm"))
    #expect(scans.map { $0.signals[0, 0] } == fids)
    #expect(scans[4].part?.description == "x=1,y=1")
    #expect(scans[4].geometry?.centre == SIMD3(-30, -45, -30))
  }

  static func classic(
    _ fids: [FID], changes: [String: String] = [:], columns: Int = 1, extra: [Element] = []
  ) -> [Element] {
    let tags: [(String, [String])] = [
      ("EchoTime", ["30.0"]), ("RepetitionTime", ["2000.0"]), ("RealDwellTime", ["500000"]),
      ("ImagingFrequency", ["123.25"]), ("ResonantNucleus", ["1H"]), ("NumberOfAverages", ["64.0"]),
      ("DataPointColumns", ["\(fids[0].samples.count)"]), ("Columns", ["\(columns)"]), ("Rows", ["1"]),
      ("NumberOfFrames", ["1"]), ("SequenceName", ["*svs_se"]), ("FlipAngle", ["90.0"]),
      ("ImageOrientationPatient", ["1.0", "0.0", "0.0", "0.0", "1.0", "0.0"]), ("VoiPosition", ["1.0", "2.0", "3.0"]),
      ("VoiReadoutFoV", ["20.0"]), ("VoiPhaseFoV", ["25.0"]), ("VoiThickness", ["30.0"]),
      ("SignalDomainColumns", ["TIME"]),
      ("ReferencedImageSequence", ["1.2.840.10008.5.1.4.1.1.4", "1.3.12.99.Planted"]),
    ]
    return [
      Element(0x0008, 0x0016, "UI", .text("1.3.12.2.1107.5.9.1")), Element(0x0008, 0x0070, "LO", .text("SIEMENS")),
      Element(0x0010, 0x0010, "PN", .text("Planted^Name")),
    ] + extra + [
      Element(0x0029, 0x0010, "LO", .text("OTHER")),
      Element(0x0029, 0x0011, "LO", .text("SIEMENS CSA HEADER")),
      Element(
        0x0029, 0x1110, "OB", .bytes(DICOMBuilder.csa(tags.map { ($0.0, changes[$0.0].map { [$0] } ?? $0.1) }))),
      Element(0x7fe1, 0x0010, "LO", .text("SIEMENS CSA NON-IMAGE")),
      Element(0x7fe1, 0x1010, "OB", .bytes(floats(fids, conjugated: true))),
    ]
  }

  @Test("Siemens' object with a CSA header comes back, whichever block its creator was given")
  func csa() throws {
    let folder = try TemporaryFolder()
    let scan = try SignalFile.read(try folder.write(DICOMBuilder().file(Self.classic([Builders.fid()])), as: "a.ima"))
    #expect(scan.signals[0, 0] == Builders.fid())
    #expect(scan.averagesRepresented == 64)
    #expect(scan.fields.contains { $0.value.contains("Planted") })
    #expect(!scan.fields.contains { !$0.identifiesSubject && $0.value.contains("Planted") })
    #expect(scan.geometry?.affine == [[-20, 0, 0, -1], [0, -25, 0, -2], [0, 0, 30, 3], [0, 0, 0, 1]])
    let fids = (0..<3).map { Builders.fid(seed: UInt64($0)) }
    let grid = try SignalFile.readAll(try folder.write(DICOMBuilder().file(Self.classic(fids, columns: 3)), as: "b"))
    #expect(grid.map { $0.signals[0, 0] } == fids)
  }

  @Test(
    "Numbers that cannot be are refused by their name",
    arguments: [
      ("RealDwellTime", "0"), ("ImagingFrequency", "0"), ("DataPointColumns", "7"), ("DataPointColumns", "-1"),
      ("Columns", "262144"), ("SignalDomainColumns", "FREQUENCY"),
    ])
  func damage(name: String, value: String) throws {
    let folder = try TemporaryFolder()
    let elements = Self.classic([Builders.fid()], changes: [name: value])
    let url = try folder.write(DICOMBuilder().file(elements), as: "a.ima")
    let error = #expect(throws: FormatError.self) { try SignalFile.read(url) }
    #expect(error != nil, "\(error?.description ?? "none")")
  }

  @Test("What is no spectroscopy, big-endian or deflated is refused by name")
  func refusals() throws {
    let folder = try TemporaryFolder()
    let image = [
      Element(0x0008, 0x0016, "UI", .text("1.2.840.10008.5.1.4.1.1.4")),
      Element(0x0008, 0x0070, "LO", .text("GE MEDICAL SYSTEMS")),
    ]
    for (builder, elements, said) in [
      (DICOMBuilder(), image, "MR Image Storage"), (DICOMBuilder(), image, "P….7"),
      (DICOMBuilder(transferSyntax: "1.2.840.10008.1.2.2"), image, "big-endian"),
      (DICOMBuilder(transferSyntax: "1.2.840.10008.1.2.1.99"), image, "deflated"),
    ] {
      let url = try folder.write(builder.file(elements), as: "a.dcm")
      let error = #expect(throws: FormatError.self) { try SignalFile.read(url) }
      #expect(error?.description.contains(said) == true, "\(error?.description ?? "none")")
    }
  }

  @Test("Cut off after any number of bytes or changed in any byte, an object is refused or read, never more")
  func fuzz() throws {
    let folder = try TemporaryFolder()
    for elements in [Self.enhanced([Builders.fid()]), Self.classic([Builders.fid()])] {
      for isOpen in [true, false] {
        let bytes = DICOMBuilder(isOpen: isOpen).file(elements)
        for length in stride(from: 133, to: bytes.count, by: 3) {
          let url = try folder.write(Array(bytes[..<length]), as: "a.dcm")
          #expect(throws: FormatError.self, "\(length)") { try SignalFile.read(url) }
        }
        for index in 132..<bytes.count {
          for change: UInt8 in [0xff, 0x01] {
            var damaged = bytes
            damaged[index] ^= change
            let url = try folder.write(damaged, as: "a.dcm")
            _ = Result { () throws(FormatError) -> [Scan] in try SignalFile.readAll(url) }
          }
        }
      }
    }
  }
}
