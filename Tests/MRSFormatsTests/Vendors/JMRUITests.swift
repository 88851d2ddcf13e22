import Foundation
import MRSCore
import MRSFormats
import TestSupport
import Testing

@Suite("jMRUI, text and binary")
struct JMRUITests {
  private let signals = VendorScan.signals(coils: 1, averages: 2)

  private func text(_ changes: [String: String] = [:], comma: Bool = false) -> String {
    JMRUIWriter.text(signals, changes, comma: comma)
  }

  private func read(_ text: String, as name: String = "a.txt") throws -> Scan {
    let folder = try TemporaryFolder()
    return try SignalFile.read(try folder.write(text, as: name))
  }

  private let several = Doubt.untaggedDimension(name: "DatasetsInFile", size: 2, takenAs: "averages")

  @Test("Several signals are averages, with a doubt; nothing is conjugated; names are not kept")
  func whole() throws {
    for comma in [false, true] {
      let scan = try read(text(comma: comma))
      #expect(scan.format == .jmruiText && scan.signals.samples == signals.samples)
      #expect(scan.acquisition.spectrometerFrequency == .megahertz(127.7) && scan.acquisition.dwellTime == 2.5e-4)
      #expect(scan.doubts == [several])
      #expect(
        !scan.fields.contains {
          $0.value.contains("SECRET") || $0.value.contains("1970") || $0.value.contains("secret")
        })
    }
  }

  @Test("Older tables, a frequency in megahertz and a nucleus by name or by its field are read")
  func variants() throws {
    let older = text().replacingOccurrences(of: "Signal 1 out", with: "Signal number: 1 out")
    #expect(try read(older).signals.samples == signals.samples)
    #expect(try read(text(["TransmitterFrequency": "127.7"])).acquisition.spectrometerFrequency == .megahertz(127.7))
    #expect(try read(text(["TypeOfNucleus": "31P", "TransmitterFrequency": "51.7E6"])).acquisition.nucleus == "31P")
    #expect(try read(text(["TypeOfNucleus": "0E0", "TransmitterFrequency": "5.17E7"])).acquisition.nucleus == "31P")
    let unknown = try read(text(["TypeOfNucleus": "0", "MagneticField": "0"]))
    #expect(unknown.doubts.contains(.assumedField(field: "TypeOfNucleus", value: "1H")))
    #expect(try read(text(["MagneticField": "7"])).doubts.map(\.code).contains(.contradictoryFields))
  }

  @Test("Samples before time zero are dropped as BeginTime says")
  func beginTime() throws {
    let scan = try read(text(["BeginTime": "-2.5"]))
    #expect(scan.acquisition.points == 54 && scan.signals.samples[0] == signals.samples[0][10..<64])
    #expect(scan.doubts.contains(.samplesBeforeEcho(count: 10)))
  }

  @Test(
    "Counts and numbers that do not agree are refused with both",
    arguments: [
      (["PointsInDataset": "128"], "signal 1 has 64 rows"), (["DatasetsInFile": "3"], "2 signals are in the file"),
      (["PointsInDataset": "-1"], "'PointsInDataset' is -1"), (["PointsInDataset": "1E300"], "'PointsInDataset'"),
      (["DatasetsInFile": "NaN"], "'DatasetsInFile'"), (["SamplingInterval": "0"], "'SamplingInterval' is 0.0"),
      (["SamplingInterval": "x"], "no number"), (["TransmitterFrequency": "-1"], "'TransmitterFrequency'"),
      (["SamplingInterval": "250"], "200 Hz to 200 kHz"),
    ])
  func hostile(changes: [String: String], message: String) throws {
    let error = #expect(throws: FormatError.self) { try read(text(changes)) }
    #expect(error?.description.contains(message) == true, "\(error?.description ?? "")")
  }

  @Test("A table without signal, a row of words and a header alone are refused")
  func tables() throws {
    for (found, other, message) in [
      ("sig(real)\tsig(imag)\tfft(real)\tfft(imag)", "fft(real)\tfft(imag)", "the columns sig(real) sig(imag)"),
      ("Signal 2 out of 2 in file", "Signal two", "a row of numbers"),
      ("Signal 1 out of 2 in file", "1.0", "DatasetsInFile"),
    ] {
      let error = #expect(throws: FormatError.self) { try read(text().replacingOccurrences(of: found, with: other)) }
      #expect(error?.description.contains(message) == true, "\(error?.description ?? "")")
    }
    #expect(throws: FormatError.self) { try read("jMRUI Data Textfile\n\nPointsInDataset: 4\nSamplingInterval: 1\n") }
  }

  private func binary(_ changes: [Int: Double] = [:], cut: Int = 0) -> [UInt8] {
    JMRUIWriter.binary(signals, changes, cut: cut)
  }

  @Test("The binary form gives the same scan, whatever its name, also where the number of signals is not written")
  func binary() throws {
    let folder = try TemporaryFolder()
    for (name, changes) in [("a.mrui", [:]), ("a.bin", [:]), ("b.mrui", [13: 0.0])] {
      let scan = try SignalFile.read(try folder.write(binary(changes), as: name))
      #expect(scan.format == .jmrui && scan.signals.samples == signals.samples && scan.doubts == [several])
      #expect(scan.acquisition.dwellTime == 2.5e-4)
      #expect(!scan.fields.contains { $0.value.contains("SECRET") })
    }
  }

  @Test(
    "Headers that cannot be are refused by name",
    arguments: [
      ([1: -64.0], 0, "number of points"), ([1: 1e300], 0, "number of points"), ([1: .nan], 0, "number of points"),
      ([13: 3], 0, "ends early"), ([13: -2], 0, "number of signals"), ([2: 0], 0, "sampling interval"),
      ([5: .infinity], 0, "transmitter frequency"), ([:], 1200, "ends early"), ([:], 2300, "ends early"),
    ] as [([Int: Double], Int, String)])
  func binaryHostile(changes: [Int: Double], cut: Int, message: String) throws {
    let folder = try TemporaryFolder()
    let error = #expect(throws: FormatError.self) {
      try SignalFile.read(try folder.write(binary(changes, cut: cut), as: "a.mrui"))
    }
    #expect(error?.description.contains(message) == true, "\(error?.description ?? "")")
  }

  /// The text has eight digits, the RAW file six.
  @Test(
    "The challenge's set 1 as jMRUI text is its spectrum as LCModel RAW",
    .enabled(if: SharedData.root != nil, Comment(rawValue: SharedData.reason)))
  func challenge() throws {
    for (text, raw) in [("dataset1_WS.txt", "dataset1.RAW"), ("dataset1_nWS.txt", "dataset1.H2O")] {
      let scan = try SignalFile.read(SharedData.url("jmrui/\(text)"))
      let overrides = SignalOverrides(dwellTime: 2.5e-4, spectrometerFrequency: .megahertz(123.2))
      let known = try SignalFile.read(SharedData.url("challenge2016/\(raw)"), overrides: overrides)
      #expect(scan.acquisition.points == 2048 && scan.doubts.isEmpty, "\(scan.doubts)")
      let (found, expected) = (scan.signals.samples[0], known.signals.samples[0])
      #expect((found - expected).energy < 1e-10 * expected.energy)
      #expect(found.energy > 0)
    }
  }
}
