import Foundation
import MRSCore

/// jMRUI files of both forms, line by line and byte by byte.
enum JMRUIWriter {
  static func text(
    _ signals: FIDArray, _ changes: [String: String] = [:], comma: Bool = false, without: Set<String> = []
  ) -> String {
    let keys = [
      ("Filename", "secret.txt"), ("PointsInDataset", "\(signals.acquisition.points)"),
      ("DatasetsInFile", "\(signals.averages)"), ("SamplingInterval", "2.5E-1"), ("ZeroOrderPhase", "0E0"),
      ("BeginTime", "0E0"), ("TransmitterFrequency", "1.277E8"), ("MagneticField", "3E0"), ("TypeOfNucleus", "1E0"),
      ("NameOfPatient", "SECRET^NAME"), ("DateOfExperiment", "19700101"), ("AdditionalInfo", "SECRET"),
    ]
    var lines = ["jMRUI Data Textfile", ""]
    lines += keys.filter { !without.contains($0.0) }.map { "\($0): \(changes[$0] ?? $1)" }
    lines += ["", "Signal and FFT", "sig(real)\tsig(imag)\tfft(real)\tfft(imag)"]
    for (index, fid) in signals.samples.enumerated() {
      lines.append("Signal \(index + 1) out of \(signals.averages) in file")
      lines += fid.indices.map { "\(fid.real[$0])\t\(fid.imaginary[$0])\t1.0\t2.0" }
    }
    let text = lines.joined(separator: "\r\n") + "\r\n"
    return comma ? text.replacingOccurrences(of: ".", with: ",") : text
  }

  /// 64 big-endian doubles, the samples, a text.
  static func binary(_ signals: FIDArray, _ changes: [Int: Double] = [:], cut: Int = 0) -> [UInt8] {
    var file = ByteWriter(isBig: true)
    var header = [Double](repeating: 0, count: 64)
    for (index, value) in [1: 64.0, 2: 0.25, 5: 1.277e8, 6: 3, 7: 1, 13: 2] { header[index] = value }
    for (index, value) in changes { header[index] = value }
    for value in header { file.append(double: value) }
    for fid in signals.samples {
      for i in fid.indices {
        file.append(double: fid.real[i])
        file.append(double: fid.imaginary[i])
      }
    }
    return (file.bytes + Array("SECRET^NAME\n".utf8)).dropLast(cut)
  }
}
