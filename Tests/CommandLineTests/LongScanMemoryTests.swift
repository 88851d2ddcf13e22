import Foundation
import MRSCore
import MRSFormats
import TestSupport
import Testing

@Suite("Memory that a long scan takes")
struct LongScanMemoryTests {
  @Test("The coils of a scan of 256 MiB are combined in less memory than the scan has")
  func process() async throws {
    guard FileManager.default.fileExists(atPath: "/proc/self/status") else {
      print("the memory of a long scan is not measured: this system has no /proc")
      return
    }
    let scratch = try ScratchFolder()
    let (coils, few, points) = (64, 4, 4096)
    let acquisition = Acquisition(
      spectrometerFrequency: .megahertz(123.25), dwellTime: 5e-4, points: points, sequence: "PRESS", echoTime: 0.03,
      repetitionTime: 3)
    var random = RandomStream(seed: 1)
    let line = ComplexVector(
      (0..<points).map { .init(length: 50 * exp(-0.004 * Double($0)), phase: -0.3 * Double($0)) })
    let samples = (0..<coils * few).map { _ in
      var fid = line
      for i in 0..<points {
        fid.real[i] += random.normal()
        fid.imaginary[i] += random.normal()
      }
      return fid
    }
    let url = URL(filePath: scratch.path("scan.nii"))
    try NIfTIMRSFile.write(
      FIDArray(acquisition: acquisition, coils: coils, averages: few, samples: samples), to: url)
    var bytes = try Data(contentsOf: url)
    let payload = bytes.suffix(8 * coils * few * points)
    // dim[6] is the number of averages.
    bytes[16 + 48] = 128
    try bytes.write(to: url)
    let file = try FileHandle(forWritingTo: url)
    try file.seekToEnd()
    for _ in 1..<32 { try file.write(contentsOf: payload) }
    try file.close()

    let process = Process()
    process.executableURL = URL(filePath: BuiltCommand.path)
    process.arguments = ["process", url.path, "--profile", "brain", "--out", scratch.path("out")]
    process.standardOutput = FileHandle.nullDevice
    let errors = Pipe()
    process.standardError = errors
    try process.run()
    var most = 0
    while process.isRunning {
      let status = (try? String(contentsOfFile: "/proc/\(process.processIdentifier)/status", encoding: .utf8)) ?? ""
      let line = status.split(separator: "\n").first { $0.hasPrefix("VmHWM:") }
      most = max(most, line?.split { $0 == " " || $0 == "\t" }.dropFirst().first.flatMap { Int($0) } ?? 0)
      // Not by a task, which may wait as long as the command runs where all threads are busy.
      usleep(20_000)
    }
    let said = String(decoding: try errors.fileHandleForReading.readToEnd() ?? Data(), as: UTF8.self)
    #expect(process.terminationStatus == 0, "\(said)")
    #expect(said.contains("Combining coils 100 % (256/256 averages)"), "\(said)")
    // Held whole it took three times its 262,144 kB, left in the file it takes some 120,000 kB.
    #expect((50_000..<240_000).contains(most), "\(most) kB")
  }
}
