import Foundation
import MRSCore
import MRSSynthesis
import TestSupport
import Testing

@Suite("Array files")
struct ArrayFileTests {
  /// Rows of normal numbers, a NaN, an infinity and both zeros among them.
  static func values(_ count: Int) -> [Float] {
    var stream = RandomStream(seed: 3)
    let special: [Float] = [.nan, -.infinity, -0.0, 0, .leastNonzeroMagnitude]
    return (0..<count).map { $0 < special.count ? special[$0] : Float(stream.normal()) }
  }

  static let layout = ArrayFileLayout(
    numbers: [
      .init("fids", of: .float32, shape: [37, 2, 16], attributes: ["unit": .text("Hz·s")]),
      .init("amounts", of: .float64, shape: [3]),
      .init("nothing", of: .float64, shape: [0, 4]),
    ],
    texts: [.init("names", ["GPC", "", "µ-Inositol", "two\nlines"])],
    attributes: ["dwellTime": .number(5e-4), "seed": .integer(-7), "empty": .text("")])

  /// A small file of everything that can be written, the rows of `fids` in the given order of pieces.
  func writeSample(to file: URL, pieces: [Range<Int>] = [0..<37]) throws {
    let writer = try ArrayFileWriter(to: file, layout: Self.layout)
    let fids = Self.values(37 * 2 * 16)
    for rows in pieces {
      try writer.write(Array(fids[rows.lowerBound * 32..<rows.upperBound * 32]), to: "fids", from: rows.lowerBound)
    }
    try writer.write([0.1, 1e-300, .pi], to: "amounts")
    try writer.write([Double](), to: "nothing")
    try writer.finish()
  }

