import Foundation
import MRSCore

/// Philips SDAT/SPAR pairs: VAX floats, real and imaginary in turn, `rows` FIDs of `samples` points.
///
/// Sign: as stored, a resonance downfield of the carrier has positive frequency, our own convention; nothing is
/// conjugated. 0 Hz is water for ¹H.
///
/// Rows are averages, or voxels of a grid where the header says that phases were encoded. Rows of a scan that is edited by its name
/// are taken as its conditions in turn (`DIM_EDIT`), which the header does not say: a doubt.
enum PhilipsFile {
  /// Reads the pair of which `url` names either file; the other is looked for beside it, in any letter case.
  /// - Parameter overrides: the times that the caller gives; sampling is what the file says.
  /// - Throws: ``FormatError``.
  static func scans(at url: URL, overrides: SignalOverrides) throws(FormatError) -> [Scan] {
    let isHeader = url.pathExtension.lowercased() == "spar"
    let named = try FileBytes(url)
    let companion = try FileBytes(try self.companion(of: url, extension: isHeader ? "sdat" : "spar"))
    let header = SPARHeader(isHeader ? named : companion)
    let data = isHeader ? companion : named

    let (points, rows, lacking) = try sizes(header, data)
    let grid = try PhilipsGrid(header, rows: rows)
    let consequence = "The SDAT cannot be read without it."
    let bandwidth: Double
    var doubts = lacking
    if !header.has("sample_frequency"), let step = header.sampleFrequency {
      bandwidth = step
      doubts.append(.assumedField(field: "sample_frequency", value: "\(step) Hz, from 'dim1_step',"))
    } else {
      bandwidth = try header.positive("sample_frequency", unit: "hertz", consequence: consequence)
    }
    let frequency = try header.positive("synthesizer_frequency", unit: "hertz", consequence: consequence)
    try SamplingLimits.check(
      dwellTime: 1 / bandwidth, field: "sample_frequency", path: header.path,
      location: header.location("sample_frequency"), unit: "hertz")
    try SamplingLimits.check(
      megahertz: frequency / 1e6, field: "synthesizer_frequency", path: header.path,
      location: header.location("synthesizer_frequency"))
    let conditions = grid == nil ? try editingConditions(header, rows: rows) : 1
    if grid == nil { doubts += editingDoubts(header, rows: rows, conditions: conditions) }
    if header.nucleus == nil { doubts.append(.assumedField(field: "nucleus", value: "1H")) }
    if let offset = header.number("offset_frequency"), offset != 0 {
      doubts.append(.frequencyOffsetNotApplied(hertz: offset))
    }
    let fids = (0..<rows).map { fid(data, row: $0, points: points) }
    let nucleus = header.nucleus ?? "1H"
    let times = StatedTimes(
      echo: header.time("echo_time"), repetition: header.time("repetition_time"), nucleus: nucleus,
      readout: StatedTimes.readout(of: fids, dwellTime: 1 / bandwidth), overrides: overrides)
    let acquisition = Acquisition(
      nucleus: nucleus, spectrometerFrequency: .hertz(frequency), dwellTime: 1 / bandwidth, points: points,
      carrierShift: nucleus == "1H" ? .bodyWater : .ppm(0),
      sequence: SequenceName.localisation(in: header.string("scan_id")),
      echoTime: times.echoTime, repetitionTime: times.repetitionTime)
    // With one row the scanner has averaged; with several it is not said whether 'averages' counts a row's or all.
    let averages = header.number("averages").flatMap { $0 >= 1 && $0 < 1e9 ? Int($0) : nil }
    func scan(_ samples: [ComplexVector], represented: Int?, part: ScanPart?) -> Scan {
      Scan(
        url: url, format: .philipsSDAT,
        signals: FIDArray(acquisition: acquisition, coils: 1, averages: samples.count, samples: samples),
        averagesRepresented: represented, part: part, geometry: grid == nil ? header.geometry : nil,
        standard: header.standard, fields: header.fields, doubts: doubts + times.doubts)
    }
    if conditions > 1 {
      return (0..<conditions).map { condition in
        let own = stride(from: condition, to: rows, by: conditions).map { fids[$0] }
        let axis = ScanPart.Coordinate(axis: "DIM_EDIT", index: condition, count: conditions)
        return scan(own, represented: averages == rows ? 1 : nil, part: ScanPart([axis]))
      }
    }
    guard let grid else {
      return [scan(fids, represented: rows == 1 ? averages : averages == rows ? 1 : nil, part: nil)]
    }
    return fids.enumerated().map { scan([$1], represented: averages, part: grid.part(ofRow: $0)) }
  }

