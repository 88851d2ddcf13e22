import Foundation
import MRSCore

/// Signals as a table for programs that read no format of spectroscopy: one row a sample.
public enum SignalTable {
  /// Columns: `part` (as ``ScanPart``; empty for one signal), `signal` (`metabolites` or `water`), `coil`, `average`, `index` (all from
  /// 0), `time_s`, `real`, `imaginary`. A resonance at f Hz downfield of the carrier turns as exp(+2πi·f·t).
  /// - Throws: ``FormatError/unwritable(path:reason:)``.
  public static func write(_ scans: [Scan], to url: URL) throws(FormatError) {
    var text = "part,signal,coil,average,index,time_s,real,imaginary\n"
    for scan in scans {
      // Commas between coordinates would be columns.
      let part = (scan.part?.description ?? "").replacing(",", with: " ")
      for (name, array) in [("metabolites", Optional(scan.signals)), ("water", scan.water)] {
        guard let array else { continue }
        for (number, fid) in array.samples.enumerated() {
          let start = "\(part),\(name),\(number / array.averages),\(number % array.averages),"
          for i in fid.indices {
            text += "\(start)\(i),\(array.acquisition.time(ofSample: i)),\(fid.real[i]),\(fid.imaginary[i])\n"
          }
        }
      }
    }
    try FileBytes.write(Array(text.utf8), to: url)
  }
}
