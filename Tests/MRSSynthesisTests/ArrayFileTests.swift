import Foundation
import MRSCore
import MRSSynthesis
import Testing

@Suite("Array files")
struct ArrayFileTests {
  /// Rows of normal numbers, a NaN, an infinity and both zeros among them.
  static func values(_ count: Int) -> [Float] {
    var stream = RandomStream(seed: 3)
    let special: [Float] = [.nan, -.infinity, -0.0, 0, .leastNonzeroMagnitude]
    return (0..<count).map { $0 < special.count ? special[$0] : Float(stream.normal()) }
  }

  /// Runs `body` with a folder that is removed after it.
  func inFolder(_ body: (URL) throws -> Void) throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "hepatica-test-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    try body(folder)
  }

  /// A small file of everything that can be written, the array `fids` appended in pieces of the given numbers of rows.
  func writeSample(to file: URL, pieces: [Int] = [37]) throws {
    let writer = try ArrayFileWriter(to: file)
    let fids = Self.values(37 * 2 * 16)
    var row = 0
    for count in pieces {
      try writer.append(Array(fids[(row * 32)..<((row + count) * 32)]), rowShape: [2, 16], to: "fids", chunkRows: 8)
      row += count
    }
    try writer.write([0.1, 1e-300, .pi], shape: [3], to: "amounts", chunkRows: 2)
    try writer.write([Double](), shape: [0, 4], to: "nothing")
    try writer.write(texts: ["GPC", "", "µ-Inositol", "two\nlines"], to: "names")
    try writer.set(.text("Hz·s"), for: "unit", of: "fids")
    try writer.set(.number(5e-4), for: "dwellTime")
    try writer.set(.integer(-7), for: "seed")
    try writer.set(.text(""), for: "empty")
    try writer.finish()
  }

  @Test("What is written is read, bit by bit")
  func roundTrip() throws {
    try inFolder { folder in
      let url = folder.appending(path: "a.h5")
      try writeSample(to: url)
      #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["a.h5"])
      let file = try ArrayFile(contentsOf: url)
      #expect(file.names == ["amounts", "fids", "names", "nothing"])
      #expect(try file.shape(of: "fids") == [37, 2, 16])
      let fids = Self.values(37 * 2 * 16)
      #expect(try file.read("fids", as: Float.self).map(\.bitPattern) == fids.map(\.bitPattern))
      #expect(
        try file.read("fids", rows: 7..<20, as: Float.self).map(\.bitPattern)
          == fids[(7 * 32)..<(20 * 32)].map(\.bitPattern))
      #expect(try file.read("fids", rows: 5..<5, as: Float.self).isEmpty)
      #expect(try file.read("amounts") == [0.1, 1e-300, Double.pi])
      #expect(try file.shape(of: "nothing") == [0, 4])
      #expect(try file.read("nothing", as: Double.self).isEmpty)
      #expect(try file.texts("names") == ["GPC", "", "µ-Inositol", "two\nlines"])
      #expect(try file.attribute("unit", of: "fids") == .text("Hz·s"))
      #expect(try file.attribute("dwellTime") == .number(5e-4))
      #expect(try file.attribute("seed") == .integer(-7))
      #expect(try file.attribute("empty") == .text(""))
      #expect(try file.attribute("absent") == nil)
    }
  }

  @Test(
    "The same content gives the same bytes, in whatever pieces it was appended",
    arguments: [
      [37], [1, 36], [8, 8, 8, 8, 5], [20, 0, 17], [Int](repeating: 1, count: 37),
    ])
  func sameBytes(pieces: [Int]) throws {
    try inFolder { folder in
      let (one, other) = (folder.appending(path: "one.h5"), folder.appending(path: "other.h5"))
      try writeSample(to: one)
      try writeSample(to: other, pieces: pieces)
      let (first, second) = (try Data(contentsOf: one), try Data(contentsOf: other))
      let differing = zip(first, second).enumerated().filter { $1.0 != $1.1 }.map(\.offset)
      #expect(first == second, "\(first.count) and \(second.count) bytes, differing at \(differing.prefix(40))")
    }
  }

  @Test("A file holds no time: one written a second later has the same bytes")
  func noTimes() throws {
    try inFolder { folder in
      let (one, other) = (folder.appending(path: "one.h5"), folder.appending(path: "other.h5"))
      try writeSample(to: one)
      Thread.sleep(forTimeInterval: 1.1)
      try writeSample(to: other)
      #expect(try Data(contentsOf: one) == Data(contentsOf: other))
    }
  }

  /// Reads everything that a sample file holds.
  func readAll(_ url: URL) throws {
    let file = try ArrayFile(contentsOf: url)
    _ = try file.read("fids", as: Float.self)
    _ = try file.read("amounts", as: Double.self)
    _ = try file.texts("names")
    for key in ["dwellTime", "seed", "empty"] { _ = try file.attribute(key) }
    _ = try file.attribute("unit", of: "fids")
  }

  @Test("A file cut short at any length is refused with its name")
  func truncated() throws {
    try inFolder { folder in
      let (whole, cut) = (folder.appending(path: "whole.h5"), folder.appending(path: "cut.h5"))
      try writeSample(to: whole)
      let bytes = try Data(contentsOf: whole)
      for length in Set((0..<100).map { $0 * bytes.count / 100 } + Array(0..<64) + [bytes.count - 1]).sorted() {
        try bytes.prefix(length).write(to: cut)
        #expect("at \(length) bytes") { try readAll(cut) } throws: { error in
          "\(error)".hasPrefix("cut.h5")
        }
      }
    }
  }

  @Test("A changed byte is noticed, or changes nothing that is read")
  func corrupted() throws {
    try inFolder { folder in
      let (whole, changed) = (folder.appending(path: "whole.h5"), folder.appending(path: "changed.h5"))
      try writeSample(to: whole)
      let original = try ArrayFile(contentsOf: whole).read("fids", as: Float.self).map(\.bitPattern)
      let bytes = try Data(contentsOf: whole)
      var noticed = 0
      for position in stride(from: 0, to: bytes.count, by: 17) {
        var copy = bytes
        copy[position] ^= 0x55
        try copy.write(to: changed)
        do {
          try readAll(changed)
          #expect(try ArrayFile(contentsOf: changed).read("fids", as: Float.self).map(\.bitPattern) == original)
        } catch let error as ArrayFileError {
          #expect("\(error)".hasPrefix("changed.h5"))
          noticed += 1
        }
      }
      #expect(noticed > 50)
    }
  }

  @Test("What is not an array file is refused as that")
  func foreign() throws {
    try inFolder { folder in
      let file = folder.appending(path: "text.h5")
      #expect(throws: ArrayFileError.missing(file: "text.h5")) { try ArrayFile(contentsOf: file) }
      for text in ["", "not HDF5 at all", String(repeating: "x", count: 10_000)] {
        try Data(text.utf8).write(to: file)
        #expect(throws: ArrayFileError.notHDF5(file: "text.h5")) { try ArrayFile(contentsOf: file) }
      }
    }
  }

  @Test("Wrong names, kinds, shapes and rows are refused with the names of file and array")
  func misuse() throws {
    try inFolder { folder in
      let url = folder.appending(path: "a.h5")
      try writeSample(to: url)
      let file = try ArrayFile(contentsOf: url)
      #expect(throws: ArrayFileError.noSuchArray(file: "a.h5", array: "fid", known: file.names)) {
        try file.shape(of: "fid")
      }
      #expect(throws: ArrayFileError.wrongKind(file: "a.h5", array: "fids", found: "float32", expected: "float64")) {
        try file.read("fids", as: Double.self)
      }
      #expect(throws: ArrayFileError.rowsOutOfRange(file: "a.h5", array: "fids", rows: 30..<38, count: 37)) {
        try file.read("fids", rows: 30..<38, as: Float.self)
      }
      #expect(throws: ArrayFileError.self) { try file.texts("fids") }
      #expect(throws: ArrayFileError.self) { try file.read("names", as: Float.self) }

      let writer = try ArrayFileWriter(to: folder.appending(path: "b.h5"))
      #expect(throws: ArrayFileError.wrongShape(file: "b.h5", array: "x", found: [3], expected: [2, 2])) {
        try writer.write([1.0, 2, 3], shape: [2, 2], to: "x")
      }
      try writer.write([1.0, 2], shape: [2, 1], to: "x")
      #expect(throws: ArrayFileError.badName(file: "b.h5", name: "x")) { try writer.write([1.0], shape: [1], to: "x") }
      #expect(throws: ArrayFileError.badName(file: "b.h5", name: "x")) { try writer.write(texts: ["a"], to: "x") }
      #expect(throws: ArrayFileError.badName(file: "b.h5", name: "y/z")) {
        try writer.write([1.0], shape: [1], to: "y/z")
      }
      #expect(throws: ArrayFileError.wrongShape(file: "b.h5", array: "x", found: [-1, 2], expected: [-1, 1])) {
        try writer.append([1.0, 2], rowShape: [2], to: "x")
      }
      #expect(throws: ArrayFileError.wrongKind(file: "b.h5", array: "x", found: "float32", expected: "float64")) {
        try writer.append([1 as Float], rowShape: [1], to: "x")
      }
      #expect(throws: ArrayFileError.badText(file: "b.h5", name: "t")) { try writer.write(texts: ["a\0b"], to: "t") }
    }
  }

  @Test("A writer that is not finished leaves nothing; a finished one replaces what was there")
  func atomic() throws {
    try inFolder { folder in
      let url = folder.appending(path: "a.h5")
      do {
        let writer = try ArrayFileWriter(to: url)
        try writer.write([1.0], shape: [1], to: "x")
      }
      #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path).isEmpty)
      try Data("old".utf8).write(to: url)
      let writer = try ArrayFileWriter(to: url)
      try writer.write([1.0], shape: [1], to: "x")
      #expect(try Data(contentsOf: url) == Data("old".utf8))
      try writer.finish()
      #expect(try ArrayFile(contentsOf: url).read("x") == [1.0])
      #expect(throws: ArrayFileError.closed(file: "a.h5")) { try writer.write([1.0], shape: [1], to: "y") }
      #expect(throws: ArrayFileError.self) { try ArrayFileWriter(to: folder.appending(path: "no/such/a.h5")) }
    }
  }
}
