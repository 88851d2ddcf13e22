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

  @Test(
    "Rows of a scan that is edited by its name are its conditions in turn, and rows that are no whole turns are refused",
    arguments: [("MEGA_PRESS", 2), ("SV HERMES", 4), ("svs_edit", 2)])
  func edited(name: String, conditions: Int) throws {
    let folder = try TemporaryFolder()
    let fids = (0..<8).map { Builders.fid(seed: UInt64($0)) }
    let url = try folder.write(Builders.sdat(fids), as: "a.SDAT")
    _ = try folder.write(Builders.spar(rows: "8", ["scan_id": name]), as: "a.SPAR")
    let plain = try folder.write(Builders.sdat(fids), as: "b.SDAT")
    _ = try folder.write(Builders.spar(rows: "8"), as: "b.SPAR")
    let scans = try SignalFile.readAll(url)
    let rows = try SignalFile.read(plain).signals.samples
    #expect(scans.map(\.part?.description) == (0..<conditions).map { "DIM_EDIT=\($0)" })
    for (index, scan) in scans.enumerated() {
      #expect(scan.signals.samples == stride(from: index, to: 8, by: conditions).map { rows[$0] })
      #expect(scan.doubts.map(\.code) == [.assumedField])
    }
    // Averaged by mistake they are not: one must be chosen.
    let error = #expect(throws: FormatError.self) { try SignalFile.read(url) }
    #expect(error?.description.contains("DIM_EDIT of \(conditions)") == true)
    let odd = try folder.write(Builders.sdat(Array(fids[..<7])), as: "c.SDAT")
    _ = try folder.write(Builders.spar(rows: "7", ["scan_id": name]), as: "c.SPAR")
    let refusal = #expect(throws: FormatError.self) { try SignalFile.read(odd) }
    #expect(refusal?.description.contains("c.SPAR:2: 'scan_id' is '\(name)' with 7 rows") == true)
    // One row is one condition, or their difference: what it is, is for the basis.
    _ = try folder.write(Builders.sdat([fids[0]]), as: "a.SDAT")
    _ = try folder.write(Builders.spar(["scan_id": name]), as: "a.SPAR")
    #expect(try SignalFile.read(url).doubts.isEmpty)
  }

  @Test("Rows of a scan named after what is mostly edited are averaged with a doubt; other names are none")
  func likelyEdited() throws {
    let folder = try TemporaryFolder()
    let fids = (0..<2).map { Builders.fid(seed: UInt64($0)) }
    let url = try folder.write(Builders.sdat(fids), as: "a.SDAT")
    for (name, codes) in [("GABA 68", [Doubt.Code.contradictoryFields]), ("PRESS omega3", []), ("gabriel", [])] {
      _ = try folder.write(Builders.spar(rows: "2", ["scan_id": name]), as: "a.SPAR")
      #expect(try SignalFile.read(url).doubts.map(\.code) == codes, "\(name)")
    }
  }

  @Test("The nucleus is kept as the header has it, and its 0 Hz is 0 ppm where it is not ¹H")
  func nucleus() throws {
    let folder = try TemporaryFolder()
    let url = try folder.write(Builders.sdat([Builders.fid()]), as: "a.SDAT")
    _ = try folder.write(Builders.spar(["nucleus": "31P"]), as: "a.SPAR")
    let acquisition = try SignalFile.read(url).acquisition
    #expect(acquisition.nucleus == "31P" && acquisition.carrierShift == .ppm(0))
  }

  @Test(
    "Bandwidths and frequencies that no scanner has are refused with both units",
    arguments: [
      ("sample_frequency", "2", "500.0 ms"), ("sample_frequency", "2000000", "a bandwidth of 2000000.0 Hz"),
      ("synthesizer_frequency", "123.25", "it must be 1 to 3000 MHz"),
    ])
  func sampling(key: String, value: String, message: String) throws {
    let folder = try TemporaryFolder()
    let url = try folder.write(Builders.sdat([Builders.fid()]), as: "a.SDAT")
    _ = try folder.write(Builders.spar([key: value]), as: "a.SPAR")
    let error = #expect(throws: FormatError.self) { try SignalFile.read(url) }
    #expect(error?.description.contains(message) == true, "\(error?.description ?? "")")
  }

  @Test("Control characters of a header reach neither fields nor messages")
  func control() throws {
    let folder = try TemporaryFolder()
    let url = try folder.write(Builders.sdat([Builders.fid()]), as: "a.SDAT")
    _ = try folder.write(Builders.spar(["scan_id": "\u{1b}[31mPRESS\u{7}"]), as: "a.SPAR")
    let fields = try SignalFile.read(url).fields.map { $0.name + $0.value }.joined()
    #expect(!fields.unicodeScalars.contains { $0.properties.generalCategory == .control })
    _ = try folder.write(Builders.spar(["sample_frequency": "\u{1b}[2J"]), as: "a.SPAR")
    let error = #expect(throws: FormatError.self) { try SignalFile.read(url) }
    #expect(error?.description.unicodeScalars.contains { $0.properties.generalCategory == .control } == false)
  }
}
