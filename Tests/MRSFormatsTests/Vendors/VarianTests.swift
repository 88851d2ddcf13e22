import Foundation
import MRSCore
import MRSFormats
import TestSupport
import Testing

@Suite("Varian and Agilent (fid and procpar)")
struct VarianTests {
  private let scan = VendorScan.signals()

  private func read(
    _ writer: VarianWriter, procpar: String? = nil, bytes: [UInt8]? = nil, as name: String = "fid"
  ) throws -> Scan {
    let folder = try TemporaryFolder()
    _ = try folder.write(bytes ?? writer.fid(scan), as: "fid")
    _ = try folder.write(procpar ?? writer.procpar(), as: "procpar")
    return try SignalFile.read(folder.url.appending(path: name))
  }

  @Test("Every width of number, blocks and traces, and either file's name give the scan")
  func whole() throws {
    for writer in [
      VarianWriter(), VarianWriter(kind: .int16), VarianWriter(kind: .int32), VarianWriter(isTraced: true),
    ] {
      for name in ["fid", "procpar"] {
        let found = try read(writer, as: name)
        #expect(found.format == .varian && found.signals.samples == scan.samples && found.signals.coils == 3)
        #expect(found.acquisition == scan.acquisition && found.averagesRepresented == 4)
        #expect(found.doubts.isEmpty, "\(found.doubts)")
        #expect(!found.fields.contains { $0.value.contains("SECRET") })
      }
    }
  }

  @Test("Numbers that were shifted to fit are shifted back")
  func scale() throws {
    let found = try read(VarianWriter(kind: .int16, scale: 3))
    #expect(found.signals.samples == scan.samples.map { 8.0 * $0 })
  }

  @Test("Receivers one after the other are told by the phases of their repetitions, with a doubt")
  func order() throws {
    let found = try read(VarianWriter(isCoilByCoil: true))
    #expect(found.signals.samples == scan.samples)
    #expect(found.doubts.map(\.code) == [.contradictoryFields])
  }

  @Test("Traces of several conditions are not averaged")
  func conditions() throws {
    let writer = VarianWriter()
    for (changes, field) in [(["te": "0.03 0.144"], "'te' is arrayed"), (["seqfil": "megapress2"], "'seqfil'")] {
      let error = #expect(throws: FormatError.self) { try read(writer, procpar: writer.procpar(changes)) }
      #expect(error?.description.contains(field) == true, "\(error?.description ?? "")")
    }
  }

  @Test(
    "Parameters that are missing or cannot be are told",
    arguments: [
      ([:], ["sw"], "'sw' is missing"), (["sw": "0"], [], "'sw'"), (["sfrq": "127700000"], [], "'sfrq'"),
      (["np": "64"], [], "'np' of procpar is 64"), (["rcvrs": "yyyyyyy"], [], "7 receivers on"),
      (["sw": "x"], [], "'sw' is no number"),
    ] as [([String: String], Set<String>, String)])
  func parameters(changes: [String: String], without: Set<String>, message: String) throws {
    let writer = VarianWriter()
    let error = #expect(throws: FormatError.self) {
      try read(writer, procpar: writer.procpar(changes, without: without))
    }
    #expect(error?.description.contains(message) == true, "\(error?.description ?? "")")
  }

  @Test(
    "Headers that cannot be are refused by name",
    arguments: [
      (0, "nblocks"), (4, "ntraces"), (8, "np"), (12, "ebytes"), (20, "bbytes"),
    ])
  func hostile(offset: Int, field: String) throws {
    for value: [UInt8] in [[0x7f, 0xff, 0xff, 0xff], [0xff, 0xff, 0xff, 0xff], [0, 0, 0, 0], [0x80, 0, 0, 0]] {
      var bytes = VarianWriter().fid(scan)
      bytes.replaceSubrange(offset..<(offset + 4), with: value)
      let error = #expect(throws: FormatError.self) { try read(VarianWriter(), bytes: bytes) }
      #expect(error != nil, "\(field)")
    }
    let cut = Array(VarianWriter().fid(scan).dropLast(9))
    let error = #expect(throws: FormatError.self) { try read(VarianWriter(), bytes: cut) }
    #expect(error?.description.contains("ends early") == true)
  }

  @Test("Each of the two files needs the other")
  func companions() throws {
    let folder = try TemporaryFolder()
    let procpar = try folder.write(VarianWriter().procpar(), as: "procpar")
    let error = #expect(throws: FormatError.self) { try SignalFile.read(procpar) }
    #expect(error?.description.contains("needs fid beside it") == true, "\(error?.description ?? "")")
  }

  @Test("Parameters cut off anywhere are refused or read")
  func cutOff() throws {
    let text = Array(VarianWriter().procpar().utf8)
    let folder = try TemporaryFolder()
    let fid = try folder.write(VarianWriter().fid(scan), as: "fid")
    for length in 1..<text.count {
      _ = try folder.write(Array(text[..<length]), as: "procpar")
      _ = Result { () throws(FormatError) -> Scan in try SignalFile.read(fid) }
    }
  }
}
