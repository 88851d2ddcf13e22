import Foundation
import MRSCore
import MRSFormats
import TestSupport
import Testing

/// Files changed by their structure are read or refused with a `FormatError`; a crash would end the test run itself.
///
/// `HEPATICA_FUZZ=100000` makes as many of each format, `HEPATICA_FUZZ_FROM` begins at another than the first: each input is
/// made from the seed, the format's name and its index alone.
@Suite("Files of every format, changed by their structure", .serialized)
struct StructureFuzzTests {
  private static let environment = ProcessInfo.processInfo.environment
  private static let count = environment["HEPATICA_FUZZ"].flatMap { Int($0) } ?? 40
  private static let first = environment["HEPATICA_FUZZ_FROM"].flatMap { Int($0) } ?? 0
  private static let isLong = environment["HEPATICA_FUZZ"] != nil

  @Test("Each is read or refused in time", arguments: try FuzzSubject.all)
  func structure(subject: FuzzSubject) throws {
    if let only = Self.environment["HEPATICA_FUZZ_ONLY"], !subject.name.contains(only) { return }
    let folder = try TemporaryFolder()
    let overrides = SignalOverrides(dwellTime: 5e-4, spectrometerFrequency: .megahertz(123.25))
    let stream = RandomStream(seed: 14).child(subject.name)
    var (read, slowest) = (0, 0.0)
    var urls: [URL] = []
    for file in subject.files { urls.append(try folder.write(file.bytes, as: file.name)) }
    #expect(try !SignalFile.readAll(urls[0]).isEmpty, "\(subject.name) is no valid file")
    for index in Self.first..<(Self.first + Self.count) {
      var mutator = StructureMutator(stream.child(index))
      let changed = mutator.number(below: subject.files.count)
      let file = subject.files[changed]
      _ = try folder.write(mutator.mutated(file.bytes, file.structure), as: file.name)
      let given = index.isMultiple(of: 2) ? overrides : .none
      let start = Self.seconds
      let result = Result { () throws(FormatError) -> [Scan] in try SignalFile.readAll(urls[0], overrides: given) }
      slowest = max(slowest, Self.seconds - start)
      switch result {
      case .success(let scans):
        read += 1
        #expect(!scans.isEmpty && scans.allSatisfy { $0.signals.samples.count >= 1 }, "\(subject.name) \(index)")
      case .failure(let error):
        let isClean = !error.description.unicodeScalars.contains { $0.properties.generalCategory == .control }
        #expect(isClean && error.description.utf8.count < 4000, "\(subject.name) \(index)")
      }
      _ = try folder.write(file.bytes, as: file.name)
      if Self.isLong, index % 10_000 == 0 { print("\(subject.name): \(index), \(Self.memory) kB at most") }
    }
    #expect(slowest < 5, "\(subject.name): \(slowest) s")
    if Self.isLong {
      print("\(subject.name): \(read) of \(Self.count) read, the slowest in \(slowest) s, \(Self.memory) kB")
    }
  }

  /// The time for which this thread has computed: other tests and programs do not add to it.
  private static var seconds: Double {
    var time = timespec()
    unsafe clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
    return Double(time.tv_sec) + 1e-9 * Double(time.tv_nsec)
  }

  /// The most memory that the process has held, in kB, where the system says so.
  private static var memory: Int {
    let status = (try? String(contentsOfFile: "/proc/self/status", encoding: .utf8)) ?? ""
    return status.split(separator: "\n").first { $0.hasPrefix("VmHWM:") }
      .flatMap { $0.split(separator: " ").dropFirst().first.flatMap { Int($0) } } ?? 0
  }
}
