import Foundation
import MRSCore
import MRSFormats
import TestSupport
import Testing

@Suite("SPAR headers of all ages")
struct SPARAgesTests {
  private func read(_ spar: String, fids: [FID] = [Builders.fid()]) throws -> [Scan] {
    let folder = try TemporaryFolder()
    _ = try folder.write(Builders.sdat(fids), as: "a.SDAT")
    return try SignalFile.readAll(try folder.write(spar, as: "a.SPAR"))
  }

  @Test("Decimal commas are decimal signs")
  func commas() throws {
    let text = Builders.spar(["sample_frequency": "2000,0", "echo_time": "30,5"])
    let scan = try read(text)[0]
    #expect(scan.acquisition.dwellTime == 1 / 2000 && scan.acquisition.echoTime == 0.0305 && scan.doubts.isEmpty)
  }

  @Test("What a header lacks under the usual name is found under another, or from the size of the data, and told")
  func lacking() throws {
    let fids = (0..<2).map { Builders.fid(seed: UInt64($0)) }
    func lacking(_ keys: Set<String>, _ more: String = "") throws -> Scan {
      try read(Builders.spar(rows: "2", without: keys) + more, fids: fids)[0]
    }
    let rows = try lacking(["rows"])
    #expect(rows.signals.samples == fids.map(\.samples))
    #expect(rows.doubts == [.assumedField(field: "rows", value: "2, from the size of the SDAT,")])
    let samples = try lacking(["samples"])
    #expect(samples.signals.samples == fids.map(\.samples) && samples.doubts.map(\.code) == [.assumedField])
    let named = try lacking(["rows", "samples"], "dim1_pnts : 8\r\ndim2_pnts : 2\r\n")
    #expect(named.signals.samples == fids.map(\.samples) && named.doubts.isEmpty)
    let step = try lacking(["sample_frequency"], "dim1_step : 0,0005\r\n")
    #expect(step.acquisition.dwellTime == 0.0005 && step.doubts.map(\.code) == [.assumedField])
    let echo = try lacking(["echo_time"], "spectrum_echo_time : 144\r\n")
    #expect(echo.acquisition.echoTime == 0.144)
    #expect(throws: FormatError.self) { try lacking(["synthesizer_frequency"]) }
    #expect(throws: FormatError.self) { try lacking(["sample_frequency"]) }
  }

  @Test("A nucleus is known in any spelling", arguments: ["1H", "H1", "1h", "\"1H\""])
  func nucleus(text: String) throws {
    #expect(try read(Builders.spar(["nucleus": text]))[0].acquisition.nucleus == "1H")
  }

  @Test("Rows whose phases were encoded are voxels, each a part")
  func grid() throws {
    let fids = (0..<6).map { Builders.fid(seed: UInt64($0)) }
    let keys = "phase_encoding_enable : \"yes\"\r\ndim2_pnts : 3\r\ndim3_pnts : 2\r\n"
    let scans = try read(Builders.spar(rows: "6") + keys, fids: fids)
    #expect(scans.map(\.signals.samples) == fids.map { [$0.samples] })
    #expect(scans.map { $0.part?.description } == ["x=0,y=0", "x=1,y=0", "x=2,y=0", "x=0,y=1", "x=1,y=1", "x=2,y=1"])
    #expect(throws: FormatError.self) {
      try read(
        Builders.spar(rows: "6") + "phase_encoding_enable : yes\r\ndim2_pnts : 4\r\ndim3_pnts : 2\r\n", fids: fids)
    }
  }

  /// The affine that spec2nii 0.8.15 gives for Osprey's file.
  @Test(
    "The voxel lies and turns as spec2nii has it",
    .enabled(if: SharedData.root != nil, Comment(rawValue: SharedData.reason)))
  func voxel() throws {
    let scan = try SignalFile.read(SharedData.url("osprey/sub-01_ses-01_PRESS_raw-act_noID.SDAT"))
    let affine = try #require(scan.geometry?.affine)
    let expected = [
      [25.958, 0.958, 1.3, 1.568], [-1.432, 21.252, 17.203, -35.647], [-0.372, -14.947, 24.543, 30.271], [0, 0, 0, 1],
    ]
    for (found, known) in zip(affine.flatMap { $0 }, expected.flatMap { $0 }) { #expect(abs(found - known) < 6e-4) }
  }
}
