import Foundation
import MRSCore
import MRSFormats
import MRSRuns
import TestSupport
import Testing

@Suite("Anonymising of files")
struct AnonymiseRunTests {
  private func input(_ folder: TemporaryFolder, named name: String = "Planted-scan.nii") throws -> URL {
    let acquisition = Acquisition(
      spectrometerFrequency: .megahertz(123.25), dwellTime: 5e-4, points: 64, sequence: "PRESS", echoTime: 0.03)
    var random = RandomStream(seed: 1)
    var samples = ComplexVector(zeros: 64)
    for i in samples.indices { samples.real[i] = random.normal() }
    let url = folder.url.appending(path: name)
    try NIfTIMRSFile.write(
      FID(samples: samples, acquisition: acquisition),
      metadata: ["PatientName": .string("Planted^Name"), "PatientID": .string("PID481516")], to: url)
    return url
  }

  @Test(
    "The command prints one line of JSON a scan, in which nothing tells who was measured, and replaces nothing unasked")
  func command() async throws {
    let folder = try TemporaryFolder()
    let (input, out) = (try input(folder), folder.url.appending(path: "out"))
    let outcome = try await BuiltCommand.run("anonymise", input.path, "--out", out.path, "--json")
    #expect(outcome.exitCode == 0, "\(outcome.errors)")
    let lines = outcome.output.split(separator: "\n")
    let record = try #require(
      try JSONSerialization.jsonObject(with: Data((lines.first ?? "").utf8)) as? [String: Any])
    #expect(lines.count == 1 && record["format"] as? String == "NIfTI-MRS")
    #expect(record["removed"] as? [String] == ["PatientID", "PatientName"])
    #expect(!outcome.output.contains("Planted") && !outcome.output.contains("PID481516"))
    // The file's own name held the patient's.
    let copy = out.appending(path: "scan-001.nii")
    #expect(try FileManager.default.contentsOfDirectory(atPath: out.path) == [copy.lastPathComponent])
    #expect(try SignalFile.read(copy).signals == (try SignalFile.read(input).signals))
    let again = try await BuiltCommand.run("anonymise", input.path, "--out", out.path)
    #expect(again.exitCode == 1 && again.errors.contains("scan-001.nii"))
    let forced = try await BuiltCommand.run("anonymise", input.path, "--out", out.path, "--force")
    #expect(forced.exitCode == 0 && forced.output.contains("2 fields overwritten"))
  }

  @Test("Where one file cannot be anonymised, it is named and nothing is left; two of one name are refused")
  func refusals() throws {
    let folder = try TemporaryFolder()
    let out = folder.url.appending(path: "out")
    let good = try input(folder, named: "scan.nii")
    let foreign = try folder.write("MATLAB 5.0 MAT-file", as: "a.mat")
    let error = #expect(throws: FormatError.self) { try AnonymiseRun().perform([good, foreign], out: out) }
    #expect(error?.description.contains("a.mat") == true)
    #expect(!FileManager.default.fileExists(atPath: out.path))
    let other = try TemporaryFolder()
    let same = try input(other, named: "scan.nii")
    #expect(throws: RunError.self) { try AnonymiseRun().perform([good, same], out: out) }
    // Never onto itself, not even by force.
    #expect(throws: RunError.self) { try AnonymiseRun(force: true).perform([good], out: folder.url) }
    #expect(try SignalFile.read(good).standard["PatientName"] != nil)
    #expect(try AnonymiseRun().perform([good, good], out: out).count == 1)
  }

  @Test("What a killed run has left among the copies goes with the next")
  func killed() throws {
    let folder = try TemporaryFolder()
    let out = folder.url.appending(path: "out")
    let left = out.appending(path: ".anonymise-0123/1")
    try FileManager.default.createDirectory(at: left, withIntermediateDirectories: true)
    try Data("Planted".utf8).write(to: left.appending(path: "Planted-scan.nii"))
    _ = try AnonymiseRun().perform([try input(folder)], out: out)
    #expect(try FileManager.default.contentsOfDirectory(atPath: out.path) == ["scan-001.nii"])
  }
}
