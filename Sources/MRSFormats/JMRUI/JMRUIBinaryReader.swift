import Foundation
import MRSCore

/// jMRUI's binary files (.mrui): numbers are big-endian doubles. 64 of them are the header, of which the first 14 mean:
/// type of signal, points, sampling interval (ms), begin time (ms), zero-order phase (°), transmitter frequency (Hz),
/// field (T), nucleus, reference (Hz, ppm), FID or echo, apodisation, zeros appended for viewing, number of signals. The
/// signals follow, real and imaginary part in turn, then text that names the patient, which is not read.
enum JMRUIBinaryReader: SignalReader {
  static let format = SignalFormat.jmrui
  static let extensions: Set<String> = ["mrui"]

  /// A file of this format holds one.
  static func count(at url: URL) throws(FormatError) -> Int? { 1 }

  static func scans(at url: URL, overrides: SignalOverrides) throws(FormatError) -> [Scan] {
    let file = try FileBytes(url)
    let (points, signals, _) = try layout(of: file)
    let fids = (0..<signals).map { signal in
      var fid = ComplexVector(zeros: points)
      for i in 0..<points {
        let offset = headerSize + 16 * (signal * points + i)
        fid.real[i] = ByteOrder.big.float64(in: file.bytes, at: offset)
        fid.imaginary[i] = ByteOrder.big.float64(in: file.bytes, at: offset + 8)
      }
      return fid
    }
    let hertz = value(file, 5)
    let header = JMRUIHeader(
      path: file.path,
      dwellTime: StatedSampling.Field(
        name: "sampling interval", value: value(file, 2) / 1000, location: .byte(16), unit: "milliseconds"),
      frequency: StatedSampling.Field(
        name: "transmitter frequency", value: hertz < 1e5 ? hertz : hertz / 1e6, location: .byte(40), unit: "hertz"),
      field: value(file, 6), nucleus: "\(value(file, 7))", beginTime: beginTime(file),
      fields: fieldNames.enumerated().map { HeaderField(name: $1, value: "\(value(file, $0))") })
    return [try header.scan(url, format: format, fids: fids, overrides: overrides)]
  }

  /// Points, signals, and where the text at the end begins.
  /// - Throws: ``FormatError`` for a file that is shorter than its header says.
  static func layout(of file: FileBytes) throws(FormatError) -> (points: Int, signals: Int, end: Int) {
    guard file.bytes.count >= headerSize else {
      throw .truncated(path: file.path, part: "the header", needed: headerSize, found: file.bytes.count)
    }
    let points = try count(file, at: 1, field: "number of points", most: SamplingLimits.mostPoints)
    let bytesPerSignal = 16 * points
    let room = (file.bytes.count - headerSize) / bytesPerSignal
    // Where the number is not written, as many signals as fit: the text at the end is shorter than one.
    let stated = value(file, 13)
    let signals =
      stated == 0 || stated.isNaN ? max(room, 1) : try count(file, at: 13, field: "number of signals", most: 1 << 20)
    let end = headerSize + signals * bytesPerSignal
    guard signals <= room else {
      throw .truncated(
        path: file.path, part: "\(signals) signals of \(points) points after the header", needed: end,
        found: file.bytes.count)
    }
    return (points, signals, end)
  }

  /// True where the header's numbers can be those of one: the format has no mark.
  static func recognises(_ file: FileBytes) -> Bool {
    guard file.bytes.count >= headerSize else { return false }
    let points = value(file, 1)
    let dwellTime = value(file, 2) / 1000
    let hertz = value(file, 5)
    return points >= 1 && points <= Double(SamplingLimits.mostPoints) && points == points.rounded()
      && SamplingLimits.dwellTime.contains(dwellTime)
      && SamplingLimits.frequency.contains(hertz < 1e5 ? hertz : hertz / 1e6)
  }

  static let headerSize = 512

  private static let fieldNames = [
    "type of signal", "number of points", "sampling interval", "begin time", "zero-order phase",
    "transmitter frequency", "magnetic field", "type of nucleus", "reference frequency (Hz)",
    "reference frequency (ppm)", "FID or echo", "apodising", "zeros", "number of signals",
  ]

  private static func value(_ file: FileBytes, _ index: Int) -> Double {
    ByteOrder.big.float64(in: file.bytes, at: 8 * index)
  }

  /// Milliseconds in the file; what is no number is no time.
  private static func beginTime(_ file: FileBytes) -> Double {
    let time = value(file, 3) / 1000
    return time.isFinite ? time : 0
  }

  private static func count(_ file: FileBytes, at index: Int, field: String, most: Int) throws(FormatError) -> Int {
    let number = value(file, index)
    guard number >= 1, number <= Double(most), number == number.rounded() else {
      throw .invalidField(
        path: file.path, location: .byte(8 * index), field: field, found: "\(number)",
        expected: "a whole number, 1 to \(most)", consequence: "The file is damaged, or no jMRUI file.")
    }
    return Int(number)
  }
}
