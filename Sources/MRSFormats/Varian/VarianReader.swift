import Foundation
import MRSCore

/// Varian and Agilent scans: a folder of `fid` and `procpar`.
enum VarianReader: SignalReader {
  static let format = SignalFormat.varian

  /// A file of this format holds one.
  static func count(at url: URL) throws(FormatError) -> Int? { 1 }

  /// True for a `fid` or `procpar` beside the other: neither has a mark of its own.
  static func recognises(_ beginning: FileBytes) -> Bool {
    let name = beginning.name.lowercased()
    return (name == "fid" && beginning.hasSibling("procpar")) || name == "procpar"
  }

  static func scans(at url: URL, overrides: SignalOverrides) throws(FormatError) -> [Scan] {
    let folder = url.deletingLastPathComponent()
    let blocks = try VarianBlocks(FileBytes(try companion("fid", in: folder, of: url)))
    let parameters = try VarianParameters(FileBytes(try companion("procpar", in: folder, of: url)))
    if let points = parameters.number("np"), points != Double(2 * blocks.points) {
      throw .contradiction(
        path: blocks.path, first: "the fid has \(2 * blocks.points) values a trace",
        second: "'np' of procpar is \(points)",
        advice: "The two files are of different scans; copy both again.")
    }
    let changing = ["te", "tr", "tm", "ti"].first(where: parameters.changes)
    let editing = SequenceName.editing(in: parameters.string("seqfil"))
    guard changing == nil, editing != .certain || blocks.blocks * blocks.traces == parameters.receivers else {
      throw .invalidField(
        path: parameters.path, location: parameters.location(changing ?? "seqfil"), field: changing ?? "seqfil",
        found: changing == nil ? "'\(parameters.string("seqfil") ?? "")'" : "arrayed",
        expected: "that of a scan whose traces are of one condition",
        consequence: "Traces of several conditions must not be averaged. Export each condition to a folder of its own.")
    }
    let order = try VarianOrder(blocks, receivers: parameters.receivers)
    return [try scan(url, blocks, parameters, order, overrides)]
  }

  private static func companion(_ name: String, in folder: URL, of url: URL) throws(FormatError) -> URL {
    let file = folder.appending(path: name)
    guard FileManager.default.fileExists(atPath: file.path(percentEncoded: false)) else {
      throw .missingCompanion(
        path: url.path(percentEncoded: false), lookedFor: name,
        advice: "A fid holds the samples, its procpar what they mean; copy both into one folder.")
    }
    return file
  }

  private static func scan(
    _ url: URL, _ blocks: VarianBlocks, _ parameters: VarianParameters, _ order: VarianOrder,
    _ overrides: SignalOverrides
  ) throws(FormatError) -> Scan {
    let width = parameters.number("sw")
    let sampling = try StatedSampling(
      dwellTime: .init(name: "sw", value: width.map { 1 / $0 }, location: parameters.location("sw"), unit: "hertz"),
      megahertz: .init(
        name: "sfrq", value: parameters.number("sfrq"), location: parameters.location("sfrq"), unit: "megahertz"),
      overrides: overrides, path: parameters.path)
    var doubts = sampling.doubts + order.doubts
    let stated = parameters.string("tn").flatMap(NucleusName.standard)
    if stated == nil { doubts.append(.assumedField(field: "tn", value: "1H")) }
    let nucleus = stated ?? "1H"
    let times = StatedTimes(
      echo: parameters.time("te"), repetition: parameters.time("tr"), nucleus: nucleus,
      readout: StatedTimes.readout(of: order.fids, dwellTime: sampling.dwellTime), overrides: overrides)
    let acquisition = Acquisition(
      nucleus: nucleus, spectrometerFrequency: sampling.frequency, dwellTime: sampling.dwellTime, points: blocks.points,
      carrierShift: nucleus == "1H" ? .bodyWater : .ppm(0),
      sequence: SequenceName.localisation(in: parameters.string("seqfil")), echoTime: times.echoTime,
      repetitionTime: times.repetitionTime)
    var standard = StandardFields()
    standard.set("Manufacturer", "Varian")
    standard.set("SequenceName", parameters.string("seqfil"))
    standard.set("MixingTime", parameters.number("tm"))
    let transients = Set(blocks.transients)
    return Scan(
      url: url, format: format,
      signals: FIDArray(
        acquisition: acquisition, coils: order.coils, averages: order.fids.count / order.coils, samples: order.fids),
      averagesRepresented: transients.count == 1 ? transients.first.flatMap { $0 >= 1 ? $0 : nil } : nil,
      standard: standard, fields: parameters.fields, doubts: doubts + times.doubts)
  }
}
