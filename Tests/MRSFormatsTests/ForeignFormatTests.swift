import Foundation
import MRSCore
import MRSFormats
import TestSupport
import Testing

@Suite("Formats that are known but not read")
struct ForeignFormatTests {
  @Test(
    "Each is told by its content, and the command that converts it named",
    arguments: [
      (
        "method", Array("##TITLE=Parameter List, ParaVision 6.0.1\n".utf8),
        "copy fid (or rawdata.job0), method and acqp"
      ),
      ("visu_pars", Array("##TITLE=Parameter List, ParaVision 6.0.1\n".utf8), "spec2nii bruker -m 2DSEQ FOLDER"),
      ("scan.mat", Array("MATLAB 5.0 MAT-file, Platform: GLNXA64".utf8), "io_writeniimrs"),
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
    #expect(message().contains("the header needs 32 bytes, 4 are there"))
    try FileManager.default.removeItem(at: procpar)
    _ = try folder.write("##TITLE=x", as: "acqp")
    #expect(message().contains("a part of a Bruker scan"))
  }
}
