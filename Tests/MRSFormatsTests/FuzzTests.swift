import Foundation
import MRSCore
import MRSFormats
import TestSupport
import Testing

/// Every damaged file must either be read or be refused with a `FormatError`; a crash would end the test run itself.
@Suite("Damaged files")
struct FuzzTests {
  private let overrides = SignalOverrides(dwellTime: 5e-4, spectrometerFrequency: .megahertz(123.25))

  /// The bytes of small files of all formats, by name.
  private func files() throws -> [(name: String, bytes: [UInt8])] {
    let folder = try TemporaryFolder()
    let fid = Builders.fid()
    let gz = folder.url.appending(path: "scan.nii.gz")
    try NIfTIMRSFile.write(fid, to: gz)
    let raw = folder.url.appending(path: "scan.RAW")
    try LCModelRawFile.write(fid, identifier: "x", to: raw)
    return [
      ("scan.nii", Builders.nifti(json: Builders.json) { (Double($0), 1) }),
      ("big.nii", Builders.nifti(version: 1, bigEndian: true, json: Builders.json) { (Double($0), 1) }),
      ("scan.nii.gz", [UInt8](try Data(contentsOf: gz))),
      ("scan.RAW", [UInt8](try Data(contentsOf: raw))),
      ("scan.SPAR", Array(Builders.spar().utf8)),
      ("scan.SDAT", Builders.sdat([fid])),
    ]
  }

  private func attempt(_ url: URL) -> Result<Scan, FormatError> {
    Result { () throws(FormatError) -> Scan in try SignalFile.read(url, overrides: overrides) }
  }

  @Test("Cut off after any number of bytes, a file is refused or, where only blanks are lost, read")
  func truncation() throws {
    let folder = try TemporaryFolder()
    for (name, bytes) in try files() {
      if name.hasSuffix("SDAT") { _ = try folder.write(Builders.spar(), as: "scan.SPAR") }
      if name.hasSuffix("SPAR") { _ = try folder.write(Builders.sdat([Builders.fid()]), as: "scan.SDAT") }
      for length in 0..<bytes.count {
        let url = try folder.write(Array(bytes[..<length]), as: name)
        guard case .success(let scan) = attempt(url) else { continue }
        // Text may lose a line end or optional lines; binary samples must not go missing unnoticed.
        let isText = name.hasSuffix("RAW") || name.hasSuffix("SPAR")
        #expect(isText, "\(name) was read from \(length) of \(bytes.count) bytes")
        if name.hasSuffix("SPAR") { #expect(scan.acquisition.points == 8) }
      }
    }
  }

  @Test("With any one byte changed, a file is refused or read, never a crash")
  func corruption() throws {
    let folder = try TemporaryFolder()
    for (name, bytes) in try files() {
      if name.hasSuffix("SDAT") { _ = try folder.write(Builders.spar(), as: "scan.SPAR") }
      if name.hasSuffix("SPAR") { _ = try folder.write(Builders.sdat([Builders.fid()]), as: "scan.SDAT") }
      for index in bytes.indices {
        for change: UInt8 in [0xff, 0x01] {
          var damaged = bytes
          damaged[index] ^= change
          let result = attempt(try folder.write(damaged, as: name))
          // A gzip stream has a checksum: a changed byte may be one that means nothing, never one of the signal.
          if name.hasSuffix("gz"), case .success(let scan) = result {
            #expect(scan.signals.samples == [Builders.fid().samples], "byte \(index) of \(name)")
          }
        }
      }
    }
  }

  @Test("Basis files cut off or changed anywhere are refused or read")
  func basis() throws {
    let folder = try TemporaryFolder()
    let values = (0..<8).map { "  \(Double($0))E-01-1.5E+00" }.joined(separator: "\n")
    let bytes = Array(Builders.basis(functions: [("Cr", values), ("NAA", values)], points: 8).utf8)
    for length in 0..<bytes.count {
      let url = try folder.write(Array(bytes[..<length]), as: "a.basis")
      _ = Result { () throws(FormatError) -> BasisSet in try LCModelBasisFile.read(url) }
    }
    for index in bytes.indices {
      for change: UInt8 in [0xff, 0x10] {
        var damaged = bytes
        damaged[index] ^= change
        let url = try folder.write(damaged, as: "a.basis")
        _ = Result { () throws(FormatError) -> BasisSet in try LCModelBasisFile.read(url) }
      }
    }
  }

  @Test("Missing files, folders, empty files and strangers are told apart")
  func strangers() throws {
    let folder = try TemporaryFolder()
    let missing = folder.url.appending(path: "no.nii")
    #expect(throws: FormatError.notFound(path: missing.path)) { try SignalFile.read(missing) }
    let inside = folder.url.appending(path: "folder.nii")
    try FileManager.default.createDirectory(at: inside, withIntermediateDirectories: true)
    #expect(throws: FormatError.isDirectory(path: inside.path)) { try SignalFile.read(inside) }
    let empty = try folder.write([], as: "empty.SDAT")
    #expect(throws: FormatError.empty(path: empty.path)) { try SignalFile.read(empty) }
    let text = try folder.write("Dear diary, today", as: "a.txt")
    #expect(throws: FormatError.unrecognised(path: text.path, firstBytes: "Dear diary, toda")) {
      try SignalFile.read(text)
    }
  }

