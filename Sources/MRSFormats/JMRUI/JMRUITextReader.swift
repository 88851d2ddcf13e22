import Foundation
import MRSCore

/// jMRUI's text files (Stefan et al. 2009, doi:10.1088/0957-0233/20/10/104035): `Key: value` lines, then a table a signal
/// under the line `Signal 1 out of 1 in file`, real and imaginary part of the signal in the columns `sig(real)` and
/// `sig(imag)`, tabs between.
///
/// Times are in ms, the frequency is in Hz. Several signals are several repetitions, as far as is known.
enum JMRUITextReader: SignalReader {
  static let format = SignalFormat.jmruiText

  /// A file of this format holds one.
  static func count(at url: URL) throws(FormatError) -> Int? { 1 }

  static func scans(at url: URL, overrides: SignalOverrides) throws(FormatError) -> [Scan] {
    let table = try JMRUITable(FileBytes(url))
    let points = try table.count("PointsInDataset")
    let signals = try table.count("DatasetsInFile", default: 1)
    guard table.signals.count == signals else {
      throw .contradiction(
        path: table.path, first: "'DatasetsInFile' is \(signals)",
        second: "\(table.signals.count) signals are in the file",
        advice: "The file was probably cut off; export it again.")
    }
    for (index, signal) in table.signals.enumerated() where signal.count != points {
      throw .contradiction(
        path: table.path, first: "'PointsInDataset' is \(points)",
        second: "signal \(index + 1) has \(signal.count) rows",
        advice: "The file was probably cut off; export it again.")
    }
    let hertz = table.number("TransmitterFrequency")
    let header = JMRUIHeader(
      path: table.path,
      dwellTime: StatedSampling.Field(
        name: "SamplingInterval", value: table.number("SamplingInterval").map { $0 / 1000 },
        location: table.location("SamplingInterval"), unit: "milliseconds"),
      frequency: StatedSampling.Field(
        name: "TransmitterFrequency", value: hertz.map { $0 < 1e5 ? $0 : $0 / 1e6 },
        location: table.location("TransmitterFrequency"), unit: "hertz"),
      field: table.number("MagneticField"), nucleus: table.string("TypeOfNucleus"),
      beginTime: (table.number("BeginTime") ?? 0) / 1000, fields: table.fields)
    return [try header.scan(url, format: format, fids: table.signals, overrides: overrides)]
  }

  /// True for a text that says so in its first line, or that has the keys of one.
  static func recognises(_ beginning: FileBytes) -> Bool {
    let beginning = Array(beginning.bytes.prefix(4096))
    if beginning.starts(with: Array("jMRUI".utf8)) { return true }
    return SignalFile.contains("PointsInDataset:", in: beginning)
      && SignalFile.contains("SamplingInterval:", in: beginning)
  }
}
