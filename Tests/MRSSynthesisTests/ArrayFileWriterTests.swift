import Foundation
import MRSCore
import MRSSynthesis
import TestSupport
import Testing

@Suite("Writers of array files")
struct ArrayFileWriterTests {
  @Test("Wrong names, kinds, shapes and rows are refused with the names of file and array")
  func misuse() throws {
    try withTemporaryFolder { folder in
      let url = folder.appending(path: "a.h5")
      try SampleArrayFile.write(to: url)
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
