import Foundation
import MRSCore
import MRSFormats
import TestSupport
import Testing

@Suite("Formats that are known but not read")
struct ForeignFormatTests {
  private static func dicom(_ manufacturer: String, explicit: Bool = true) -> [UInt8] {
    let text = Array((manufacturer.count.isMultiple(of: 2) ? manufacturer : manufacturer + " ").utf8)
    let count = UInt8(text.count)
    let head: [UInt8] = [8, 0, 0x70, 0] + (explicit ? Array("LO".utf8) + [count, 0] : [count, 0, 0, 0])
    return [UInt8](repeating: 0, count: 128) + Array("DICM".utf8) + [8, 0, 0x16, 0, 0x55, 0x49, 2, 0, 0x31, 0] + head
      + text
  }

  /// A VB file whose MeasYaps lies beyond the first 64 KiB.
  private static let twixVB: [UInt8] =
    [0xc7, 0x13, 1, 0, 3, 0, 0, 0] + Array("Config".utf8) + [0, 0x70, 0x11, 1, 0]
    + [UInt8](repeating: 0x78, count: 70_000)
  /// A VE file: one measurement, at byte 10,240.
  private static let twixVE: [UInt8] =
    [0, 0, 0, 0, 1, 0, 0, 0, 0x7b, 1, 0, 0, 0x96, 2, 0, 0, 0, 0x28] + [UInt8](repeating: 0, count: 400)

  @Test(
    "Each is told by its content, and the command that converts it named",
    arguments: [
      ("a.dcm", dicom("Philips Medical Systems"), "spec2nii philips_dcm FILE"),
      ("a", dicom("UIH"), "spec2nii uih FILE"), ("a.ima", dicom("SIEMENS"), "spec2nii dicom FILE"),
      ("a.dcm", dicom("Siemens Healthineers", explicit: false), "spec2nii dicom FILE"),
      ("a.dcm", dicom("GE MEDICAL SYSTEMS"), "no reader for it either"),
      ("a.dcm", dicom("Canon"), "export another format"), ("vb.dat", twixVB, "spec2nii twix"),
      ("renamed.bin", twixVB, "spec2nii twix"), ("vd.twix", twixVE, "spec2nii twix"),
      ("renamed.bin", twixVE, "spec2nii twix"),
      ("method", Array("##TITLE=Parameter List, ParaVision 6.0.1\n".utf8), "spec2nii bruker -m FID FOLDER"),
      ("procpar", Array("sfrq 1 1 1000000000 0 0 2 1 0 1 64\n1 127.7\n".utf8), "spec2nii varian FOLDER"),
      ("scan.list", Array("# === DATA DESCRIPTION FILE ===\n".utf8), "spec2nii philips_dl DATA LIST SPAR"),
      ("scan.mrui", [UInt8](repeating: 0, count: 512), "spec2nii jmrui FILE"),
      ("scan.txt", Array("jMRUI Data Textfile\n".utf8), "spec2nii jmrui FILE"),
    ] as [(String, [UInt8], String)])
  func advice(name: String, bytes: [UInt8], command: String) throws {
    let folder = try TemporaryFolder()
    let error = #expect(throws: FormatError.self) { try SignalFile.read(try folder.write(bytes, as: name)) }
    guard case .notYetRead(_, _, let advice)? = error else {
      Issue.record("\(error?.description ?? "no error")")
      return
    }
    #expect(advice.contains(command), "\(advice)")
  }

  @Test("Files without a mark of their own are told by the parameter files beside them")
  func siblings() throws {
    let folder = try TemporaryFolder()
    let fid = try folder.write([1, 2, 3, 4], as: "fid")
    func message() -> String { #expect(throws: FormatError.self) { try SignalFile.read(fid) }?.description ?? "" }
    #expect(message().contains("not recognised"))
    let procpar = try folder.write("x", as: "procpar")
    #expect(message().contains("spec2nii varian"))
    try FileManager.default.removeItem(at: procpar)
    _ = try folder.write("##TITLE=x", as: "acqp")
    #expect(message().contains("spec2nii bruker"))
  }

  @Test("A manufacturer's name with control characters does not reach a terminal")
  func control() throws {
    let folder = try TemporaryFolder()
    let url = try folder.write(Self.dicom("\u{1b}[2J\u{7}"), as: "a.dcm")
    let text = #expect(throws: FormatError.self) { try SignalFile.read(url) }?.description ?? "\u{1b}"
    #expect(!text.unicodeScalars.contains { $0.properties.generalCategory == .control })
  }
}
