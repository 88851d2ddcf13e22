import Foundation
import MRSCore
import MRSFormats
import Numerics
import TestSupport
import Testing

@Suite("NIfTI-MRS files")
struct NIfTIMRSFileTests {
  @Test(
    "What was written is read back identically: plain, gzipped, one or many coils and averages",
    arguments: ["scan.nii", "scan.nii.gz"], [(1, 1), (3, 1), (1, 4), (3, 4)])
  func roundTrip(name: String, shape: (coils: Int, averages: Int)) throws {
    let folder = try TemporaryFolder()
    let url = folder.url.appending(path: name)
    let samples = (0..<(shape.coils * shape.averages)).map { Builders.fid(seed: UInt64($0)).samples }
    let scan = FIDArray(
      acquisition: Builders.acquisition, coils: shape.coils, averages: shape.averages, samples: samples)
    try NIfTIMRSFile.write(scan, metadata: ["TxOffset": .number(-2)], to: url)
    let read = try SignalFile.read(url)
    // The samples are float32 numbers, so complex64 holds them exactly.
    #expect(read.signals == scan)
    #expect(read.doubts.isEmpty)
    #expect(read.fields.contains { $0.name == "TxOffset" && $0.value == "-2" })
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.url.path) == [name])
  }

  @Test("complex128 keeps every bit, complex64 keeps a float32, another carrier and another nucleus survive")
  func precision() throws {
    let folder = try TemporaryFolder()
    let url = folder.url.appending(path: "scan.nii")
    var fid = Builders.fid()
    fid.samples[3] = Complex(0.1, -1.0 / 3)
    fid.acquisition.carrierShift = .ppm(4.68)
    try NIfTIMRSFile.write(fid, precision: .complex128, to: url)
    #expect(try NIfTIMRSFile.read(url).signals == FIDArray(fid))
    try NIfTIMRSFile.write(fid, to: url)
    let read = try NIfTIMRSFile.read(url).signals[0, 0]
    #expect(read.samples[3] == Complex(Double(Float(0.1)), -Double(Float(1.0 / 3))))
    fid.acquisition.nucleus = "31P"
    fid.acquisition.carrierShift = .ppm(0)
    try NIfTIMRSFile.write(fid, precision: .complex128, to: url)
    #expect(try NIfTIMRSFile.read(url).signals == FIDArray(fid))
  }

  @Test(
    "Both versions, both byte orders and both precisions give the same signal, conjugated",
    arguments: [1, 2],
    [(false, false), (false, true), (true, false), (true, true)])
  func layouts(version: Int, storage: (double: Bool, bigEndian: Bool)) throws {
    let (double, bigEndian) = storage
    let folder = try TemporaryFolder()
    // Dimension 5 holds averages, 6 coils: the order of the tags decides, not the standard's default.
    let json = #"{"SpectrometerFrequency":[123.25],"ResonantNucleus":["1H"],"dim_5":"DIM_DYN","dim_6":"DIM_COIL"}"#
    let bytes = Builders.nifti(
      version: version, bigEndian: bigEndian, double: double, dimensions: [4, 3, 2], json: json
    ) { (Double($0), -0.5 * Double($0)) }
    let scan = try SignalFile.read(try folder.write(bytes, as: "scan.nii"))
    #expect(scan.signals.averages == 3)
    #expect(scan.signals.coils == 2)
    #expect(scan.acquisition.dwellTime == 5e-4)
    // Sample 1 of average 2 and coil 1 is number 1 + 4·(2 + 3·1) = 21 of the file.
    #expect(scan.signals[1, 2].samples[1] == Complex(21, 10.5))
  }

  @Test("Units of time are honoured: 500 µs and 0.5 ms are the same dwell time", arguments: [(16, 0.5), (24, 500)])
  func units(unit: Int, value: Double) throws {
    let folder = try TemporaryFolder()
    let bytes = Builders.nifti(json: Builders.json, unit: unit, dwellTime: value) { (Double($0), 0) }
    let scan = try SignalFile.read(try folder.write(bytes, as: "scan.nii"))
    #expect(abs(scan.acquisition.dwellTime - 5e-4) < 1e-12)
    #expect(scan.doubts.isEmpty)
  }

  @Test("An echo time of 35000 s is taken as unknown, with the likely unit named")
  func implausibleEchoTime() throws {
    let folder = try TemporaryFolder()
    let json = #"{"SpectrometerFrequency":[123.25],"ResonantNucleus":["1H"],"EchoTime":35000,"RepetitionTime":2000}"#
    let scan = try SignalFile.read(
      try folder.write(Builders.nifti(json: json) { (Double($0), 0) }, as: "scan.nii"))
    #expect(scan.acquisition.echoTime == nil)
    #expect(
      scan.doubts == [
        .impossibleTime(field: "EchoTime", seconds: 35000, reason: "it is probably in microseconds"),
        .impossibleTime(field: "RepetitionTime", seconds: 2000, reason: "it is probably in milliseconds"),
      ])
    #expect(scan.doubts[0].description.contains("'EchoTime' is 35000.0 s, which cannot be"))
  }

  @Test("NaN samples are counted, not fatal")
  func notANumber() throws {
    let folder = try TemporaryFolder()
    let bytes = Builders.nifti(json: Builders.json) { ($0 == 3 ? .nan : 1, $0 == 5 ? .infinity : 0) }
    let scan = try SignalFile.read(try folder.write(bytes, as: "scan.nii"))
    #expect(scan.doubts == [.nonFiniteSamples(count: 2, of: 8)])
  }

  @Test(
    "Edited data and series need a choice, and a second dimension of averages is refused by field",
    arguments: [
      ([8, 2], #","dim_5":"DIM_EDIT""#, "several signals (DIM_EDIT of 2)"),
      ([8, 2, 2], #","dim_6":"DIM_INDIRECT_0""#, "several signals (DIM_INDIRECT_0 of 2)"),
      ([8, 2, 2], #","dim_5":"DIM_DYN""#, "'dim_6' is DIM_DYN of length 2"),
    ])
  func dimensions(lengths: [Int], tags: String, message: String) throws {
    let folder = try TemporaryFolder()
    let json = #"{"SpectrometerFrequency":[123.25],"ResonantNucleus":["1H"]\#(tags)}"#
    let url = try folder.write(Builders.nifti(dimensions: lengths, json: json) { (Double($0), 0) }, as: "scan.nii")
    let error = #expect(throws: FormatError.self) { try SignalFile.read(url) }
    #expect(error?.description.contains(message) == true, "\(error?.description ?? "")")
  }

  @Test(
    "A header that promises more than the file holds is refused before anything is allocated",
    arguments: [
      (Int64(1) << 40, "needs"), (Int64.max, "such that the product"), (-4, "at least 1"), (0, "at least 1"),
    ])
  func declaredSize(points: Int64, message: String) throws {
    let folder = try TemporaryFolder()
    var bytes = Builders.nifti(json: Builders.json) { (Double($0), 0) }
    for i in 0..<8 { bytes[16 + 8 * 4 + i] = UInt8(truncatingIfNeeded: points >> (8 * Int64(i))) }
    let error = #expect(throws: FormatError.self) { try SignalFile.read(try folder.write(bytes, as: "scan.nii")) }
    #expect(error?.description.contains(message) == true, "\(error?.description ?? "")")
  }

  @Test(
    "Every fault of the header is named with its field",
    arguments: [
      (#"{"ResonantNucleus":["1H"]}"#, "'SpectrometerFrequency' is missing"),
      (#"{"SpectrometerFrequency":[123250000],"ResonantNucleus":["1H"]}"#, "It is probably in hertz"),
      (#"{"SpectrometerFrequency":[123.25]}"#, "'ResonantNucleus' is missing"),
      (#"{"SpectrometerFrequency":[123.25"#, "it must be a JSON object"),
    ])
  func metadata(json: String, message: String) throws {
    let folder = try TemporaryFolder()
    let url = try folder.write(Builders.nifti(json: json) { (Double($0), 0) }, as: "scan.nii")
    let error = #expect(throws: FormatError.self) { try SignalFile.read(url) }
    #expect(error?.description.contains(message) == true, "\(error?.description ?? "")")
  }

  @Test("A file cannot be written into a folder that is not there, and none appears")
  func unwritable() throws {
    let folder = try TemporaryFolder()
    let url = folder.url.appending(path: "missing/scan.nii.gz")
    #expect(throws: FormatError.self) { try NIfTIMRSFile.write(Builders.fid(), to: url) }
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.url.path).isEmpty)
  }
}
