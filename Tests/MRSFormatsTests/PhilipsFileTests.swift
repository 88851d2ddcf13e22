import Foundation
import MRSCore
import MRSFormats
import Numerics
import TestSupport
import Testing

@Suite("Philips SDAT/SPAR")
struct PhilipsFileTests {
  /// Bit patterns of the VAX Architecture Reference Manual's F_floating: 1.0 is 0x4080 in the first word.
  @Test(
    "Known VAX bit patterns are the numbers they should be",
    arguments: [
      ([0x80, 0x40, 0, 0], 1.0), ([0x80, 0xc0, 0, 0], -1.0), ([0x60, 0x41, 0, 0], 3.5), ([0, 0, 0, 0], 0.0),
      ([0x49, 0x41, 0xd0, 0x0f], 3.14159), ([0xf0, 0x7d, 0xc2, 0xbd], 1e37), ([0x08, 0x03, 0xea, 0x1c], 1e-37),
      ([0x9e, 0x40, 0x52, 0x06], 1.23456789),
    ] as [([UInt8], Double)])
  func bitPatterns(bytes: [UInt8], value: Double) throws {
    let folder = try TemporaryFolder()
    _ = try folder.write(Builders.spar(samples: "1"), as: "scan.SPAR")
    let url = try folder.write(bytes + [0x80, 0x40, 0, 0], as: "scan.SDAT")
    let sample = try SignalFile.read(url).signals.samples[0][0]
    // 24 bits of mantissa.
    #expect(abs(sample.real - value) <= abs(value) * 0x1p-24)
    #expect(sample.imaginary == 1)
  }

  @Test(
    "Rows become averages, times become seconds, nothing is conjugated, letter case does not matter",
    arguments: [
      ("Scan01.SDAT", "Scan01.SPAR"), ("Scan01.sdat", "Scan01.SPAR"), ("scan01.SDAT", "SCAN01.spar"),
    ])
  func pair(data: String, header: String) throws {
    let folder = try TemporaryFolder()
    let fids = (0..<3).map { Builders.fid(seed: UInt64($0)) }
    let sdat = try folder.write(Builders.sdat(fids), as: data)
    let spar = try folder.write(Builders.spar(rows: "3"), as: header)
    for url in [sdat, spar] {
      let scan = try SignalFile.read(url)
      #expect(scan.signals.averages == 3)
      #expect(scan.signals.samples == fids.map(\.samples))
      #expect(scan.acquisition == Builders.acquisition)
      #expect(scan.averagesRepresented == nil)
      #expect(scan.doubts.isEmpty)
    }
  }

  @Test("Keys that are not needed may be missing, and unknown metadata stay unknown")
  func tolerant() throws {
    let folder = try TemporaryFolder()
    _ = try folder.write(Builders.sdat([Builders.fid()]), as: "a.SDAT")
    let url = try folder.write(
      Builders.spar(["scan_id": ""], without: ["nucleus", "echo_time", "averages"]), as: "a.SPAR")
    let scan = try SignalFile.read(url)
    #expect(scan.doubts == [.assumedField(field: "nucleus", value: "1H")])
    #expect(scan.acquisition.echoTime == nil)
    #expect(scan.acquisition.sequence == nil)
    #expect(scan.averagesRepresented == nil)
  }

  @Test("A zero sample frequency is refused with file, line, value and consequence")
  func zeroFrequency() throws {
    let folder = try TemporaryFolder()
    let url = try folder.write(Builders.sdat([Builders.fid()]), as: "liver01.SDAT")
    let spar = try folder.write(Builders.spar(["sample_frequency": "0"]), as: "liver01.SPAR")
    let error = #expect(throws: FormatError.self) { try SignalFile.read(url) }
    #expect(
      error?.description == """
        \(spar.path):7: 'sample_frequency' is 0; it must be positive (hertz). The SDAT cannot be read without it.
        """)
  }

  @Test("Contradictory lengths are refused with both figures")
  func contradiction() throws {
    let folder = try TemporaryFolder()
    _ = try folder.write(Builders.spar(samples: "16"), as: "a.SPAR")
    let url = try folder.write(Builders.sdat([Builders.fid()]), as: "a.SDAT")
    let error = #expect(throws: FormatError.self) { try SignalFile.read(url) }
    #expect(error?.description.contains("16 samples × 1 rows × 8 bytes = 128, but the file has 64 bytes") == true)
  }

  @Test("A missing SPAR is named")
  func missingCompanion() throws {
    let folder = try TemporaryFolder()
    let url = try folder.write(Builders.sdat([Builders.fid()]), as: "a.SDAT")
    let error = #expect(throws: FormatError.self) { try SignalFile.read(url) }
    #expect(error?.description.contains("needs a.SPAR (in any letter case) beside it") == true)
  }

  @Test("Counts that are no counts are refused", arguments: ["-8", "0", "8.5", "1e300", "nan", "eight", "99999999999"])
  func counts(samples: String) throws {
    let folder = try TemporaryFolder()
    _ = try folder.write(Builders.spar(samples: samples), as: "a.SPAR")
    let url = try folder.write(Builders.sdat([Builders.fid()]), as: "a.SDAT")
    #expect(throws: FormatError.self) { try SignalFile.read(url) }
  }

  @Test("A reserved operand is read as NaN and counted")
  func reserved() throws {
    let folder = try TemporaryFolder()
    _ = try folder.write(Builders.spar(samples: "1"), as: "a.SPAR")
    let scan = try SignalFile.read(try folder.write([0, 0x80, 0, 0, 0x80, 0x40, 0, 0], as: "a.SDAT"))
    #expect(scan.doubts == [.nonFiniteSamples(count: 1, of: 1)])
  }
}
