import Foundation
import MRSCore
import MRSFormats
import TestSupport

/// Siemens' formats and DICOM.
extension FuzzSubject {
  static var scanners: [FuzzSubject] { [twix(.vb), twix(.vd), rda, dicom(false), dicom(true)] }

  private static func twix(_ version: TwixBuilder.Version) -> FuzzSubject {
    let scan = VendorScan.signals(coils: 2, averages: 2, points: 16)
    var builder = TwixBuilder(version: version)
    builder.settings = TwixBuilder.settings(scan.acquisition, vectorSize: 8)
    builder.readouts = (0..<2).map { average in
      TwixBuilder.Readout(
        counters: [version == .vb ? 7 : 1: average], channels: (0..<2).map { scan[$0, average].samples })
    }
    let bytes = builder.file()
    let start = version == .vb ? 0 : 10_240
    let length = (0..<4).reduce(0) { $0 | Int(bytes[start + $1]) << (8 * $1) }
    let first = start + length
    let shift = version == .vb ? 0 : 20
    let table = version == .vb ? [] : fields([0, 4, 8, 12], 4) + fields([16, 24], 8)
    let marks = fields([first, first + 8, start, start + 4, start + 15], 4) + fields([first + 20 + shift], 8)
    let counters = fields([28, 30, 34, 46, 60, 62, 64].map { first + shift + $0 }, 2)
    let size = version == .vb ? 128 + 8 * 16 : 192 + 2 * (32 + 8 * 16)
    return FuzzSubject(
      name: version == .vb ? "twix VB" : "twix VD",
      files: [
        File(
          name: "meas.dat", bytes: bytes,
          structure: .mixed(
            fields: table + marks + counters, sections: [0, start, start + 8, first, first + size, bytes.count - 192]))
      ])
  }

  private static var rda: FuzzSubject {
    let bytes = RDATests.file((0..<4).map { Builders.fid(seed: UInt64($0)) }, grid: (2, 2, 1))
    let data = bytes.count - 4 * 8 * 16
    return FuzzSubject(
      name: "RDA",
      files: [
        File(
          name: "a.rda", bytes: bytes,
          structure: .mixed(fields: fields([data, data + 8], 8, isFloat: true), sections: [0, 24, data, data + 128]))
      ])
  }

  private static func dicom(_ isOpen: Bool) -> FuzzSubject {
    typealias Element = DICOMBuilder.Element
    let fid = Builders.fid()
    let samples = fid.samples.indices.flatMap { index in
      [fid.samples.real[index], fid.samples.imaginary[index]].flatMap { value in
        (0..<4).map { UInt8(truncatingIfNeeded: Float(value).bitPattern >> ($0 * 8)) }
      }
    }
    let times = [Element(0x0018, 0x9114, "SQ", .items([[Element(0x0018, 0x9082, "FD", .doubles([30]))]]))]
    let elements = [
      Element(0x0008, 0x0016, "UI", .text("1.2.840.10008.5.1.4.1.1.4.2")),
      Element(0x0008, 0x0070, "LO", .text("Siemens Healthineers")), Element(0x0018, 0x9052, "FD", .doubles([2000])),
      Element(0x0018, 0x9098, "FD", .doubles([123.25])), Element(0x0018, 0x9100, "CS", .text("1H")),
      Element(0x0028, 0x0008, "IS", .text("1")), Element(0x0028, 0x0010, "US", .shorts([1])),
      Element(0x0028, 0x0011, "US", .shorts([1])), Element(0x0028, 0x9001, "UL", .longs([1])),
      Element(0x0028, 0x9002, "UL", .longs([fid.samples.count])), Element(0x0028, 0x9003, "CS", .text("TIME")),
      Element(0x5200, 0x9229, "SQ", .items([times])), Element(0x5600, 0x0020, "OF", .bytes(samples)),
    ]
    let bytes = DICOMBuilder(isOpen: isOpen).file(elements)
    let (places, starts) = parts(of: bytes)
    return FuzzSubject(
      name: isOpen ? "DICOM of open lengths" : "DICOM",
      files: [File(name: "a.dcm", bytes: bytes, structure: .binary(fields: places, sections: [0, 128, 132] + starts))])
  }

  /// The tags and lengths of the elements of an explicit DICOM object, and where each begins; those inside of sequences
  /// too.
  private static func parts(of bytes: [UInt8]) -> (fields: [StructureMutator.Field], starts: [Int]) {
    var (places, starts): ([StructureMutator.Field], [Int]) = ([], [])
    func number(_ offset: Int, _ size: Int) -> Int {
      (0..<size).reduce(0) { $0 | Int(bytes[offset + $1]) << (8 * $1) }
    }
    var offset = 132
    while offset + 12 <= bytes.count {
      starts.append(offset)
      places += fields([offset, offset + 2], 2)
      let type = String(decoding: bytes[(offset + 4)..<(offset + 6)], as: UTF8.self)
      if number(offset, 2) == 0xfffe {
        places += fields([offset + 4], 4)
        offset += 8
      } else if type == "SQ" {
        places += fields([offset + 8], 4)
        offset += 12
      } else if type == "OF" {
        places += fields([offset + 8], 4)
        offset += 12 + number(offset + 8, 4)
      } else {
        places += fields([offset + 6], 2)
        offset += 8 + number(offset + 6, 2)
      }
    }
    return (places, starts)
  }
}