  @Test("What is written is read, bit by bit")
  func roundTrip() throws {
    try withTemporaryFolder { folder in
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
    "The same content gives the same bytes, in whatever order and pieces it was written",
    arguments: [[0..<37], [36..<37, 0..<36], [20..<37, 20..<20, 0..<20], (0..<37).reversed().map { $0..<$0 + 1 }])
  func sameBytes(pieces: [Range<Int>]) throws {
    try withTemporaryFolder { folder in
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
    try withTemporaryFolder { folder in
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
    try withTemporaryFolder { folder in
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

  @Test("A changed byte is noticed, or changes the one number it is of, or nothing that is read")
  func corrupted() throws {
    try withTemporaryFolder { folder in
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
          let found = try ArrayFile(contentsOf: changed).read("fids", as: Float.self).map(\.bitPattern)
          #expect(zip(found, original).filter { $0 != $1 }.count <= 1)
        } catch let error as ArrayFileError {
          #expect("\(error)".hasPrefix("changed.h5"))
          noticed += 1
        }
      }
      #expect(noticed > 20)
    }
  }

  @Test("Of many names, which HDF5 keeps in a tree of their own, a changed byte is noticed or changes none")
  func corruptedNames() throws {
    try withTemporaryFolder { folder in
      let (whole, changed) = (folder.appending(path: "whole.h5"), folder.appending(path: "changed.h5"))
      let layout = ArrayFileLayout(
        numbers: (0..<12).map { .init("array \($0)", of: .float32, shape: [2]) }, texts: [], attributes: [:])
      let writer = try ArrayFileWriter(to: whole, layout: layout)
      for index in 0..<12 { try writer.write([Float(index), 1], to: "array \(index)") }
      try writer.finish()
      let names = try ArrayFile(contentsOf: whole).names
      #expect(names == layout.numbers.map(\.name).sorted())
      let bytes = try Data(contentsOf: whole)
      var noticed = 0
      for position in stride(from: 0, to: bytes.count, by: 5) {
        var copy = bytes
        copy[position] ^= 0x55
        try copy.write(to: changed)
        do {
          let found = try ArrayFile(contentsOf: changed).names
          #expect(found == names)
        } catch let error as ArrayFileError {
          #expect("\(error)".hasPrefix("changed.h5"))
          noticed += 1
        }
      }
      print("array files: \(noticed) of \((bytes.count + 4) / 5) changed bytes noticed among names")
      #expect(noticed > 20)
    }
  }

  @Test("What is not an array file is refused as that")
  func foreign() throws {
    try withTemporaryFolder { folder in
      let file = folder.appending(path: "text.h5")
      #expect(throws: ArrayFileError.missing(file: "text.h5")) { try ArrayFile(contentsOf: file) }
      for text in ["", "not HDF5 at all", String(repeating: "x", count: 10_000)] {
        try Data(text.utf8).write(to: file)
        #expect(throws: ArrayFileError.notHDF5(file: "text.h5")) { try ArrayFile(contentsOf: file) }
      }
    }
  }

  @Test(
    "Long texts and many names, which HDF5 keeps elsewhere in the file, are read; more than there is room for are refused"
  )
  func heaps() throws {
    try withTemporaryFolder { folder in
      let url = folder.appending(path: "a.h5")
      let long = String(repeating: "µ protocol\n", count: 9_000)
      let attributes = Dictionary(
        uniqueKeysWithValues: (0..<29).map { index -> (String, ArrayAttribute) in
          ("key \(index)", index == 3 ? .text(long) : .text(String(repeating: "x", count: 150 * index)))
        })
      let layout = ArrayFileLayout(
        numbers: (0..<45).map { .init("array \($0)", of: .float64, shape: [2], attributes: ["index": .integer($0)]) },
        attributes: attributes)
      let writer = try ArrayFileWriter(to: url, layout: layout)
      for index in 0..<45 { try writer.write([Double(index), 0.5], to: "array \(index)") }
      try writer.finish()
      let file = try ArrayFile(contentsOf: url)
      #expect(file.names.count == 45)
      for index in 0..<45 {
        #expect(try file.read("array \(index)") == [Double(index), 0.5])
        #expect(try file.attribute("index", of: "array \(index)") == .integer(index))
      }
      for (key, value) in attributes { #expect(try file.attribute(key) == value) }

      let other = folder.appending(path: "b.h5")
      let many = (0..<46).map { ArrayFileLayout.Numbers("array \($0)", of: .float64, shape: [2]) }
      #expect(throws: ArrayFileError.tooMany(file: "b.h5", count: 46, most: 45)) {
        try ArrayFileWriter(to: other, layout: ArrayFileLayout(numbers: many))
      }
      let texts = attributes.merging(["one more": .integer(1)]) { $1 }
      #expect(throws: ArrayFileError.tooMany(file: "b.h5", count: 30, most: 29)) {
        try ArrayFileWriter(to: other, layout: ArrayFileLayout(numbers: [], attributes: texts))
      }
    }
  }

  @Test("A pipe, a folder and a file of another layout of HDF5 are refused at once, and said to be that")
  func others() throws {
    try withTemporaryFolder { folder in
      let pipe = folder.appending(path: "pipe.h5")
      try #require(unsafe mkfifo(pipe.path, 0o600) == 0)
      for url in [pipe, folder] {
        #expect(throws: ArrayFileError.unreadable(file: url.lastPathComponent, reason: "it is not a regular file")) {
          try ArrayFile(contentsOf: url)
        }
      }
      let url = folder.appending(path: "a.h5")
      try writeSample(to: url)
      var bytes = try Data(contentsOf: url)
      bytes[8] = 0
      try bytes.write(to: url)
      let reason = "its superblock is of version 0, not 2"
      #expect(throws: ArrayFileError.foreign(file: "a.h5", array: nil, reason: reason)) {
        try ArrayFile(contentsOf: url)
      }
    }
  }

