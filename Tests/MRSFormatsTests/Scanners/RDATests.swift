import Foundation
import MRSCore
import MRSFormats
import TestSupport
import Testing

@Suite("Siemens RDA")
struct RDATests {
  static func file(
    _ fids: [FID], grid: (x: Int, y: Int, z: Int) = (1, 1, 1), without: Set<String> = [],
    changes: [String: String] = [:]
  ) -> [UInt8] {
    let keys = [
      ("PatientName", "Planted^Näme"), ("StationName", "Planted"), ("SequenceName", "*svs_se"),
      ("SoftwareVersion[0]", "syngo MR D13"), ("TR", "2000.000000"), ("TE", "30.000000"), ("TM", "0.000000"),
      ("DwellTime", "500"), ("NumberOfAverages", "64.000000"), ("MRFrequency", "123,25"), ("Nucleus", "1H"),
      ("FlipAngle", "90"), ("VectorSize", "\(fids.first?.samples.count ?? 0)"), ("CSIMatrixSize[0]", "\(grid.x)"),
      ("CSIMatrixSize[1]", "\(grid.y)"), ("CSIMatrixSize[2]", "\(grid.z)"), ("PositionVector[0]", "-10.0"),
      ("PositionVector[1]", "-20.0"), ("PositionVector[2]", "30.0"), ("RowVector[0]", "1"), ("RowVector[1]", "0"),
      ("RowVector[2]", "0"), ("ColumnVector[0]", "0"), ("ColumnVector[1]", "1"), ("ColumnVector[2]", "0"),
      ("VOIPositionSag", "1.0"), ("VOIPositionCor", "2,0"), ("VOIPositionTra", "3.0"), ("PixelSpacingRow", "40"),
      ("PixelSpacingCol", "20"), ("PixelSpacing3D", "10"),
    ]
    let lines = keys.filter { !without.contains($0.0) }.map { "\($0.0): \(changes[$0.0] ?? $0.1)\r\n" }.joined()
    let text = ">>> Begin of header <<<\r\n" + lines + ">>> End of header <<<\r\n"
    // In Latin-1, where an accented letter is one byte.
    let header = text.unicodeScalars.map { UInt8(truncatingIfNeeded: $0.value) }
    return header
      + fids.flatMap { fid in
        fid.samples.indices.flatMap { index in
          [fid.samples.real[index], -fid.samples.imaginary[index]].flatMap { value in
            (0..<8).map { UInt8(truncatingIfNeeded: value.bitPattern >> ($0 * 8)) }
          }
        }
      }
  }

  @Test("A voxel comes back with decimal commas, an accent, and its place")
  func voxel() throws {
    let folder = try TemporaryFolder()
    let scan = try SignalFile.read(try folder.write(Self.file([Builders.fid()]), as: "scan.nii"))
    #expect(scan.format == .siemensRDA)
    #expect(scan.signals[0, 0] == Builders.fid())
    #expect(scan.averagesRepresented == 64)
    #expect(scan.standard["MixingTime"] == nil)
    #expect(scan.geometry?.affine == [[-20, 0, 0, -1], [0, -40, 0, -2], [0, 0, 10, 3], [0, 0, 0, 1]])
    #expect(scan.doubts.isEmpty)
    #expect(!scan.fields.contains { !$0.identifiesSubject && $0.value.contains("Planted") })
  }

  @Test("Without VOIPosition the voxel is half its edges from the corner")
  func corner() throws {
    let folder = try TemporaryFolder()
    let without: Set = ["VOIPositionSag", "VOIPositionCor", "VOIPositionTra"]
    let scan = try SignalFile.read(try folder.write(Self.file([Builders.fid()], without: without), as: "a.rda"))
    // DICOM's (−10 + 20/2, −20 + 40/2, 30).
    #expect(scan.geometry?.centre == SIMD3(0, 0, 30))
  }

  @Test("A grid gives all its voxels, and reading one needs its place")
  func grid() throws {
    let folder = try TemporaryFolder()
    let fids = (0..<6).map { Builders.fid(seed: UInt64($0)) }
    let url = try folder.write(Self.file(fids, grid: (2, 3, 1)), as: "a.rda")
    let scans = try SignalFile.readAll(url)
    #expect(scans.map { $0.signals[0, 0] } == fids)
    #expect(scans.map { $0.part?.description } == ["x=0,y=0", "x=1,y=0", "x=0,y=1", "x=1,y=1", "x=0,y=2", "x=1,y=2"])
    #expect(scans[3].geometry?.centre == SIMD3(-20, -40, 30))
    let chosen = try SignalFile.read(url, overrides: SignalOverrides(part: ["x": 1, "y": 2]))
    #expect(chosen.signals[0, 0] == fids[5])
    for (part, said) in [([:], "--part x=1,y=1"), (["x": 1], "--part x=1,y=1"), (["y": 3], "x of 2, y of 3")] {
      let error = #expect(throws: FormatError.self) { try SignalFile.read(url, overrides: SignalOverrides(part: part)) }
      #expect(error?.description.contains(said) == true, "\(error?.description ?? "none")")
    }
  }

  @Test(
    "Damage is refused with the field",
    arguments: [
      ("DwellTime", "0"), ("DwellTime", "x"), ("MRFrequency", "123250000"), ("VectorSize", "9"),
      ("VectorSize", "99999999999"), ("CSIMatrixSize[1]", "-2"), ("CSIMatrixSize[2]", "4096"),
    ])
  func damage(key: String, value: String) throws {
    let folder = try TemporaryFolder()
    let url = try folder.write(Self.file([Builders.fid()], changes: [key: value]), as: "a.rda")
    let error = #expect(throws: FormatError.self) { try SignalFile.read(url) }
    #expect(error?.description.contains("a.rda") == true)
  }

  @Test("Cut off after any number of bytes it is refused")
  func truncation() throws {
    let folder = try TemporaryFolder()
    let bytes = Self.file([Builders.fid()])
    for length in 1..<bytes.count {
      let url = try folder.write(Array(bytes[..<length]), as: "a.rda")
      #expect(throws: FormatError.self, "\(length)") { try SignalFile.read(url) }
    }
  }
}
