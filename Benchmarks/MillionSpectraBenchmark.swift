import Foundation
import MRSCore
import MRSProfile
import MRSStudy
import MRSSynthesis

/// One million spectra in a file: time, and memory against that of a tenth of them. Takes 9 GB of the temporary folder.
struct MillionSpectraBenchmark: Benchmark {
  let name = "million"
  let about = "one million spectra of the default protocol to disk (9 GB)"
  let isAskedFor = true

  func run(_ table: inout BenchmarkTable) async throws {
    let studyProtocol = try StudyProtocol.load(StudyProtocol.narrowName)
    let basis = try await ProtocolSimulator(studyProtocol).basis(worker: .quiet(tasks: 2))
    let synthesizer = SpectrumGenerator(studyProtocol, basis: basis)
      .synthesizer(amounts: try CohortPrior(literatureOf: studyProtocol).union)
    let file = FileManager.default.temporaryDirectory.appending(path: "hepatica-million-\(UUID().uuidString).h5")
    defer { try? FileManager.default.removeItem(at: file) }
    for (count, limit) in [(100_000, nil), (1_000_000, 90.0)] {
      let spectra = StreamedSpectra(
        count: count, groups: ["all"], synthesizers: [synthesizer], stream: RandomStream(seed: 1))
      let duration = try await ContinuousClock().measure { try await StoredSpectra.write(spectra, to: file, tasks: 2) }
      table.add("\(count) spectra to disk", duration / .seconds(1), "s", bar: limit.map { .atMost($0) })
      if let memory = Self.largestMemory { table.add("largest memory so far", memory, "MiB") }
    }
  }

  /// The most memory that the process has held, in MiB, where the system tells (Linux).
  private static var largestMemory: Double? {
    guard let status = try? String(contentsOfFile: "/proc/self/status", encoding: .utf8) else { return nil }
    let line = status.split(separator: "\n").first { $0.hasPrefix("VmHWM:") }
    return line?.split(separator: " ").dropFirst().first.flatMap { Double($0) }.map { $0 / 1024 }
  }
}
