import Foundation
import MRSCore

/// Philips SDAT/SPAR pairs: VAX floats, real and imaginary in turn, `rows` FIDs of `samples` points.
///
/// Sign: as stored, a resonance downfield of the carrier has positive frequency, our own convention; nothing is
/// conjugated. 0 Hz is water for ¹H.
public enum PhilipsFile {
  /// Reads the pair of which `url` names either file; the other is looked for beside it, in any letter case.
  /// - Throws: ``FormatError``.
  public static func read(_ url: URL) throws(FormatError) -> Scan {
    let isHeader = url.pathExtension.lowercased() == "spar"
    let named = try FileBytes(url)
    let companion = try FileBytes(try self.companion(of: url, extension: isHeader ? "sdat" : "spar"))
    let header = SPARHeader(isHeader ? named : companion)
    let data = isHeader ? companion : named

    let points = try header.count("samples")
    let rows = try header.count("rows")
    let (total, overflow) = points.multipliedReportingOverflow(by: rows * 8)
    guard !overflow, total == data.bytes.count else {
      let name = (header.path as NSString).lastPathComponent
      throw .contradiction(
        path: data.path, first: "\(name) gives \(points) samples × \(rows) rows × 8 bytes = \(total)",
        second: "the file has \(data.bytes.count) bytes",
        advice: "One of the two is not of this scan, or was cut off; export the pair again.")
    }
    let consequence = "The SDAT cannot be read without it."
    let bandwidth = try header.positive("sample_frequency", unit: "hertz", consequence: consequence)
    let frequency = try header.positive("synthesizer_frequency", unit: "hertz", consequence: consequence)
    guard (1e6...3e9).contains(frequency), (1...1e7).contains(bandwidth) else {
      throw .contradiction(
        path: header.path, first: "'synthesizer_frequency' is \(frequency) Hz and 'sample_frequency' \(bandwidth) Hz",
        second: "they must lie in 1e6 … 3e9 and 1 … 1e7 Hz", advice: "Check their units.")
    }

    var doubts: [Doubt] = []
    let nucleus = header.string("nucleus")
    if nucleus == nil { doubts.append(.assumedField(field: "nucleus", value: "1H")) }
    if let offset = header.number("offset_frequency"), offset != 0 {
      doubts.append(.frequencyOffsetNotApplied(hertz: offset))
    }
    let acquisition = Acquisition(
      nucleus: nucleus ?? "1H", spectrometerFrequency: .hertz(frequency), dwellTime: 1 / bandwidth, points: points,
      carrierShift: (nucleus ?? "1H") == "1H" ? .bodyWater : .ppm(0),
      sequence: SequenceName.localisation(in: header.string("scan_id")),
      echoTime: header.number("echo_time").flatMap { $0 > 0 ? $0 / 1000 : nil },
      repetitionTime: header.number("repetition_time").flatMap { $0 > 0 ? $0 / 1000 : nil })
    let fids = (0..<rows).map { row in
      var fid = ComplexVector(zeros: points)
      for i in 0..<points {
        fid.real[i] = VAXFloat.value(in: data.bytes, at: 8 * (row * points + i))
        fid.imaginary[i] = VAXFloat.value(in: data.bytes, at: 8 * (row * points + i) + 4)
      }
      return fid
    }
    // With one row the scanner has averaged; with several it is not said whether 'averages' counts a row's or all.
    let averages = header.number("averages").flatMap { $0 >= 1 && $0 < 1e9 ? Int($0) : nil }
    return Scan(
      url: url, format: .philipsSDAT,
      signals: FIDArray(acquisition: acquisition, coils: 1, averages: rows, samples: fids),
      averagesRepresented: rows == 1 ? averages : averages == rows ? 1 : nil, fields: header.fields, doubts: doubts)
  }

  /// The file of the same name and the other extension, in any letter case of both.
  private static func companion(of url: URL, extension wanted: String) throws(FormatError) -> URL {
    let folder = url.deletingLastPathComponent()
    let name = url.deletingPathExtension().lastPathComponent.lowercased() + "." + wanted
    let siblings = (try? FileManager.default.contentsOfDirectory(atPath: folder.path(percentEncoded: false))) ?? []
    let exact = url.deletingPathExtension().lastPathComponent
    let matches = siblings.filter { $0.lowercased() == name }.sorted()
    guard let match = matches.first(where: { $0.hasPrefix(exact) }) ?? matches.first else {
      throw .missingCompanion(
        path: url.path(percentEncoded: false), lookedFor: "\(exact).\(wanted.uppercased()) (in any letter case)",
        advice: "An SDAT holds the samples, its SPAR what they mean; copy both into one folder.")
    }
    return folder.appending(path: match)
  }
}
