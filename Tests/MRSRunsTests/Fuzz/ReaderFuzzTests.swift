import Foundation
import MRSCore
import TestSupport
import Testing

/// Files that are no signals, changed by their structure, are read or refused with one clean message; a crash would end the
/// test run itself. `HEPATICA_FUZZ=100000` makes as many of each kind; each input is made from the seed, the kind's name and
/// its index alone.
@Suite("Bases, spectra, networks, settings and records, changed by their structure", .serialized)
struct ReaderFuzzTests {
  private static let environment = ProcessInfo.processInfo.environment
  private static let count = environment["HEPATICA_FUZZ"].flatMap { Int($0) } ?? 30
  private static let first = environment["HEPATICA_FUZZ_FROM"].flatMap { Int($0) } ?? 0

  @Test("Each is read or refused in time", arguments: FuzzedReader.all)
  func structure(reader: FuzzedReader) async throws {
    if let only = Self.environment["HEPATICA_FUZZ_ONLY"], !reader.name.contains(only) { return }
    let folder = try TemporaryFolder()
    try await reader.make(folder.url)
    try reader.read(folder.url)
    let originals = try reader.files.map { [UInt8](try Data(contentsOf: folder.url.appending(path: $0.name))) }
    let beside = try Self.files(in: folder.url).subtracting(reader.files.map(\.name))
      .map { ($0, [UInt8](try Data(contentsOf: folder.url.appending(path: $0)))) }
    let stream = RandomStream(seed: 15).child(reader.name)
    var (read, slowest) = (0, 0.0)
    for index in Self.first..<(Self.first + Self.count) {
      var mutator = StructureMutator(stream.child(index))
      let changed = mutator.number(below: reader.files.count)
      let file = reader.files[changed]
      _ = try folder.write(mutator.mutated(originals[changed], file.structure), as: file.name)
      try reader.mend(folder.url, file.name)
      let start = Self.seconds
      do {
        try reader.read(folder.url)
        read += 1
      } catch {
        let text = "\(error)"
        let isClean = !text.unicodeScalars.contains { $0.properties.generalCategory == .control }
        #expect(isClean && text.utf8.count < 4000, "\(reader.name) \(index): \(text.prefix(400).debugDescription)")
        for raw in ["DecodingError", "ErrorDomain", "codingPath", "CocoaError", "Swift."] {
          #expect(!text.contains(raw), "\(reader.name) \(index): \(text.prefix(400))")
        }
        #expect(!(error is DecodingError), "\(reader.name) \(index)")
      }
      slowest = max(slowest, Self.seconds - start)
      for (file, bytes) in zip(reader.files, originals) {
        _ = try folder.write(bytes, as: file.name)
      }
      for (name, bytes) in beside { _ = try folder.write(bytes, as: name) }
    }
    #expect(slowest < 5, "\(reader.name): \(slowest) s")
    if Self.environment["HEPATICA_FUZZ"] != nil {
      print("\(reader.name): \(read) of \(Self.count) read, the slowest in \(slowest) s")
    }
  }

  private static func files(in folder: URL) throws -> Set<String> {
    Set(
      (FileManager.default.subpaths(atPath: folder.path) ?? []).filter {
        (try? folder.appending(path: $0).resourceValues(forKeys: [.isRegularFileKey]))?.isRegularFile == true
      })
  }

  /// The time for which this thread has computed: other tests and programs do not add to it.
  private static var seconds: Double {
    var time = timespec()
    unsafe clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
    return Double(time.tv_sec) + 1e-9 * Double(time.tv_nsec)
  }
}
