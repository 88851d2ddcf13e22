import Foundation
import MRSCore
import MRSFormats
import TestSupport
import Testing

/// A scan in one format: its files with their structure, and the one that is read.
struct FuzzSubject: Sendable, CustomTestStringConvertible {
  struct File: @unchecked Sendable {
    let name: String
    let bytes: [UInt8]
    let structure: StructureMutator.Structure
  }

  let name: String
  let files: [File]
  var testDescription: String { name }

  static var all: [FuzzSubject] { get throws { try [nifti(), sdat(), raw()] + vendors + scanners } }

  static func fields(_ offsets: [Int], _ size: Int, isFloat: Bool = false, isBig: Bool = false)
    -> [StructureMutator.Field]
  {
    offsets.map { StructureMutator.Field(offset: $0, size: size, isFloat: isFloat, isBig: isBig) }
  }

  // MARK: Formats of before

  private static func nifti() -> FuzzSubject {
    let bytes = Builders.nifti(dimensions: [8, 2, 3], json: Builders.json) { (Double($0), 1) }
    let header =
      fields(Array(stride(from: 16, to: 80, by: 8)), 8) + fields([168, 176], 8) + fields([0, 12, 500, 544, 548], 4)
      + fields([136, 184], 8, isFloat: true)
    let end = bytes.count - 8 * 2 * 3 * 8
    return FuzzSubject(
      name: "NIfTI-MRS",
      files: [File(name: "a.nii", bytes: bytes, structure: .binary(fields: header, sections: [0, 540, 544, 552, end]))])
  }

  private static func sdat() throws -> FuzzSubject {
    let bytes = Builders.sdat([Builders.fid(), Builders.fid(seed: 2)])
    let geometry = ["lr", "ap", "cc"].map { "\($0)_size : 20\r\n\($0)_off_center : 1,5\r\n\($0)_angulation : 10\r\n" }
    return FuzzSubject(
      name: "SDAT/SPAR",
      files: [
        File(name: "a.SPAR", bytes: Array((Builders.spar(rows: "2") + geometry.joined()).utf8), structure: .text),
        File(name: "a.SDAT", bytes: bytes, structure: .binary(fields: fields([0, 4, 8], 4), sections: [0, 64])),
      ])
  }

  private static func raw() throws -> FuzzSubject {
    let text = Builders.raw(Builders.fid(), header: " $SEQPAR\n hzpppm=123.25\n deltat=5e-4\n echot=30.\n $END\n")
    return FuzzSubject(name: "LCModel RAW", files: [File(name: "a.RAW", bytes: Array(text.utf8), structure: .text)])
  }

  // MARK: Vendors

  private static var vendors: [FuzzSubject] {
    let scan = VendorScan.signals(coils: 2, averages: 4, points: 16)
    let water = VendorScan.water(coils: 2, averages: 2, points: 16)
    return [ge(9, scan, water), ge(16, scan, water), ge(30, scan, water), list(scan, water)]
      + [jmruiText(scan), jmrui(scan), varian(scan), bruker(scan, "fid"), bruker(scan, "rawdata.job0")]
  }

  private static func ge(_ revision: Double, _ scan: FIDArray, _ water: FIDArray) -> FuzzSubject {
    let writer = GEWriter(revision: revision)
    let shorts =
      revision < 26 ? [70, 72, 74, 80, 82, 102, 104, 374, 376, 378] : [146, 148, 150, 156, 158, 178, 180, 438]
    let receivers = revision < 26 ? [200, 202, 204, 206, 208, 210] : [264, 266, 268, 270]
    let floats = revision < 26 ? [0, 216, 232, 292, 368] : [0, 280, 296, 356, 432]
    let words = revision < 26 ? [424, 1468, 1504] : [4, 40, 488]
    let image = writer.starts.image
    let places = [60_136, 60_128, 60_384, 60_088, 720, 712, 768, 760, 1064, 1056, 388, 460].map { image + $0 }
    let header =
      fields(shorts + receivers, 2) + fields(words, 4) + fields(floats, 4, isFloat: true)
      + fields(places.filter { $0 + 4 < writer.starts.data }, 4)
    return FuzzSubject(
      name: "GE \(revision)",
      files: [
        File(
          name: "P1.7", bytes: writer.bytes([scan], water: [water]),
          structure: .binary(fields: header, sections: [0, 2048, image, writer.starts.data, writer.starts.data + 128]))
      ])
  }

  private static func list(_ scan: FIDArray, _ water: FIDArray) -> FuzzSubject {
    var writer = PhilipsListWriter()
    writer.add(water, mix: 1)
    writer.add(scan, mix: 0)
    return FuzzSubject(
      name: "data/list",
      files: [
        File(name: "a.list", bytes: Array(writer.list.utf8), structure: .text),
        File(
          name: "a.data", bytes: writer.data.bytes,
          structure: .binary(fields: fields([0, 4], 4, isFloat: true), sections: [0, 128])),
        File(name: "a.SPAR", bytes: Array(Builders.spar(samples: "16").utf8), structure: .text),
      ])
  }

  private static func jmruiText(_ scan: FIDArray) -> FuzzSubject {
    let one = FIDArray(acquisition: scan.acquisition, coils: 1, averages: 2, samples: Array(scan.samples[..<2]))
    return FuzzSubject(
      name: "jMRUI text", files: [File(name: "a.txt", bytes: Array(JMRUIWriter.text(one).utf8), structure: .text)])
  }

  private static func jmrui(_ scan: FIDArray) -> FuzzSubject {
    let one = FIDArray(acquisition: scan.acquisition, coils: 1, averages: 2, samples: Array(scan.samples[..<2]))
    let header = fields(Array(stride(from: 0, to: 112, by: 8)), 8, isFloat: true, isBig: true)
    return FuzzSubject(
      name: "jMRUI",
      files: [
        File(
          name: "a.mrui", bytes: JMRUIWriter.binary(one, [1: 16]),
          structure: .binary(fields: header, sections: [0, 8, 512, 768]))
      ])
  }

  private static func varian(_ scan: FIDArray) -> FuzzSubject {
    let writer = VarianWriter(receivers: "yy")
    let header =
      fields(Array(stride(from: 0, to: 24, by: 4)) + [28, 40], 4, isBig: true)
      + fields([24, 26, 32, 34], 2, isBig: true)
    let procpar = writer.procpar(["np": "32"])
    return FuzzSubject(
      name: "Varian",
      files: [
        File(
          name: "fid", bytes: writer.fid(scan), structure: .binary(fields: header, sections: [0, 32, 60, 188, 216])),
        File(name: "procpar", bytes: Array(procpar.utf8), structure: .text),
      ])
  }

  private static func bruker(_ scan: FIDArray, _ file: String) -> FuzzSubject {
    let writer = BrukerWriter(
      name: file, receivers: 2, delay: 4, acquisition: ["GRPDLY": "4.3"])
    return FuzzSubject(
      name: "Bruker \(file)",
      files: writer.files(scan).map { name, bytes in
        File(
          name: name, bytes: bytes,
          structure: name == file ? .binary(fields: fields([0], 4), sections: [0, 160, 320]) : .text)
      })
  }
}
