import Foundation
import MRSCore
import MRSFormats
import MRSProcessing
import TestSupport
import Testing

/// Scans from 64 MiB on, whose FIDs stay in a file.
@Suite("Scans too long for the memory")
struct LongScanTests {
  private static let (coils, few, repeats, points) = (8, 16, 16, 4096)

  /// A few averages, and a file in which they come again and again: 64 MiB of samples.
  private func files(_ folder: TemporaryFolder, startTime: Double = 0) throws -> (few: URL, many: URL) {
    let samples = (0..<Self.coils * Self.few).map { Builders.fid(points: Self.points, seed: UInt64($0 + 1)).samples }
    let short = FIDArray(
      acquisition: Builders.acquisition.with(points: Self.points), coils: Self.coils, averages: Self.few,
      samples: samples)
    let few = folder.url.appending(path: "few.nii")
    try NIfTIMRSFile.write(short, metadata: ["AcquisitionStartTime": .number(startTime)], to: few)
    var bytes = try Data(contentsOf: few)
    let payload = bytes.suffix(8 * Self.coils * Self.few * Self.points)
    // dim[6], little-endian.
    let averages = Self.few * Self.repeats
    bytes.replaceSubrange(16 + 48..<16 + 50, with: [UInt8(averages & 255), UInt8(averages >> 8)])
    for _ in 1..<Self.repeats { bytes.append(payload) }
    let many = folder.url.appending(path: "many.nii")
    try bytes.write(to: many)
    return (few, many)
  }

  private func expect(_ found: FIDArray, isRepeated few: FIDArray) throws {
    #expect(found.samples.areStored && !few.samples.areStored)
    try #require(found.averages == Self.few * Self.repeats)
    #expect(found.coils == Self.coils && found.acquisition == few.acquisition)
    for coil in 0..<Self.coils {
      for average in [0, 1, Self.few, 5 * Self.few + 3, found.averages - 1] {
        let expected = few[coil, average % Self.few].samples
        #expect((found[coil, average].samples == expected) as Bool)
        let part = found.samples[coil * found.averages + average, 100..<117]
        #expect((part == expected[100..<117]) as Bool)
      }
    }
  }

  @Test(
    "Left in the file, the FIDs are those of a short scan, whatever is chosen among them; so are those of a gzipped file"
  )
  func nifti() throws {
    let folder = try TemporaryFolder()
    let (few, many) = try files(folder)
    let short = try SignalFile.read(few)
    let long = try SignalFile.read(many)
    try expect(long.signals, isRepeated: short.signals)
    #expect(long.doubts == short.doubts)
    let chosen = long.signals.selecting(averages: [3, 40])
    #expect(chosen.samples == short.signals.selecting(averages: [3, 8]).samples)
    let joined = FIDSamples([(long.signals.samples, 2..<4), (short.signals.samples, 0..<1)])
    #expect(joined == [long.signals.samples[2], long.signals.samples[3], short.signals.samples[0]])

    let gzip = Process()
    gzip.executableURL = URL(filePath: "/usr/bin/env")
    gzip.arguments = ["gzip", "-1", many.path]
    try gzip.run()
    gzip.waitUntilExit()
    let unpacked = try SignalFile.read(many.appendingPathExtension("gz"))
    #expect((unpacked.signals[7, 255].samples == long.signals[7, 255].samples) as Bool)
    // The file is open still, though its name is gone; what is unpacked has none.
    try expect(unpacked.signals, isRepeated: short.signals)
  }

  @Test("Moved onto an echo between two samples, they are those of a short scan that is")
  func echo() throws {
    let folder = try TemporaryFolder()
    let (few, many) = try files(folder, startTime: -20.4 * 5e-4)
    let (short, long) = (try SignalFile.read(few).signals, try SignalFile.read(many).signals)
    #expect(long.acquisition.points == Self.points - 20)
    try expect(long, isRepeated: short)
  }

  @Test("Combined from the file, coils give what they give in memory, and it is told how far that is")
  func combination() throws {
    let folder = try TemporaryFolder()
    let long = try SignalFile.read(try files(folder).many).signals
    let short = long
    let memory = FIDArray(
      acquisition: short.acquisition, coils: short.coils, averages: short.averages, samples: Array(short.samples))
    #expect(short.samples.areStored && short == memory)
    let counter = Counter()
    let steps: [ProcessingStep] = [.combineCoils(), .average]
    let (one, other) = (try SignalSet(scan: short), try SignalSet(scan: memory))
    #expect(one.doubts == other.doubts)
    let worker = Worker(tasks: 1) { _, total, _ in
      counter.total = total
      return counter
    }
    let combined = try one.processed(by: steps, worker: worker)
    let expected = try other.processed(by: steps)
    #expect((combined.fid == expected.fid) as Bool)
    #expect(counter.done == counter.total && counter.total == 2 * long.averages)
  }

  @Test("Siemens raw data are unpacked into a file that has no name")
  func twix() throws {
    let folder = try TemporaryFolder()
    let samples = (0..<32).map { Builders.fid(points: 2 * Self.points, seed: UInt64($0)).samples }
    var acquisition = Builders.acquisition.with(points: 2 * Self.points)
    acquisition.dwellTime = 2.5e-4
    var builder = TwixBuilder(version: .vb)
    builder.settings = TwixBuilder.settings(acquisition, vectorSize: Self.points)
    builder.readouts = (0..<4).map { average in
      .init(counters: [7: average], channels: Array(samples[8 * average..<8 * average + 8]))
    }
    let bytes = builder.file()
    let short = try SignalFile.read(try folder.write(bytes, as: "few.dat")).signals
    // The readouts of VB follow one another up to the end mark, of 128 bytes.
    let size = 32 * (128 + 16 * Self.points)
    let readouts = bytes[bytes.count - 128 - size..<bytes.count - 128]
    var many = Data(bytes.dropLast(128))
    for _ in 1..<64 { many.append(contentsOf: readouts) }
    many.append(contentsOf: bytes.suffix(128))
    let url = folder.url.appending(path: "many.dat")
    try many.write(to: url)
    let long = try SignalFile.read(url).signals
    #expect(long.samples.areStored && long.averages == 256 && long.coils == 8)
    #expect(long.acquisition == short.acquisition)
    for (coil, average) in [(0, 0), (3, 1), (7, 255), (5, 130)] {
      #expect((long[coil, average].samples == short[coil, average % 4].samples) as Bool)
    }
  }

  private final class Counter: WorkProgress, @unchecked Sendable {
    var (done, total) = (0, 0)
    func advance(by count: Int) { done += count }
    func resume(from count: Int) {}
    func finish() {}
  }
}
