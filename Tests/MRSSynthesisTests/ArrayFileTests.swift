import Foundation
import MRSCore
import MRSSynthesis
import TestSupport
import Testing

@Suite("Array files")
struct ArrayFileTests {
  @Test("What is written is read, bit by bit")
  func roundTrip() throws {
    try withTemporaryFolder { folder in
      let url = folder.appending(path: "a.h5")
      try SampleArrayFile.write(to: url)
      #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["a.h5"])
      let file = try ArrayFile(contentsOf: url)
      #expect(file.names == ["amounts", "fids", "names", "nothing"])
      #expect(try file.shape(of: "fids") == [37, 2, 16])
      let fids = SampleArrayFile.values(37 * 2 * 16)
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
      try SampleArrayFile.write(to: one)
      try SampleArrayFile.write(to: other, pieces: pieces)
      let (first, second) = (try Data(contentsOf: one), try Data(contentsOf: other))
      let differing = zip(first, second).enumerated().filter { $1.0 != $1.1 }.map(\.offset)
      #expect(first == second, "\(first.count) and \(second.count) bytes, differing at \(differing.prefix(40))")
    }
  }

  @Test("A file holds no time: one written a second later has the same bytes")
  func noTimes() throws {
    try withTemporaryFolder { folder in
      let (one, other) = (folder.appending(path: "one.h5"), folder.appending(path: "other.h5"))
      try SampleArrayFile.write(to: one)
      Thread.sleep(forTimeInterval: 1.1)
      try SampleArrayFile.write(to: other)
      #expect(try Data(contentsOf: one) == Data(contentsOf: other))
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
}
