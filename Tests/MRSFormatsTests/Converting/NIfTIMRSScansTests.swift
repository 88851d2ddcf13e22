import Foundation
import MRSCore
import MRSFormats
import TestSupport
import Testing

@Suite("Scans as NIfTI-MRS")
struct NIfTIMRSScansTests {
  /// A turned voxel whose third edge makes a right-handed or left-handed frame.
  private func geometry(isLeftHanded: Bool = false) -> VoxelGeometry {
    let (a, b) = (0.6, 0.8)
    let x = SIMD3(-a, b, 0)
    let y = SIMD3(-b * 0.96, -a * 0.96, 0.28)
    let cross = SIMD3(x.y * y.z - x.z * y.y, x.z * y.x - x.x * y.z, x.x * y.y - x.y * y.x)
    return VoxelGeometry(
      centre: SIMD3(10, -20, 30.5), size: SIMD3(20, 25, 30), directions: [x, y, isLeftHanded ? -cross : cross])
  }

  private func scan(
    _ seed: UInt64 = 1, coils: Int = 1, averages: Int = 1, water: Int? = nil, part: ScanPart? = nil,
    geometry: VoxelGeometry? = nil, standard: StandardFields = StandardFields(), name: String = "liver.dat"
  ) -> Scan {
    func array(_ averages: Int, _ seed: UInt64) -> FIDArray {
      FIDArray(
        acquisition: Builders.acquisition, coils: coils, averages: averages,
        samples: (0..<(coils * averages)).map { Builders.fid(seed: 100 * seed + UInt64($0)).samples })
    }
    return Scan(
      url: URL(filePath: "/data/\(name)"), format: .siemensTwix, signals: array(averages, seed),
      water: water.map { array($0, seed + 50) }, averagesRepresented: 1, part: part, geometry: geometry,
      standard: standard, fields: [], doubts: [])
  }

  @Test("Coils, averages, water, place and header come back", arguments: [false, true])
  func whole(isLeftHanded: Bool) throws {
    let folder = try TemporaryFolder()
    let standard = StandardFields([
      "TxOffset": .number(-2.3), "Manufacturer": .string("SIEMENS"), "PatientName": .string("Planted^Name"),
      "InstitutionName": .string("Planted Hospital"),
      "ProcessingApplied": .array([.object(["Method": .string("Phasing")])]),
    ])
    let geometry = geometry(isLeftHanded: isLeftHanded)
    let original = scan(coils: 3, averages: 4, water: 2, geometry: geometry, standard: standard)
    let url = folder.url.appending(path: "a.nii.gz")
    try NIfTIMRSFile.write([original], time: "2026-11-29T12:00:00Z", to: url)
    let read = try SignalFile.read(url)
    #expect(read.signals == original.signals)
    #expect(read.doubts.isEmpty)
    #expect(read.standard["TxOffset"] == .number(-2.3))
    #expect(read.standard["ProcessingApplied"] == standard["ProcessingApplied"])
    #expect(read.standard["OriginalFile"] == .array([.string("liver.dat")]))
    #expect(read.standard["WaterSuppressed"] == .bool(true))
    #expect(!read.fields.contains { $0.value.contains("Planted") })
    let affine = try #require(read.geometry?.affine)
    #expect(zip(affine.joined(), geometry.affine.joined()).allSatisfy { abs($0 - $1) < 1e-12 })
    try NIfTIMRSFile.write([original], content: .water, keepsIdentity: true, to: url)
    let water = try SignalFile.read(url)
    #expect(water.signals == original.water)
    #expect(water.standard["WaterSuppressed"] == .bool(false))
    #expect(water.standard["PatientName"] == .string("Planted^Name"))
  }

