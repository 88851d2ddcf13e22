import Foundation
import MRSCore
import Numerics

/// Small files made byte by byte, independently of the package's own writers.
enum Builders {
  static let acquisition = Acquisition(
    spectrometerFrequency: .megahertz(123.25), dwellTime: 5e-4, points: 8, sequence: "PRESS", echoTime: 0.03,
    repetitionTime: 2)

  /// A random FID whose samples a float32 holds exactly.
  static func fid(points: Int = 8, seed: UInt64 = 1) -> FID {
    var random = RandomStream(seed: seed)
    var samples = ComplexVector(zeros: points)
    for i in 0..<points {
      samples[i] = Complex(Double(Float(random.normal())), Double(Float(random.normal())))
    }
    return FID(samples: samples, acquisition: acquisition.with(points: points))
  }

  /// A number as VAX F_floating, made from its decimal value by the definition value = (−1)^s·0.1f₂·2^(e−128): halve or
  /// double until it lies in [½, 1), then peel off 24 binary digits.
  static func vax(_ value: Double) -> [UInt8] {
    guard value != 0 else { return [0, 0, 0, 0] }
    var fraction = abs(value)
    var exponent = 0
    while fraction >= 1 {
      fraction /= 2
      exponent += 1
    }
    while fraction < 0.5 {
      fraction *= 2
      exponent -= 1
    }
    var digits: [Int] = []
    for _ in 0..<24 {
      fraction *= 2
      digits.append(fraction >= 1 ? 1 : 0)
      if fraction >= 1 { fraction -= 1 }
    }
    let bits = [value < 0 ? 1 : 0] + (0..<8).reversed().map { ((exponent + 128) >> $0) & 1 } + digits.dropFirst()
    let bytes = stride(from: 0, to: 32, by: 8).map { start in
      UInt8(bits[start..<(start + 8)].reduce(0) { $0 * 2 + $1 })
    }
    return [bytes[1], bytes[0], bytes[3], bytes[2]]
  }

  static func sdat(_ fids: [FID]) -> [UInt8] {
    fids.flatMap { fid in fid.samples.indices.flatMap { vax(fid.samples.real[$0]) + vax(fid.samples.imaginary[$0]) } }
  }

  static func spar(
    samples: String = "8", rows: String = "1", _ changes: [String: String] = [:], without: Set<String> = []
  ) -> String {
    let keys = [
      ("scan_id", "PRESS"), ("samples", samples), ("rows", rows), ("synthesizer_frequency", "123250000"),
      ("offset_frequency", "0"), ("sample_frequency", "2000"), ("nucleus", "1H"), ("echo_time", "30"),
      ("repetition_time", "2000"), ("averages", "64"),
    ]
    return "!---- made by a test\r\n"
      + keys.filter { !without.contains($0.0) }.map { "\($0) : \(changes[$0] ?? $1)\r\n" }.joined()
  }

  /// A NIfTI-1 or -2 file of either byte order, complex64 or complex128, dimensions 4 to 7.
  static func nifti(
    version: Int = 2, bigEndian: Bool = false, double: Bool = false, dimensions: [Int] = [8], json: String,
    unit: Int = 8, dwellTime: Double = 5e-4, value: (Int) -> (Double, Double)
  ) -> [UInt8] {
    func bytes(_ value: some FixedWidthInteger) -> [UInt8] {
      let little = (0..<(value.bitWidth / 8)).map { UInt8(truncatingIfNeeded: value >> ($0 * 8)) }
      return bigEndian ? little.reversed() : little
    }
    let size = (8 + json.utf8.count + 15) / 16 * 16
    let headerSize = version == 1 ? 352 : 544
    var header = [UInt8](repeating: 0, count: headerSize)
    func put(_ field: [UInt8], at offset: Int) { header.replaceSubrange(offset..<(offset + field.count), with: field) }
    let dim = [3 + dimensions.count, 1, 1, 1] + dimensions + [Int](repeating: 1, count: 4 - dimensions.count)
    let type = Int16(double ? 1792 : 32)
    let intent = Array("mrs_v0_5".utf8)
    if version == 1 {
      put(bytes(Int32(348)), at: 0)
      for (i, length) in dim.enumerated() { put(bytes(Int16(length)), at: 40 + 2 * i) }
      put(bytes(type), at: 70)
      put(bytes(Float(dwellTime).bitPattern), at: 92)
      put(bytes(Float(headerSize + size).bitPattern), at: 108)
      header[123] = UInt8(unit)
      put(intent, at: 328)
      put(Array("n+1".utf8), at: 344)
    } else {
      put(bytes(Int32(540)), at: 0)
      put(Array("n+2".utf8) + [0, 13, 10, 26, 10], at: 4)
      put(bytes(type), at: 12)
      for (i, length) in dim.enumerated() { put(bytes(Int64(length)), at: 16 + 8 * i) }
      put(bytes(dwellTime.bitPattern), at: 136)
      put(bytes(Int64(headerSize + size)), at: 168)
      put(bytes(Int32(unit)), at: 500)
      put(intent, at: 508)
    }
    header[headerSize - 4] = 1
    var file = header + bytes(Int32(size)) + bytes(Int32(44)) + Array(json.utf8)
    file += [UInt8](repeating: 0, count: headerSize + size - file.count)
    for i in 0..<dimensions.reduce(1, *) {
      let (re, im) = value(i)
      file +=
        double
        ? bytes(re.bitPattern) + bytes(im.bitPattern) : bytes(Float(re).bitPattern) + bytes(Float(im).bitPattern)
    }
    return file
  }

  static let json = #"{"SpectrometerFrequency": [123.25], "ResonantNucleus": ["1H"], "EchoTime": 0.03}"#

  static func raw(_ fid: FID, header: String = "") -> String {
    let lines = fid.samples.indices.map { "  \(fid.samples.real[$0])  \(-fid.samples.imaginary[$0])\n" }
    return header + " $NMID ID='test', FMTDAT='(2E15.6)'\n VOLUME=1\n TRAMP=1\n $END\n" + lines.joined()
  }

  static func basis(
    functions: [(name: String, values: String)], points: Int, badelt: String = "5e-04", extra: String = ""
  ) -> String {
    var text = " $SEQPAR\n HZPPPM = 123.25,\n ECHOT = 30.,\n SEQ = 'press' $END\n"
    text += " $BASIS1\n FMTBAS = '(2E15.6)',\n BADELT = \(badelt),\n NDATAB = \(points) $END\n"
    for function in functions {
      text += " $NMUSED\n XTRASH = 0. $END\n $BASIS\n ID = '\(function.name)',\n METABO = '\(function.name)',\n"
      text += " CONC = 2., TRAMP = 1., VOLUME = 1.\(extra) $END\n\(function.values)\n"
    }
    return text
  }
}
