import Foundation
import MRSCore
import MRSFormats
import TestSupport
import Testing

@Suite("Echo and repetition times that cannot be")
struct StatedTimesTests {
  /// 512 samples of 0.5 ms: 256 ms of readout, of which the last `zeros` are zero.
  private func scan(_ times: String, zeros: Int = 0, overrides: SignalOverrides = .none) throws -> Scan {
    let folder = try TemporaryFolder()
    let json = #"{"SpectrometerFrequency":[123.25],"ResonantNucleus":["1H"]\#(times.isEmpty ? "" : ",")\#(times)}"#
    let bytes = Builders.nifti(dimensions: [512], json: json) { $0 < 512 - zeros ? (1, 0.5) : (0, 0) }
    return try SignalFile.read(try folder.write(bytes, as: "scan.nii"), overrides: overrides)
  }

  @Test(
    "A time that cannot be is taken as unknown and named with a reason, the other one is kept",
    arguments: [
      (
        #""EchoTime":3e-05,"RepetitionTime":2"#, nil, 2,
        "'EchoTime' is 3e-05 s, which cannot be: no echo forms so early"
      ),
      (#""EchoTime":0.03,"RepetitionTime":0.002"#, 0.03, nil, "must hold echo time and readout (256.0 ms of samples)"),
      (#""EchoTime":30,"RepetitionTime":2"#, nil, 2, "'EchoTime' is 30.0 s, which cannot be: it is probably in milli"),
      (#""EchoTime":0.03,"RepetitionTime":2000"#, 0.03, nil, "'RepetitionTime' is 2000.0 s"),
      (#""EchoTime":-0.03,"RepetitionTime":2"#, nil, 2, "a time is positive"),
      (#""EchoTime":0,"RepetitionTime":2"#, nil, 2, "a time is positive"),
      (
        #""EchoTime":"soon","RepetitionTime":2"#, nil, 2, "'EchoTime' is missing or holds no value; nothing was assumed"
      ),
    ] as [(String, Double?, Double?, String)])
  func impossible(times: String, echo: Double?, repetition: Double?, message: String) throws {
    let scan = try scan(times)
    #expect(scan.acquisition.echoTime == echo)
    #expect(scan.acquisition.repetitionTime == repetition)
    #expect(scan.doubts.count == 1)
    #expect(scan.doubts.first?.description.contains(message) == true, "\(scan.doubts)")
  }

  @Test("Where either time may be the wrong one, neither is believed")
  func contradiction() throws {
    let scan = try scan(#""EchoTime":1.5,"RepetitionTime":1.6"#)
    #expect(scan.acquisition.echoTime == nil && scan.acquisition.repetitionTime == nil)
    #expect(scan.doubts.map(\.code) == [.impossibleTime, .impossibleTime])
  }

  @Test("A short but possible repetition is kept, also where appended zeros make the samples longer than it")
  func possible() throws {
    #expect(try scan(#""EchoTime":0.03,"RepetitionTime":0.3"#).doubts.isEmpty)
    let filled = try scan(#""EchoTime":0.03,"RepetitionTime":0.2"#, zeros: 256)
    #expect(filled.acquisition.repetitionTime == 0.2)
    #expect(filled.doubts.isEmpty)
    #expect(try scan("").doubts.isEmpty)
  }

  @Test("What the caller gives wins over an impossible time without a doubt, over a possible one with it")
  func overrides() throws {
    let given = SignalOverrides(echoTime: 0.035)
    let repaired = try scan(#""EchoTime":3e-05,"RepetitionTime":2"#, overrides: given)
    #expect(repaired.acquisition.echoTime == 0.035)
    #expect(
      repaired.doubts == [
        .contradictoryFields(
          first: "--echo-time is 35.0 ms", second: "'EchoTime' is 0.03 ms", used: "the former was used")
      ])
    #expect(try scan("", overrides: given).doubts.isEmpty)
    #expect(try scan("", overrides: given).acquisition.echoTime == 0.035)
  }

  @Test(
    "Philips gives milliseconds, which are checked like seconds",
    arguments: [
      ("echo_time", "30000"), ("echo_time", "0.03"), ("repetition_time", "2"), ("repetition_time", "2000000"),
    ])
  func philips(key: String, value: String) throws {
    let folder = try TemporaryFolder()
    _ = try folder.write(Builders.sdat([Builders.fid(points: 64)]), as: "a.SDAT")
    let scan = try SignalFile.read(try folder.write(Builders.spar(samples: "64", [key: value]), as: "a.SPAR"))
    #expect((key == "echo_time" ? scan.acquisition.echoTime : scan.acquisition.repetitionTime) == nil)
    #expect((key == "echo_time" ? scan.acquisition.repetitionTime : scan.acquisition.echoTime) != nil)
    guard case .impossibleTime(field: key, _, _)? = scan.doubts.first else {
      Issue.record("\(scan.doubts)")
      return
    }
  }

  @Test(
    "LCModel's ECHOT of −1, and a blank one, are times that are not known, without a doubt",
    arguments: ["-1.", "-1", ""])
  func unsaid(value: String) throws {
    let folder = try TemporaryFolder()
    let text = Builders.basis(functions: [("Ala", " 1. 2.\n 3. 4.\n")], points: 2)
      .replacingOccurrences(of: "ECHOT = 30.", with: "ECHOT = \(value)")
    let basis = try BasisFile(contentsOf: try folder.write(text, as: "a.basis"))
    #expect(basis.basis.acquisition.echoTime == nil)
    #expect(!basis.doubts.contains { $0.code == .impossibleTime }, "\(basis.doubts)")
    let header = " $SEQPAR\n hzpppm=123.25\n deltat=5e-4\n echot=\(value)\n $END\n"
    let scan = try SignalFile.read(try folder.write(Builders.raw(Builders.fid(), header: header), as: "a.raw"))
    #expect(scan.acquisition.echoTime == nil && scan.doubts.isEmpty, "\(scan.doubts)")
  }

  @Test("LCModel's ECHOT is checked in scans and in bases")
  func lcmodel() throws {
    let folder = try TemporaryFolder()
    let header = " $SEQPAR\n hzpppm=123.25\n deltat=5e-4\n echot=0.035\n $END\n"
    let url = try folder.write(Builders.raw(Builders.fid(), header: header), as: "a.raw")
    let scan = try SignalFile.read(url)
    #expect(scan.acquisition.echoTime == nil)
    #expect(scan.doubts.map(\.code) == [.impossibleTime])
    let values = (0..<8).map { "1.0 \(Double($0))" }.joined(separator: "\n")
    let text = Builders.basis(functions: [("Cr", values)], points: 8)
      .replacingOccurrences(of: "ECHOT = 30.", with: "ECHOT = 30000.")
    let basis = try LCModelBasisFile.open(try folder.write(text, as: "a.basis"))
    #expect(basis.basis.acquisition.echoTime == nil)
    #expect(basis.doubts.map(\.code).contains(.impossibleTime))
  }
}
