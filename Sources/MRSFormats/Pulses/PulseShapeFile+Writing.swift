import Foundation
import MRSCore

extension PulseShapeFile {
  /// Writes a pulse as Varian's `.RF`: comments with its length and strength, then phase in degrees and amplitude, the largest
  /// 1023, a sample. ``read(_:)`` reads the same shape.
  /// - Throws: ``FormatError/unwritable(path:reason:)``.
  public static func write(_ pulse: RFPulse, to url: URL) throws(FormatError) {
    let peak = pulse.peak.hertz
    let header = [
      pulse.name, "\(pulse.reference)", "duration \(pulse.duration * 1000) ms, \(pulse.waveform.count) samples",
      "peak \(peak) Hz (gamma B1/2 pi), flip \(pulse.flip.degrees) degrees",
      "bandwidth \(pulse.bandwidth.hertz) Hz, isodelay \(pulse.isodelay * 1000) ms",
    ]
    let samples = pulse.waveform.indices.map { index in
      let sample = pulse.waveform[index]
      let phase = sample.length > 0 ? sample.phase * 180 / .pi : 0
      return "\(phase) \(1023 * sample.length / peak) 1"
    }
    try FileBytes.write(Array(((header.map { "# \($0)" } + samples).joined(separator: "\n") + "\n").utf8), to: url)
  }
}
