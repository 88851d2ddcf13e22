import Foundation
import MRSCore

extension LCModelRawFile {
  /// Writes `fid` conjugated, as LCModel wants it, with nine digits: a float32 survives the round trip.
  /// - Throws: ``FormatError/unrepresentable(path:what:advice:)`` for samples that are NaN or infinite,
  ///   ``FormatError/unwritable(path:reason:)``.
  public static func write(_ fid: FID, identifier: String, to url: URL) throws(FormatError) {
    let path = url.path(percentEncoded: false)
    let count = fid.samples.indices.count {
      !FortranField.isRepresentable(fid.samples.real[$0]) || !FortranField.isRepresentable(fid.samples.imaginary[$0])
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
    if let sequence = acquisition.sequence { text += " SEQ = \(FortranField.quoted(sequence))\n" }
    text +=
      " $END\n $NMID\n ID = \(FortranField.quoted(identifier))\n FMTDAT = '(2E16.8)'\n VOLUME = 1.\n TRAMP = 1.\n $END\n"
    var bytes = Array(text.utf8)
    for i in fid.samples.indices {
      bytes += FortranField.exponential(fid.samples.real[i], width: 16, digits: 8)
      bytes += FortranField.exponential(-fid.samples.imaginary[i], width: 16, digits: 8)
      bytes.append(0x0a)
    }
    try FileBytes.write(bytes, to: url)
  }
}
