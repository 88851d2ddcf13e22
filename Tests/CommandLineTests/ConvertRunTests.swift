import Foundation
import MRSCore
import MRSFormats
import MRSRuns
import Subprocess
import TestSupport
import Testing

#if canImport(System)
  import System
#else
  import SystemPackage
#endif

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
    for file in ["\(stem).nii.gz", "\(stem).json", "dataset_description.json", "README", "participants.tsv"] {
      #expect(FileManager.default.fileExists(atPath: out.appending(path: file).path), "\(file)")
    }
    let silent = try input(folder, echoTime: nil)
    let error = #expect(throws: FormatError.self) {
      try ConvertRun(bids: name, force: true).perform([silent], out: out)
    }
    #expect(error?.description.contains("EchoTime") == true)
  }

  @Test("Every subject of a data set is in its list of participants once, whatever other columns are there")
  func participants() throws {
    let folder = try TemporaryFolder()
    let out = folder.url.appending(path: "study")
    let list = out.appending(path: "participants.tsv")
    for subject in ["01", "02"] {
      _ = try ConvertRun(bids: BIDSName("sub=\(subject),acq=press")).perform([try input(folder)], out: out)
    }
    #expect(try String(contentsOf: list, encoding: .utf8) == "participant_id\nsub-01\nsub-02\n")
    try Data("group\tparticipant_id\nLC\tsub-01\n".utf8).write(to: list)
    for acquisition in ["a", "b"] {
      _ = try ConvertRun(bids: BIDSName("sub=03,acq=\(acquisition)")).perform([try input(folder)], out: out)
    }
    #expect(try String(contentsOf: list, encoding: .utf8) == "group\tparticipant_id\nLC\tsub-01\nn/a\tsub-03\n")
    try Data("subject\nsub-01\n".utf8).write(to: list)
    #expect(throws: FormatError.self) {
      try ConvertRun(bids: BIDSName("sub=04")).perform([try input(folder)], out: out)
    }
  }

  @Test("The official validator of BIDS finds no error in a data set, where it is installed beside Python")
  func validator() async throws {
    let python = ProcessInfo.processInfo.environment["HEPATICA_PYTHON"] ?? ""
    let validator = URL(filePath: python).deletingLastPathComponent().appending(path: "bids-validator-deno").path
    guard !python.isEmpty, FileManager.default.isExecutableFile(atPath: validator) else {
      print("skipped: bids-validator-deno is not beside HEPATICA_PYTHON (pip install bids-validator-deno)")
      return
    }
    let folder = try TemporaryFolder()
    let out = folder.url.appending(path: "study")
    for subject in ["01", "02"] {
      let name = try BIDSName("sub=\(subject),acq=press,voi=liver")
      _ = try ConvertRun(bids: name).perform([try input(folder)], out: out)
    }
    func report() async throws -> String {
      try await Subprocess.run(
        .path(FilePath(validator)), arguments: ["--json", out.path], input: .none, output: .string(limit: 1 << 20),
        error: .discarded
      ).standardOutput
    }
    let good = try await report()
    #expect(good.contains("\"issues\"") && !good.contains("\"severity\":\"error\""), "\(good.prefix(2000))")
    // It is a validator indeed: without its list entry a subject is an error.
    try Data("participant_id\nsub-01\n".utf8).write(to: out.appending(path: "participants.tsv"))
    let bad = try await report()
    #expect(bad.contains("\"severity\":\"error\""))
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