  @Test(
    "Known formats that are not read are recognised by content and refused with what to do",
    arguments: [
      ("a.basis", Array(" $BASIS1 NDATAB=4 $END".utf8), "an LCModel basis set, not a signal")
    ] as [(String, [UInt8], String)])
  func notYetRead(name: String, bytes: [UInt8], format: String) throws {
    let folder = try TemporaryFolder()
    let url = try folder.write(bytes, as: name)
    let error = #expect(throws: FormatError.self) { try SignalFile.read(url) }
    guard case .notYetRead(_, format, let advice)? = error else {
      Issue.record("\(error?.description ?? "no error")")
      return
    }
    #expect(!advice.isEmpty)
  }

  @Test("A gzip stream that promises terabytes is refused before it is inflated")
  func bomb() throws {
    let folder = try TemporaryFolder()
    let url = folder.url.appending(path: "scan.nii")
    try NIfTIMRSFile.write(Builders.fid(), to: url)
    var bytes = [UInt8](try Data(contentsOf: url))
    bytes[16 + 8 * 4 + 5] = 1
    let plain = try folder.write(bytes, as: "huge.nii")
    #expect(throws: FormatError.self) { try SignalFile.read(plain) }
    let compressed = try Self.gzip(plain)
    let error = #expect(throws: FormatError.self) { try SignalFile.read(compressed) }
    guard case .truncated? = error else {
      Issue.record("\(error?.description ?? "no error")")
      return
    }
  }

  @Test("What follows the samples in a gzip stream is not inflated without end")
  func surplus() throws {
    let folder = try TemporaryFolder()
    let url = folder.url.appending(path: "scan.nii")
    try NIfTIMRSFile.write(Builders.fid(), to: url)
    let bytes = [UInt8](try Data(contentsOf: url))
    for (surplus, isRead) in [(1000, true), (64 << 20, false)] {
      let long = try folder.write(bytes + [UInt8](repeating: 0, count: surplus), as: "long\(surplus).nii")
      let result = Result { () throws(FormatError) -> Scan in try SignalFile.read(Self.gzip(url: long)) }
      switch result {
      case .success: #expect(isRead)
      case .failure(let error): #expect(!isRead && error.description.contains("more than a MiB"), "\(error)")
      }
    }
  }

  private static func gzip(url: URL) throws(FormatError) -> URL {
    do { return try gzip(url) } catch { throw .notFound(path: url.path) }
  }

  /// The system's own gzip, an independent encoder.
  private static func gzip(_ url: URL) throws -> URL {
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/env")
    process.arguments = ["gzip", "-k", url.path]
    try process.run()
    process.waitUntilExit()
    return url.appendingPathExtension("gz")
  }
}
