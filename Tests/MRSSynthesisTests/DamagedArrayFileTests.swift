import Foundation
import MRSCore
import MRSSynthesis
import TestSupport
import Testing

@Suite("Array files that are damaged, or are none")
struct DamagedArrayFileTests {
  @Test("A file cut short at any length is refused with its name")
  func truncated() throws {
    try withTemporaryFolder { folder in
      let (whole, cut) = (folder.appending(path: "whole.h5"), folder.appending(path: "cut.h5"))
      try SampleArrayFile.write(to: whole)
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
      try SampleArrayFile.write(to: whole)
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
      try SampleArrayFile.write(to: url)
      var bytes = try Data(contentsOf: url)
      bytes[8] = 0
      try bytes.write(to: url)
      let reason = "its superblock is of version 0, not 2"
      #expect(throws: ArrayFileError.foreign(file: "a.h5", array: nil, reason: reason)) {
        try ArrayFile(contentsOf: url)
      }
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
}
