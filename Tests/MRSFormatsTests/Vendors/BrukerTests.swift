import Foundation
import MRSCore
import MRSFormats
import Numerics
import TestSupport
import Testing

@Suite("Bruker ParaVision")
struct BrukerTests {
  private let scan = VendorScan.signals(coils: 1)
  private let coils = VendorScan.signals()

  private func read(_ writer: BrukerWriter, _ scan: FIDArray? = nil, as name: String? = nil) throws -> Scan {
    let folder = try TemporaryFolder()
    for (file, bytes) in writer.files(scan ?? self.scan) { _ = try folder.write(bytes, as: file) }
    return try SignalFile.read(folder.url.appending(path: name ?? writer.name))
  }

  @Test("Every word, byte order and block gives the scan without the delay of the filter, whichever file is named")
  func whole() throws {
    for writer in [
      BrukerWriter(), BrukerWriter(word: .int16, isBig: true), BrukerWriter(word: .float32), BrukerWriter(isBig: true),
      BrukerWriter(isBlocked: true), BrukerWriter(name: "rawdata.job0"), BrukerWriter(name: "ser"),
    ] {
      for name in [writer.name, "method", "acqp"] {
        let found = try read(writer, as: name)
        #expect(found.format == .bruker && found.signals.samples == scan.samples, "\(writer)")
        #expect(found.acquisition == scan.acquisition && found.averagesRepresented == 8)
        #expect(found.doubts.isEmpty, "\(found.doubts)")
        #expect(found.geometry?.size == SIMD3(2, 3, 4) && found.geometry?.centre == SIMD3(-1, 2, 3))
        #expect(!found.fields.contains { $0.value.contains("SECRET") })
      }
    }
  }

  @Test("Receivers lie within each repetition; combined ones are one")
  func receivers() throws {
    for writer in [
      BrukerWriter(receivers: 3), BrukerWriter(name: "rawdata.job0", receivers: 3),
      BrukerWriter(isBlocked: true, receivers: 3),
      BrukerWriter(method: ["PVM_EncNReceivers": "-"], acquisition: ["ACQ_ReceiverSelect": "( 5 )\nYes No Yes Yes No"]),
    ] {
      #expect(try read(writer, coils).signals.samples == coils.samples)
    }
    #expect(try read(BrukerWriter(receivers: 3)).signals.samples == scan.samples)
  }

  @Test("A delay by part of a sample is undone: the line keeps its phase across the spectrum")
  func fraction() throws {
    // A line 700 Hz off, delayed by 20.4 samples and filtered at half the width, as the hardware does it.
    let points = 512
    let plan = FourierTransform(count: points)
    var fid = ComplexVector(zeros: points)
    for i in 0..<points {
      let time = (Double(i) - 20.4) / 4000
      if time >= 0 { fid[i] = Complex(length: 1e6 * Double.exp(-30 * time), phase: 2 * .pi * 700 * time + 0.3) }
    }
    // The step at the beginning is smoothed by what the filter passes.
    let spectrum = plan.forward(fid)
    fid = plan.inverse(spectrum)
    let array = FIDArray(
      acquisition: VendorScan.acquisition.with(points: points), coils: 1, averages: 1,
      samples: [ComplexVector(real: fid.real.map { $0.rounded() }, imaginary: fid.imaginary.map { $0.rounded() })])
    let writer = BrukerWriter(
      delay: 0, method: ["PVM_DigShift": "-"], acquisition: ["GRPDLY": "20.4"])
    let found = try read(writer, array)
    #expect(found.acquisition.points == points - 20)
    let samples = found.signals.samples[0]
    for i in [40, 80, 120] {
      let time = Double(i) / 4000
      let expected = Complex<Double>(length: 1e6 * Double.exp(-30 * time), phase: 2 * .pi * 700 * time + 0.3)
      #expect((samples[i] - expected).length < 0.02 * 1e6)
    }
  }