  @Test("The place by quaternion alone is that by matrix, in every orientation", arguments: 0..<12)
  func quaternion(turn: Int) throws {
    let folder = try TemporaryFolder()
    let base = geometry(isLeftHanded: turn % 2 == 1)
    // Every axis comes first once, upright and turned round: each branch of the conversion.
    let order = [(turn / 2) % 3, (turn / 2 + 1) % 3, (turn / 2 + 2) % 3]
    let sign = turn >= 6 ? -1.0 : 1.0
    let place = VoxelGeometry(
      centre: base.centre, size: base.size, directions: order.map { sign * base.directions[$0] })
    let url = folder.url.appending(path: "a.nii")
    try NIfTIMRSFile.write([scan(geometry: place)], to: url)
    var bytes = [UInt8](try Data(contentsOf: url))
    // Without the sform's code the reader has the qform alone.
    bytes.replaceSubrange(348..<352, with: [0, 0, 0, 0])
    let read = try SignalFile.read(try folder.write(bytes, as: "b.nii"))
    let affine = try #require(read.geometry?.affine)
    #expect(zip(affine.joined(), place.affine.joined()).allSatisfy { abs($0 - $1) < 1e-9 }, "\(affine) \(place.affine)")
  }

  @Test("A grid of voxels and conditions is one file, and each comes back in its place")
  func grid() throws {
    let folder = try TemporaryFolder()
    let scans = (0..<12).map { number in
      let voxel = ScanPart(voxel: (number % 2, number / 2 % 3, 0), of: (2, 3, 1))
      let condition = ScanPart.Coordinate(axis: "DIM_EDIT", index: number / 6, count: 2)
      return scan(
        UInt64(number), coils: 2, part: ScanPart(voxel.coordinates + [condition]), geometry: geometry())
    }
    let url = folder.url.appending(path: "a.nii")
    try NIfTIMRSFile.write(scans.reversed().reversed(), to: url)
    let read = try SignalFile.readAll(url)
    #expect(read.map(\.signals) == scans.map(\.signals))
    #expect(read.map { $0.part?.description } == scans.map { $0.part?.description })
    let chosen = try SignalFile.read(url, overrides: SignalOverrides(part: ["x": 1, "y": 2, "DIM_EDIT": 1]))
    #expect(chosen.signals == scans[11].signals)
    // The third voxel along y lies two edges of 25 mm further.
    let moved = try #require(chosen.geometry)
    let wanted = geometry().centre + 20 * geometry().directions[0] + 50 * geometry().directions[1]
    #expect((0..<3).allSatisfy { abs(moved.centre[$0] - wanted[$0]) < 1e-9 })
    let error = #expect(throws: FormatError.self) { try NIfTIMRSFile.write(Array(scans.prefix(5)), to: url) }
    #expect(error?.description.contains("do not fill the grid") == true)
  }

  @Test("What a dimension's header lists holds for the part it is of")
  func dimensionHeader() throws {
    let folder = try TemporaryFolder()
    let json = """
      {"SpectrometerFrequency":[123.25],"ResonantNucleus":["1H"],"EchoTime":0.01,"dim_5":"DIM_INDIRECT_0",\
      "dim_5_header":{"EchoTime":{"start":0.03,"increment":0.02}}}
      """
    let url = try folder.write(Builders.nifti(dimensions: [8, 3], json: json) { (Double($0), 0) }, as: "a.nii")
    let times = try SignalFile.readAll(url).map { $0.acquisition.echoTime ?? 0 }
    #expect(zip(times, [0.03, 0.05, 0.07]).allSatisfy { abs($0 - $1) < 1e-12 })
  }