  @Test("Wrong names, kinds, shapes and rows are refused with the names of file and array")
  func misuse() throws {
    try withTemporaryFolder { folder in
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

      func layout(_ numbers: [ArrayFileLayout.Numbers], _ texts: [ArrayFileLayout.Texts] = []) throws -> ArrayFileWriter
      {
        try ArrayFileWriter(
          to: folder.appending(path: "b.h5"), layout: ArrayFileLayout(numbers: numbers, texts: texts))
      }
      #expect(throws: ArrayFileError.badName(file: "b.h5", name: "x")) {
        try layout([.init("x", of: .float32, shape: [1])], [.init("x", ["a"])])
      }
      #expect(throws: ArrayFileError.badName(file: "b.h5", name: "y/z")) {
        try layout([.init("y/z", of: .float32, shape: [1])])
      }
      #expect(throws: ArrayFileError.wrongShape(file: "b.h5", array: "x", found: [-1], expected: [0])) {
        try layout([.init("x", of: .float32, shape: [-1])])
      }
      #expect(throws: ArrayFileError.badText(file: "b.h5", name: "t")) { try layout([], [.init("t", ["a\0b"])]) }

      let writer = try layout([.init("x", of: .float64, shape: [2, 2])])
      #expect(throws: ArrayFileError.wrongShape(file: "b.h5", array: "x", found: [3], expected: [-1, 2])) {
        try writer.write([1.0, 2, 3], to: "x")
      }
      #expect(throws: ArrayFileError.wrongKind(file: "b.h5", array: "x", found: "float32", expected: "float64")) {
        try writer.write([1 as Float, 2], to: "x")
      }
      #expect(throws: ArrayFileError.rowsOutOfRange(file: "b.h5", array: "x", rows: 1..<3, count: 2)) {
        try writer.write([1.0, 2, 3, 4], to: "x", from: 1)
      }
      #expect(throws: ArrayFileError.noSuchArray(file: "b.h5", array: "y", known: ["x"])) {
        try writer.write([1.0], to: "y")
      }
    }
  }

  @Test("A discarded writer leaves nothing; a finished one replaces what was there")
  func atomic() throws {
    try withTemporaryFolder { folder in
      let url = folder.appending(path: "a.h5")
      let layout = ArrayFileLayout(numbers: [.init("x", of: .float64, shape: [1])])
      let discarded = try ArrayFileWriter(to: url, layout: layout)
      try discarded.write([1.0], to: "x")
      discarded.discard()
      #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path).isEmpty)
      try Data("old".utf8).write(to: url)
      let writer = try ArrayFileWriter(to: url, layout: layout)
      try writer.write([1.0], to: "x")
      #expect(try Data(contentsOf: url) == Data("old".utf8))
      try writer.finish()
      #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["a.h5"])
      #expect(try ArrayFile(contentsOf: url).read("x") == [1.0])
      #expect(throws: ArrayFileError.closed(file: "a.h5")) { try writer.write([1.0], to: "x") }
      #expect(throws: ArrayFileError.self) {
        try ArrayFileWriter(to: folder.appending(path: "no/such/a.h5"), layout: layout)
      }
    }
  }

  @Test("An interrupted writer of the same layout is gone on with; one of another layout is begun anew")
  func resumption() throws {
    try withTemporaryFolder { folder in
      let url = folder.appending(path: "a.h5")
      func writer(seed: Int) throws -> ArrayFileWriter {
        try ArrayFileWriter(
          to: url,
          layout: ArrayFileLayout(
            numbers: [.init("x", of: .float64, shape: [4])], attributes: ["seed": .integer(seed)]),
          blocks: 4)
      }
      do {
        let interrupted = try writer(seed: 1)
        #expect(interrupted.finishedBlocks.isEmpty)
        try interrupted.write([7.0], to: "x", from: 2)
        try interrupted.finish(block: 2)
        try interrupted.write([8.0], to: "x", from: 0)
      }
      // As a kill in the middle of an entry would leave it.
      let journal = try FileHandle(forWritingTo: folder.appending(path: ".a.h5.journal"))
      try journal.seekToEnd()
      try journal.write(contentsOf: Data([0, 0, 0]))
      try journal.close()
      do {
        let next = try writer(seed: 1)
        #expect(next.finishedBlocks == [2])
        try next.finish(block: 3)
      }
      #expect(try writer(seed: 1).finishedBlocks == [2, 3])
      #expect(try writer(seed: 2).finishedBlocks.isEmpty)
    }
  }
}
