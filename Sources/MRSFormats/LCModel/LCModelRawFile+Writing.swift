import Foundation
import MRSCore

extension LCModelRawFile {
  /// Writes `fid` conjugated, as LCModel wants it, with nine digits: a float32 survives the round trip.
  /// - Throws: ``FormatError/unrepresentable(path:what:advice:)`` for samples that are NaN or infinite,
  ///   ``FormatError/unwritable(path:reason:)``.
  public static func write(_ fid: FID, identifier: String, to url: URL) throws(FormatError) {
    let path = url.path(percentEncoded: false)
    let count = fid.samples.indices.count {
      !Float(fid.samples.real[$0]).isFinite || !Float(fid.samples.imaginary[$0]).isFinite
    }
    guard count == 0 else {
      throw .unrepresentable(
        path: path, what: "\(count) samples are NaN, infinite or beyond a float32",
        advice: "LCModel reads finite single-precision numbers only.")
    }
    let acquisition = fid.acquisition
    var text = " $SEQPAR\n HZPPPM = \(acquisition.spectrometerFrequency.megahertz)\n"
    text += " DELTAT = \(acquisition.dwellTime)\n"
    if let echoTime = acquisition.echoTime { text += " ECHOT = \(echoTime * 1000)\n" }
    if let sequence = acquisition.sequence { text += " SEQ = '\(quoted(sequence))'\n" }
    text += " $END\n $NMID\n ID = '\(quoted(identifier))'\n FMTDAT = '(2E16.8)'\n VOLUME = 1.\n TRAMP = 1.\n $END\n"
    var bytes = Array(text.utf8)
    for i in fid.samples.indices {
      bytes += field(fid.samples.real[i]) + field(-fid.samples.imaginary[i])
      bytes.append(0x0a)
    }
    try FileBytes.write(bytes, to: url)
  }

  /// For a quoted string of a namelist: quotes doubled, line ends and non-ASCII characters replaced.
  private static func quoted(_ text: String) -> String {
    String(text.map { $0.isASCII && !$0.isNewline ? $0 : "_" }).replacingOccurrences(of: "'", with: "''")
  }

  /// A number in format E16.8: `-1.23456789E-03`, at the right of 16 columns. What a float32 cannot hold is 0.
  private static func field(_ value: Double) -> [UInt8] {
    let small = abs(value) < Double(Float.leastNonzeroMagnitude) ? 0 : value
    let text = String(format: "%.8E", small)
    return [UInt8](repeating: 0x20, count: max(0, 16 - text.utf8.count)) + Array(text.utf8)
  }
}