  @Test("What changes from part to part stands in the header of the dimension along which it changes, and comes back")
  func changingFields() throws {
    let folder = try TemporaryFolder()
    let scans = (0..<4).map { number in
      let part = ScanPart([
        .init(axis: "DIM_EDIT", index: number % 2, count: 2), .init(axis: "DIM_MEAS", index: number / 2, count: 2),
      ])
      return scan(
        UInt64(number), part: part,
        standard: StandardFields([
          "EditCondition": .string(number % 2 == 0 ? "ON" : "OFF"), "Session": .number(Double(number / 2)),
          "Neither": .number(Double(number)), "ProtocolName": .string("mega"),
        ]))
    }
    let url = folder.url.appending(path: "a.nii")
    try NIfTIMRSFile.write(scans, to: url)
    let text = String(decoding: try Data(contentsOf: url), as: UTF8.self)
    #expect(text.contains(#""dim_5_header":{"EditCondition":["ON","OFF"]}"#))
    #expect(!text.contains("Neither"))
    let read = try SignalFile.readAll(url)
    #expect(read.map(\.signals) == scans.map(\.signals))
    #expect(read.map { $0.standard["EditCondition"] } == ["ON", "OFF", "ON", "OFF"].map { .string($0) })
    #expect(read.map { $0.standard["Session"] } == [0, 0, 1, 1].map { .number($0) })
    #expect(read.allSatisfy { $0.standard["ProtocolName"] == .string("mega") && $0.standard["Neither"] == nil })
    // The standard wants names for conditions; one that was chosen alone keeps its own.
    let unnamed = (0..<2).map { scan(UInt64($0), part: ScanPart([.init(axis: "DIM_EDIT", index: $0, count: 2)])) }
    try NIfTIMRSFile.write(unnamed, to: url)
    let counted = try SignalFile.readAll(url).map { $0.standard["EditCondition"] }
    #expect(counted == [.string("condition 1"), .string("condition 2")])
    try NIfTIMRSFile.write([scans[1]], to: url)
    #expect(try SignalFile.read(url).standard["EditCondition"] == .string("OFF"))
  }

  @Test(
    "0 Hz is SpecFreqChemShift + RxOffset",
    arguments: [
      (#","SpecFreqChemShift":4.7"#, 4.7), (#","RxOffset":-1.65"#, 3.0),
      (#","SpecFreqChemShift":4.7,"RxOffset":-1.7"#, 3.0),
      (#","CarrierShift":{"Value":4.68,"Description":""}"#, 4.68), ("", 4.65),
    ])
  func carrier(fields: String, ppm: Double) throws {
    let folder = try TemporaryFolder()
    let json = #"{"SpectrometerFrequency":[123.25],"ResonantNucleus":["1H"]\#(fields)}"#
    let url = try folder.write(Builders.nifti(json: json) { (Double($0), 0) }, as: "a.nii")
    #expect(abs(try SignalFile.read(url).acquisition.carrierShift.ppm - ppm) < 1e-12)
  }

  @Test("A file's name that tells the subject is not written")
  func telltaleName() throws {
    let folder = try TemporaryFolder()
    let url = folder.url.appending(path: "a.nii")
    let standard = StandardFields(["PatientName": .string("Doe^Jane"), "PatientID": .string("12345")])
    for name in ["DOE_svs.dat", "meas_12345.dat"] {
      try NIfTIMRSFile.write([scan(standard: standard, name: name)], to: url)
      #expect(try SignalFile.read(url).standard["OriginalFile"] == nil)
    }
    try NIfTIMRSFile.write([scan(standard: standard, name: "meas.dat")], to: url)
    #expect(try SignalFile.read(url).standard["OriginalFile"] != nil)
  }

  @Test("k-space is refused")
  func kSpace() throws {
    let folder = try TemporaryFolder()
    let json = #"{"SpectrometerFrequency":[123.25],"ResonantNucleus":["1H"],"kSpace":[true,false,false]}"#
    let url = try folder.write(Builders.nifti(json: json) { (Double($0), 0) }, as: "a.nii")
    let error = #expect(throws: FormatError.self) { try SignalFile.read(url) }
    #expect(error?.description.contains("k-space") == true)
  }

  @Test("The table has a row for each sample of signals and water")
  func table() throws {
    let folder = try TemporaryFolder()
    let original = scan(coils: 2, averages: 3, water: 1)
    let url = folder.url.appending(path: "a.csv")
    try SignalTable.write([original], to: url)
    let lines = try String(contentsOf: url, encoding: .utf8).split(separator: "\n")
    #expect(lines.count == 1 + 8 * (6 + 2))
    // Coil 1, average 2, sample 3.
    let sample = original.signals[1, 2].samples[3]
    #expect(lines[1 + 8 * 5 + 3] == ",metabolites,1,2,3,0.0015,\(sample.real),\(sample.imaginary)")
  }
}
