import Foundation
import MRSCore
import MRSFormats
import MRSRuns
import TestSupport
import Testing

@Suite("Conversion of files")
struct ConvertRunTests {
  private func fid(_ seed: UInt64) -> ComplexVector {
    var random = RandomStream(seed: seed)
    var samples = ComplexVector(zeros: 64)
    for i in samples.indices { samples.real[i] = Double(Float(random.normal())) }
    return samples
  }

  private func input(_ folder: TemporaryFolder, echoTime: Double? = 0.03, averages: Int = 2) throws -> URL {
    let acquisition = Acquisition(
      spectrometerFrequency: .megahertz(123.25), dwellTime: 5e-4, points: 64, sequence: "PRESS", echoTime: echoTime,
      repetitionTime: 2)
    let url = folder.url.appending(path: "in.nii.gz")
    try NIfTIMRSFile.write(
      FIDArray(
        acquisition: acquisition, coils: 1, averages: averages, samples: (0..<averages).map { fid(UInt64($0)) }),
      metadata: ["PatientName": .string("Planted"), "TxOffset": .number(-2.3)], to: url)
    return url
  }

  @Test("A file becomes one of the name that was asked for, without the subject; nothing is replaced unasked")
  func file() throws {
    let folder = try TemporaryFolder()
    let input = try input(folder)
    let out = folder.url.appending(path: "out.nii")
    let outputs = try ConvertRun().perform([input], out: out).outputs
    #expect(outputs.map(\.file) == [out.path])
    let scan = try SignalFile.read(out)
    #expect(scan.signals == (try SignalFile.read(input).signals))
    #expect(scan.standard["TxOffset"] == .number(-2.3))
    #expect(!(try Data(contentsOf: out)).contains("Planted".utf8))
    #expect(throws: RunError.self) { try ConvertRun().perform([input], out: out) }
    _ = try ConvertRun(keepsIdentity: true, force: true).perform([input], out: out)
    #expect((try Data(contentsOf: out)).contains("Planted".utf8))
  }

  @Test("A BIDS data set has names, sidecar and description")
  func bids() throws {
    let folder = try TemporaryFolder()
    let out = folder.url.appending(path: "study")
    let name = try BIDSName("sub=01,acq=press,voi=liver")
    _ = try ConvertRun(bids: name).perform([try input(folder)], out: out)
    let stem = "sub-01/mrs/sub-01_acq-press_nuc-1H_voi-liver_svs"
    for file in ["\(stem).nii.gz", "\(stem).json", "dataset_description.json"] {
      #expect(FileManager.default.fileExists(atPath: out.appending(path: file).path), "\(file)")
    }
    let silent = try input(folder, echoTime: nil)
    let error = #expect(throws: FormatError.self) {
      try ConvertRun(bids: name, force: true).perform([silent], out: out)
    }
    #expect(error?.description.contains("EchoTime") == true)
  }

  @Test("Averages become one signal for LCModel, and rows of a table")
  func others() throws {
    let folder = try TemporaryFolder()
    let single = try input(folder, averages: 1)
    let raw = folder.url.appending(path: "a.RAW")
    _ = try ConvertRun(target: .raw).perform([single], out: raw)
    let (written, own) = (try SignalFile.read(raw).signals.samples[0], try SignalFile.read(single).signals.samples[0])
    // Numbers of a text have seven digits.
    let largest = own.real.reduce(0) { max($0, abs($1)) }
    #expect(written.real.count == own.real.count)
    #expect(zip(written.real, own.real).allSatisfy { abs($0 - $1) < 1e-6 * largest })
    let table = folder.url.appending(path: "a.csv")
    _ = try ConvertRun(target: .csv).perform([try input(folder)], out: table)
    #expect(try String(contentsOf: table, encoding: .utf8).split(separator: "\n").count == 1 + 2 * 64)
  }
}

extension Data {
  fileprivate func contains(_ text: String.UTF8View) -> Bool { range(of: Data(text)) != nil }
}