  /// Points and rows, against the size of the data; where the header lacks one of them, the size tells it.
  private static func sizes(
    _ header: SPARHeader, _ data: FileBytes
  ) throws(FormatError) -> (points: Int, rows: Int, doubts: [Doubt]) {
    var doubts: [Doubt] = []
    func other(_ key: String, _ known: Int) -> Int? {
      guard data.bytes.count.isMultiple(of: 8 * known) else { return nil }
      let count = data.bytes.count / (8 * known)
      doubts.append(.assumedField(field: key, value: "\(count), from the size of the SDAT,"))
      return count
    }
    var points = header.has("samples") || !header.has("rows") ? try header.count("samples") : 0
    var rows = header.has("rows") || !header.has("samples") ? try header.count("rows") : 0
    if rows == 0 { rows = other("rows", points) ?? 1 }
    if points == 0 { points = other("samples", rows) ?? 1 }
    let (total, overflow) = points.multipliedReportingOverflow(by: rows * 8)
    guard !overflow, total == data.bytes.count else {
      let name = (header.path as NSString).lastPathComponent
      throw .contradiction(
        path: data.path, first: "\(name) gives \(points) samples × \(rows) rows × 8 bytes = \(total)",
        second: "the file has \(data.bytes.count) bytes",
        advice: "One of the two is not of this scan, or was cut off; export the pair again.")
    }
    return (points, rows, doubts)
  }

  private static func fid(_ data: FileBytes, row: Int, points: Int) -> ComplexVector {
    var fid = ComplexVector(zeros: points)
    for i in 0..<points {
      fid.real[i] = VAXFloat.value(in: data.bytes, at: 8 * (row * points + i))
      fid.imaginary[i] = VAXFloat.value(in: data.bytes, at: 8 * (row * points + i) + 4)
    }
    return fid
  }

  /// How many conditions of editing the rows are in turn, by the scan's name: MEGA has two, HERMES and HERCULES four.
  /// - Throws: ``FormatError/invalidField(path:location:field:found:expected:consequence:)`` for rows that are no whole turns.
  private static func editingConditions(_ header: SPARHeader, rows: Int) throws(FormatError) -> Int {
    guard rows > 1, let name = header.string("scan_id"), SequenceName.editing(in: name) == .certain else { return 1 }
    let conditions = name.lowercased().contains("her") ? 4 : 2
    guard rows.isMultiple(of: conditions) else {
      throw .invalidField(
        path: header.path, location: header.location("scan_id"), field: "scan_id",
        found: "'\(name)' with \(rows) rows", expected: "as many rows of each of \(conditions) conditions",
        consequence: "Rows of an edited scan must not be averaged, and which row is of which condition is not known.")
    }
    return conditions
  }

  /// What the name of a scan of several rows says of editing.
  private static func editingDoubts(_ header: SPARHeader, rows: Int, conditions: Int) -> [Doubt] {
    guard rows > 1, let name = header.string("scan_id") else { return [] }
    if conditions > 1 {
      return [.assumedField(field: "EditCondition", value: "that the rows are \(conditions) conditions in turn")]
    }
    guard SequenceName.editing(in: name) == .likely else { return [] }
    return [
      .contradictoryFields(
        first: "'scan_id' is '\(name)', as edited scans are named",
        second: "'rows' is \(rows), and which row is of which condition is not said",
        used: "all rows are taken as alike, unless 'hepatica process' finds them to differ in turn")
    ]
  }

  /// The file of the same name and the other extension, in any letter case of both.
  static func companion(of url: URL, extension wanted: String) throws(FormatError) -> URL {
    let folder = url.deletingLastPathComponent()
    let name = url.deletingPathExtension().lastPathComponent.lowercased() + "." + wanted
    let siblings = (try? FileManager.default.contentsOfDirectory(atPath: folder.path(percentEncoded: false))) ?? []
    let exact = url.deletingPathExtension().lastPathComponent
    let matches = siblings.filter { $0.lowercased() == name }.sorted()
    guard let match = matches.first(where: { $0.hasPrefix(exact) }) ?? matches.first else {
      throw .missingCompanion(
        path: url.path(percentEncoded: false), lookedFor: "\(exact).\(wanted.uppercased()) (in any letter case)",
        advice: ["data", "list"].contains(wanted)
          ? "The .data holds the samples, its .list where they are; copy both into one folder."
          : "An SDAT holds the samples, its SPAR what they mean; copy both into one folder.")
    }
    return folder.appending(path: match)
  }
}
