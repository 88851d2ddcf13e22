import Foundation
import MRSCore
import MRSFormats
import TestSupport
import Testing

@Suite("GE P-files")
struct GEPFileTests {
  private let scan = VendorScan.signals()
  private let water = VendorScan.water()

  private func read(_ writer: GEWriter, _ signals: [FIDArray]? = nil, water: FIDArray?? = nil) throws -> [Scan] {
    let folder = try TemporaryFolder()
    let bytes = writer.bytes(signals ?? [scan], water: (water ?? self.water).map { [$0] } ?? [])
    return try SignalFile.readAll(try folder.write(bytes, as: "P12345.7"))
  }

  @Test(
    "Every revision, byte order and width of number gives the scan, its water, times, voxel and sequence",
    arguments: [
      (7.0, true, 4), (9.0, false, 4), (9.0, true, 2), (11.0, false, 2), (14.3, false, 4), (15.001, false, 4),
      (16.0, false, 2), (20.006, false, 4), (24.0, false, 2), (24.0, true, 4), (25.002, false, 4), (26.002, false, 4),
      (27.001, false, 4), (28.003, false, 2), (29.1, false, 4), (30.0, false, 4), (30.1, false, 4),
    ])
  func revisions(revision: Double, isBig: Bool, pointSize: Int) throws {
    let scans = try read(GEWriter(revision: revision, isBig: isBig, pointSize: pointSize))
    let found = try #require(scans.first)
    #expect(scans.count == 1 && found.format == .gePFile && found.part == nil)
    #expect(found.signals.samples == scan.samples && found.signals.coils == 3)
    #expect(found.water?.samples == water.samples && found.water?.averages == 2)
    #expect(found.averagesRepresented == 8)
    #expect(found.acquisition == scan.acquisition)
    #expect(found.doubts.isEmpty, "\(found.doubts)")
    let geometry = found.geometry
    #expect((geometry == nil) == (revision <= 9))
    #expect(geometry.map { $0.size == SIMD3(20, 25, 30) && $0.centre == SIMD3(5, -6, 7) } ?? true)
    #expect(geometry.map { $0.directions[0] == SIMD3(-1, 0, 0) && $0.directions[1] == SIMD3(0, -1, 0) } ?? true)
  }

  @Test("A line downfield of the carrier stays there: the samples are conjugated on reading")
  func sign() throws {
    let fid = try read(GEWriter())[0].signals[0, 0]
    #expect(abs(fid.peak(in: 4...6) - (4.65 + 100 / 127.7)) < 0.15)
  }

  @Test("Frames that the scanner left alone are multiplied by what it would have summed, and turned by their sign")
  func unsummed() throws {
    let found = try read(GEWriter(summed: 2, isSummed: false, waterFrames: 1))[0]
    #expect(found.signals.samples == scan.samples.map { 2.0 * $0 })
    #expect(found.water?.samples == FIDSamples(water.samples.map { 2.0 * $0 }))
    #expect(found.averagesRepresented == 1 && found.doubts.isEmpty, "\(found.doubts)")
  }

  @Test(
    "Where the receiver turned with the pulses, signs stay; where samples say otherwise than the header, that is told")
  func receiver() throws {
    let turned = try read(
      GEWriter(summed: 2, isSummed: false, switches: 16_384, waterFrames: 1, isAlternating: false))[0]
    #expect(turned.signals.samples == scan.samples.map { 2.0 * $0 } && turned.doubts.isEmpty, "\(turned.doubts)")
    let unsaid = try read(GEWriter(summed: 2, isSummed: false, waterFrames: 1, isAlternating: false))[0]
    #expect(unsaid.signals.samples == scan.samples.map { 2.0 * $0 })
    #expect(unsaid.doubts.map(\.code) == [.contradictoryFields, .contradictoryFields])
    // One acquisition a frame may alternate without a contradiction.
    let single = try read(GEWriter(summed: 1, isAlternating: true))[0]
    #expect(single.signals.samples == scan.samples && single.doubts.isEmpty, "\(single.doubts)")
  }