  @Test("The delay is taken from where the version of the software has it; where none is said, that is told")
  func delays() throws {
    func points(_ acquisition: [String: String]) throws -> (Int, [Doubt]) {
      var writer = BrukerWriter(delay: 0, acquisition: acquisition)
      writer.method = ["PVM_DigShift": "-"]
      let found = try read(writer, VendorScan.signals(coils: 1, points: 256))
      return (256 - found.acquisition.points, found.doubts)
    }
    #expect(try points(["GRPDLY": "77"]).0 == 77)
    #expect(try points(["ACQ_RxFilterInfo": "( 2 )\n(75.2, 12) (0, 0)"]).0 == 75)
    #expect(try points(["GRPDLY": "-1", "DSPFVS": "12", "DECIM": "16"]).0 == 71)
    #expect(try points(["GRPDLY": "0", "DSPFVS": "13", "DECIM": "4"]).0 == 2)
    let unknown = try points(["GRPDLY": "-"])
    #expect(unknown.0 == 0 && unknown.1.map(\.code) == [.assumedField])
  }

  @Test("0 Hz is water moved by the offset of the carrier")
  func offset() throws {
    let found = try read(BrukerWriter(method: ["PVM_FrqWorkOffsetPpm": "( 8 )\n-2 @7*(0)"]))
    #expect(abs(found.acquisition.carrierShift.ppm - 2.65) < 1e-9)
  }

  @Test("What the files state twice and differently, or not at all, is told")
  func doubts() throws {
    #expect(try read(BrukerWriter(method: ["PVM_SpecSWH": "( 1 )\n4100"])).doubts.map(\.code) == [.contradictoryFields])
    let missing = BrukerWriter(acquisition: ["BYTORDA": "-", "GO_raw_data_format": "-", "NUCLEUS": "-"])
    #expect(try read(missing).doubts.map(\.code) == [.assumedField, .assumedField, .assumedField])
    let many = BrukerWriter(
      method: ["PVM_NAverages": "262144"], acquisition: ["NR": "262144", "NI": "262144", "ACQ_jobs": "-"])
    #expect(try read(many).doubts.map(\.code) == [.contradictoryFields])
    let stopped = BrukerWriter(acquisition: ["NR": "9", "ACQ_jobs": "-"])
    #expect(try read(stopped).doubts.map(\.code) == [.contradictoryFields])
  }

  @Test(
    "Images, grids, edited scans and parameters that cannot be are refused by name",
    arguments: [
      (["ACQ_dim_desc": "( 2 )\nSpatial Spatial"], [:], "imaging scan"),
      (["ACQ_dim_desc": "( 2 )\nSpectroscopic Spatial"], [:], "several voxels"),
      ([:], ["Method": "<User:MEGA_PRESS>"], "'Method'"), (["BF1": "0"], [:], "'BF1'"),
      (["ACQ_size": "( 1 )\n100000", "ACQ_jobs": "( 1 )\n(100000, 1)"], [:], "no multiple"),
      ([:], ["PVM_DigShift": "40"], "half of the 74 samples"),
      (["SW_h": "-1", "ACQ_jobs": "-"], ["PVM_SpecSWH": "0"], "'SW_h'"),
      (["ACQ_size": "( 1 )\n-4", "ACQ_jobs": "( 1 )\n(nan)"], [:], "'ACQ_size' is missing"),
    ] as [([String: String], [String: String], String)])
  func hostile(acquisition: [String: String], method: [String: String], message: String) throws {
    let error = #expect(throws: FormatError.self) {
      try read(BrukerWriter(method: method, acquisition: acquisition))
    }
    #expect(error?.description.contains(message) == true, "\(error?.description ?? "")")
  }

  @Test("A message stays one, however long what it names is")
  func long() throws {
    let name = String(repeating: "Spatial ", count: 5000)
    let error = #expect(throws: FormatError.self) { try read(BrukerWriter(acquisition: ["ACQ_dim_desc": name])) }
    #expect((1...1500).contains(error?.description.utf8.count ?? 0))
  }

  @Test("A cut-off fid and a folder without samples are told")
  func incomplete() throws {
    let folder = try TemporaryFolder()
    let files = BrukerWriter().files(scan)
    for (name, bytes) in files.dropFirst() { _ = try folder.write(bytes, as: name) }
    let error = #expect(throws: FormatError.self) { try SignalFile.read(folder.url.appending(path: "acqp")) }
    #expect(error?.description.contains("needs fid, rawdata.job0 or ser") == true, "\(error?.description ?? "")")
    let fid = try folder.write(Array(files[0].1.dropLast(5)), as: "fid")
    #expect(throws: FormatError.self) { try SignalFile.read(fid) }
  }
}
