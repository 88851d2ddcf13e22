import Foundation
import MRSCore
import MRSFormats
import MRSProfile
import MRSQuantification
import MRSRuns
import MRSStudy
import MRSSynthesis
import StudySupport
import TestSupport
import Testing

/// Files of several signals as batches: grids of voxels and series.
@Suite("Grids and series")
struct GridBatchTests {
  /// A scan of the reduced protocol, in mM of the basis.
  private static func fid(_ settings: StudySettings) async throws -> FID {
    let basis = try await ProtocolSimulator(settings.studyProtocol).basis(worker: settings.worker)
    let synthesizer = SpectrumGenerator(settings.studyProtocol, basis: basis).synthesizer(
      amounts: try CohortPrior(literatureOf: settings.studyProtocol).union)
    return synthesizer.example(3, of: RandomStream(seed: 12)).fid
  }

  private static let geometry = VoxelGeometry(
    centre: SIMD3(-30, 12, 5), size: SIMD3(10, 12, 15),
    directions: [SIMD3(1, 0, 0), SIMD3(0, 1, 0), SIMD3(0, 0, 1)])

  /// Voxel (x, y) of 3 × 2 holds the signal times 1 + x + 3y.
  private static func grid(_ fid: FID, at url: URL) throws {
    let scans = (0..<6).map { voxel in
      Scan(
        url: url, format: .niftiMRS,
        signals: FIDArray(FID(samples: Double(1 + voxel) * fid.samples, acquisition: fid.acquisition)),
        averagesRepresented: nil, part: ScanPart(voxel: (voxel % 3, voxel / 3, 0), of: (3, 2, 1)), geometry: geometry,
        fields: [], doubts: [])
    }
    try NIfTIMRSFile.write(scans, precision: .complex128, to: url)
  }

  /// What gunzip makes of a file.
  private static func inflated(_ file: URL) throws -> [UInt8] {
    let (process, output) = (Process(), Pipe())
    process.executableURL = URL(filePath: "/usr/bin/env")
    process.arguments = ["gunzip", "-c", file.path]
    process.standardOutput = output
    try process.run()
    let bytes = try output.fileHandleForReading.readToEnd() ?? Data()
    process.waitUntilExit()
    return Array(bytes)
  }

  @Test("Every voxel of a grid is quantified in its place, and maps have its amount where its place is")
  func grid() async throws {
    let folder = try TemporaryFolder()
    let settings = try ReducedStudy.context()
    let file = folder.url.appending(path: "grid.nii")
    try Self.grid(try await Self.fid(settings), at: file)
    let items = try BatchItem.items(of: [file])
    let places = ["x=0,y=0", "x=1,y=0", "x=2,y=0", "x=0,y=1", "x=1,y=1", "x=2,y=1"]
    #expect(items.map(\.name) == places.map { "grid.nii[\($0)]" })
    let run = folder.url.appending(path: "run")
    let records = try await settings.quantify(batch: items, by: QuantifyRequest(file: file), to: run, arguments: [])
    #expect(records.allSatisfy { $0.error == nil })
    let fat = records.map { record in record.amounts.first { $0.name == "Lip130" }?.amount ?? .nan }
    for (voxel, amount) in fat.enumerated() { #expect(abs(amount / (Double(1 + voxel) * fat[0]) - 1) < 1e-3) }
    #expect(records[4].place?.geometry?.centre == SIMD3(-20, 24, 5))

    let table = try String(contentsOf: run.appending(path: "results.csv"), encoding: .utf8)
    #expect(table.hasPrefix("spectrum,x,y,right (mm),anterior (mm),superior (mm),error"))
    #expect(table.contains("\n\"grid.nii[x=1,y=1]\",1,1,-20"))

    // Read as nifti2.h has it: dimensions at 16, sform at 400, samples from 544 on.
    let bytes = try Self.inflated(run.appending(path: "maps/grid/Lip130.nii.gz"))
    func integer(_ offset: Int) -> Int { (0..<8).reduce(0) { $0 | Int(bytes[offset + $1]) << (8 * $1) } }
    func number(_ offset: Int) -> Double { Double(bitPattern: UInt64(bitPattern: Int64(integer(offset)))) }
    #expect([16, 24, 32, 40].map(integer) == [3, 3, 2, 1])
    #expect([400, 424, 440, 456, 480, 488].map(number) == [10, -30, 12, 12, 15, 5])
    #expect(bytes[12] == 16 && bytes[540] == 0)
    let values = (0..<6).map { voxel -> Double in
      let pattern = (0..<4).reduce(UInt32(0)) { $0 | UInt32(bytes[544 + 4 * voxel + $1]) << UInt32(8 * $1) }
      return Double(Float(bitPattern: pattern))
    }
    #expect(zip(values, fat).allSatisfy { abs($0 / $1 - 1) < 1e-6 })
  }

  @Test("A series is every few averages by themselves, each with its time; what is left over is a step of its own")
  func series() async throws {
    let folder = try TemporaryFolder()
    let settings = try ReducedStudy.context()
    let fid = try await Self.fid(settings)
    let file = folder.url.appending(path: "series.nii")
    try NIfTIMRSFile.write(
      FIDArray(
        acquisition: fid.acquisition, coils: 1, averages: 5,
        samples: (0..<5).map { Double(1 + $0) * fid.samples }), precision: .complex128, to: file)
    let items = try BatchItem.items(of: [file], series: 2)
    let records = try await settings.quantify(
      batch: items, by: QuantifyRequest(file: file), to: folder.url.appending(path: "run"), arguments: [])
    #expect(records.map(\.place?.averages) == [0..<2, 2..<4, 4..<5])
    let duration = try #require(fid.acquisition.repetitionTime)
    #expect(records.map(\.place?.time) == [0, 2 * duration, 4 * duration])
    let fat = records.map { record in record.amounts.first { $0.name == "Lip130" }?.amount ?? .nan }
    // Means of averages 1 and 2, 3 and 4, and 5.
    #expect(abs(fat[1] / fat[0] - 3.5 / 1.5) < 1e-2 && abs(fat[2] / fat[0] - 5 / 1.5) < 1e-2, "\(fat)")
    #expect(try BatchItem.items(of: [file]).count == 1)
  }
}