  @Test("Noise alone is left as the header has it")
  func noise() throws {
    let noise = VendorScan.signals(height: 0)
    let found = try read(GEWriter(summed: 2, isSummed: false, waterFrames: 1), [noise])[0]
    #expect(found.signals.samples == noise.samples.map { 2.0 * $0 })
  }

  @Test("The scanner's own sequence without rhuser19 has 16 acquisitions of water, one without water none")
  func ownSequence() throws {
    let found = try read(GEWriter(waterFrames: 0))[0]
    #expect(found.water?.samples == water.samples && found.doubts.isEmpty, "\(found.doubts)")
    let plain = try read(GEWriter(), water: .some(nil))[0]
    #expect(plain.water == nil && plain.signals.samples == scan.samples && plain.doubts.isEmpty)
    // Eight frames of two acquisitions each could be read as 16 of one: their water would be averaged into the scan.
    let eight = VendorScan.water(averages: 8)
    let other = try read(GEWriter(summed: 2, waterFrames: 0), [VendorScan.signals(averages: 8)], water: .some(eight))[0]
    #expect(other.water?.samples == eight.samples && other.signals.averages == 8)
  }

  @Test("Echoes are conditions of editing, each a part; so are frames in turn of an edited sequence")
  func edited() throws {
    let other = VendorScan.signals(seed: 9)
    let scans = try read(GEWriter(echoes: 2, sequence: "jpress"), [scan, other])
    #expect(scans.map(\.signals.samples) == [scan.samples, other.samples])
    #expect(scans.map { $0.part?.description } == ["DIM_EDIT=0", "DIM_EDIT=1"])
    let turns = try read(GEWriter(sequence: "x/y/gaba", editing: 1))
    #expect(turns.count == 2 && turns[1].signals.averages == 2)
    #expect(turns[1].signals[2, 1].samples == scan[2, 3].samples)
    #expect(turns[0].standard["SequenceName"]?.description == "gaba")
  }

  @Test("Of the eight water frames of semi-LASER, the four for the scale are kept")
  func semiLaser() throws {
    let eight = VendorScan.water(averages: 8)
    let found = try read(GEWriter(sequence: "slaser"), water: .some(eight))[0]
    #expect(found.water?.averages == 4 && found.water?[1, 0].samples == eight[1, 2].samples)
    #expect(found.acquisition.sequence == "SLASER")
  }

  @Test("Files of several voxels, of revisions to come and with names in them keep to the rules")
  func refusals() throws {
    let folder = try TemporaryFolder()
    var bytes = GEWriter().bytes([scan], water: [water])
    bytes[374] = 8
    #expect(throws: FormatError.self) { try SignalFile.read(try folder.write(bytes, as: "grid.7")) }
    var later = ByteWriter(count: 4096)
    later.put(float: 99, at: 0)
    let error = #expect(throws: FormatError.self) { try SignalFile.read(try folder.write(later.bytes, as: "new.7")) }
    #expect(error?.description.contains("revision 99.0") == true, "\(error?.description ?? "")")
  }

  @Test(
    "Numbers that cannot be are refused by name",
    arguments: [
      (74, [0xff, 0x7f], "frames"), (82, [3, 0], "rhptsize"), (102, [0, 0], "rhdaxres"), (72, [0, 0], "rhnavs"),
      (202, [0xff, 0xff], "rhdab"), (424, [0, 0, 0, 0], "rhmpsfreq"), (1468, [0xff, 0xff, 0xff, 0x7f], "off_data"),
      (1468, [0xff, 0xff, 0xff, 0xff], "off_data"), (1504, [0, 0, 0, 0x80], "off_image"), (104, [0xff, 0xff], "ends"),
      (232, [0, 0, 0xc0, 0x7f], "rhuser4"), (202, [0xe8, 3], "ends early"),
    ] as [(Int, [UInt8], String)])
  func hostile(offset: Int, value: [UInt8], message: String) throws {
    let folder = try TemporaryFolder()
    var bytes = GEWriter().bytes([scan], water: [water])
    bytes.replaceSubrange(offset..<(offset + value.count), with: value)
    let error = #expect(throws: FormatError.self) { try SignalFile.read(try folder.write(bytes, as: "a.7")) }
    #expect(error?.description.contains(message) == true, "\(error?.description ?? "")")
  }
}
