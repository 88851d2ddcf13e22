import Foundation
import MRSCore
import MRSFormats
import Numerics
import TestSupport
import Testing

@Suite("AcquisitionStartTime")
struct EchoStartTests {
  private static let points = 1024
  private static let dwellTime = 5e-4

  /// A decaying line that has its echo at sample `echo` (of any fraction) and rises before it, as a file stores it.
  private func file(echo: Double, startTime: String) throws -> (TemporaryFolder, URL) {
    let folder = try TemporaryFolder()
    let json = """
      {"SpectrometerFrequency":[123.25],"ResonantNucleus":["1H"],"EchoTime":0.03,"AcquisitionStartTime":\(startTime)}
      """
    let bytes = Builders.nifti(double: true, dimensions: [Self.points], json: json) { n in
      let value = Self.signal(Self.dwellTime * (Double(n) - echo))
      return (value.real, -value.imaginary)
    }
    return (folder, try folder.write(bytes, as: "scan.nii"))
  }

  /// At `time` (s) after the echo: Gaussian on both sides, so that it is the same signal between the samples.
  private static func signal(_ time: Double) -> Complex<Double> {
    Complex(length: Double.exp(-time * time / 0.02), phase: 2 * .pi * -180 * time + 0.3)
  }

  private func expectFromEcho(_ scan: Scan, within tolerance: Double) {
    let fid = scan.signals.samples[0]
    // The last samples of a moved signal touch its first ones.
    let differences = (0..<(fid.count - 64)).map { n in
      (fid[n] - Self.signal(Self.dwellTime * Double(n))).length
    }
    #expect((differences.max() ?? 1) < tolerance)
  }

  @Test("Samples before the echo are dropped and said so: time zero is the echo")
  func whole() throws {
    let (folder, url) = try file(echo: 16, startTime: "-0.008")
    let scan = try SignalFile.read(url)
    #expect(scan.doubts == [.samplesBeforeEcho(count: 16)])
    #expect(scan.acquisition.points == Self.points - 16)
    expectFromEcho(scan, within: 1e-12)
    withExtendedLifetime(folder) {}
  }

  @Test("An echo between two samples is moved onto one", arguments: [200.4, 199.6])
  func fraction(echo: Double) throws {
    let (folder, url) = try file(echo: echo, startTime: "\(-Self.dwellTime * echo)")
    let scan = try SignalFile.read(url)
    #expect(scan.doubts == [.samplesBeforeEcho(count: 200)])
    expectFromEcho(scan, within: 2e-3)
    withExtendedLifetime(folder) {}
  }

  @Test(
    "What cannot be put right is refused with value and advice",
    arguments: [
      ("0.002", "'AcquisitionStartTime' is 0.002 s; it must be zero, or negative"),
      ("-8", "the echo lies in the first half of the 1024 samples"),
      ("-0.0012", "a multiple of the dwell time of 0.0005 s"), ("-1e300", "first half"),
    ])
  func refusals(startTime: String, message: String) throws {
    let (folder, url) = try file(echo: 0, startTime: startTime)
    let error = #expect(throws: FormatError.self) { try SignalFile.read(url) }
    #expect(error?.description.contains(message) == true, "\(error?.description ?? "")")
    withExtendedLifetime(folder) {}
  }

  @Test("Zero and what rounds to it change nothing; NaN is not known", arguments: ["0", "4e-6", "-4e-6", "NaN"])
  func none(startTime: String) throws {
    let (folder, url) = try file(echo: 0, startTime: startTime)
    let scan = try SignalFile.read(url)
    #expect(scan.acquisition.points == Self.points && scan.doubts.isEmpty)
    withExtendedLifetime(folder) {}
  }

  @Test("What is written begins with its echo and says so, also what was read from a file with samples before it")
  func written() throws {
    let (folder, url) = try file(echo: 16, startTime: "-0.008")
    let scan = try SignalFile.read(url)
    let copy = folder.url.appending(path: "copy.nii")
    try NIfTIMRSFile.write(scan.signals, precision: .complex128, to: copy)
    let again = try SignalFile.read(copy)
    #expect(again.signals == scan.signals && again.doubts.isEmpty)
    #expect(again.fields.contains { $0.name == "AcquisitionStartTime" && $0.value == "0" })
  }
}
