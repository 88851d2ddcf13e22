import Foundation
import MRSCore

/// LCModel RAW files: a namelist $NMID, then the FID as formatted numbers (Provencher, LCModel manual).
///
/// LCModel's own RAW files hold neither dwell time nor, mostly, frequency. They come from the caller, from the control
/// file in the same folder that names the RAW file, or from $SEQPAR, where FID-A states `dwellTime` (s) and
/// `NumberOfPoints`. Sign: as stored, metabolites upfield of water have positive
/// frequency; the FID is conjugated on reading and on writing, unless BRUKER = T says that it is the other way.
/// Samples are multiplied by TRAMP/VOLUME, as LCModel does.
public enum LCModelRawFile {
  /// - Throws: ``FormatError``.
  public static func read(_ url: URL, overrides: SignalOverrides = .none) throws(FormatError) -> Scan {
    let file = try FileBytes(url)
    var groups: [String: Namelist] = [:]
    var offset = 0
    var line = 1
    while groups["NMID"] == nil {
      guard let group = try Namelist.next(in: file.bytes, from: offset, line: line, path: file.path) else {
        throw .missingField(
          path: file.path, field: "$NMID", advice: "An LCModel RAW file has this namelist before its samples.")
      }
      groups[group.name] = group
      (offset, line) = (group.end, group.endLine)
    }
    let control = try LCModelControlFile.naming(url)
    let samples = try samples(file, from: offset, line: line, header: groups["NMID"])
    let sequence = groups["SEQPAR"]
    for (points, statement) in [
      (overrides.points, "the count asked for is"), (control?.points, "\(control?.path ?? "") gives NUNFIL ="),
      (try sequence?.count("numberofpoints", path: file.path), "$SEQPAR gives NumberOfPoints ="),
    ] {
      guard let points, points != samples.count else { continue }
      throw .contradiction(
        path: file.path, first: "\(statement) \(points)", second: "the file has \(samples.count) complex samples",
        advice: samples.count.isMultiple(of: points)
          ? "RAW files of several voxels or averages are not read." : "The file was cut off, or is of another scan.")
    }
    let (acquisition, doubts) = try acquisition(
      samples, path: file.path, overrides: overrides, sequence: sequence, control: control)
    let fields = groups.values.sorted { $0.line < $1.line }.flatMap(\.fields)
    return Scan(
      url: url, format: .lcmodelRaw,
      signals: FIDArray(acquisition: acquisition, coils: 1, averages: 1, samples: [samples]),
      averagesRepresented: nil, fields: fields, doubts: doubts)
  }

  /// The samples after the header, in the package's sign and scaled.
  private static func samples(
    _ file: FileBytes, from offset: Int, line: Int, header: Namelist?
  ) throws(FormatError) -> ComplexVector {
    guard header?.flag("seqacq") != true else {
      throw .notYetRead(
        path: file.path, format: "a sequentially sampled RAW file (SEQACQ = T)",
        advice: "convert it to simultaneous sampling")
    }
    var numbers = FortranNumbers(file.bytes, from: offset, line: line, path: file.path)
    var values: [Double] = []
    while let value = try numbers.next() { values.append(value) }
    guard !values.isEmpty, values.count.isMultiple(of: 2) else {
      throw .contradiction(
        path: file.path, first: "complex samples need an even number of values", second: "\(values.count) were found",
        advice: "The file was probably cut off; copy or export it again.")
    }
    let amplitude = try header?.positive("tramp", unit: "transmitter amplitude", path: file.path) ?? 1
    let volume = try header?.positive("volume", unit: "volume", path: file.path) ?? 1
    let scale = amplitude / volume
    let sign = header?.flag("bruker") == true ? scale : -scale
    var samples = ComplexVector(zeros: values.count / 2)
    for i in samples.indices {
      samples.real[i] = scale * values[2 * i]
      samples.imaginary[i] = sign * values[2 * i + 1]
    }
    return samples
  }

  private static func acquisition(
    _ samples: ComplexVector, path: String, overrides: SignalOverrides, sequence: Namelist?,
    control: LCModelControlFile?
  ) throws(FormatError) -> (Acquisition, [Doubt]) {
    let dwellTimes: [Statement] = try [
      ("--dwell-time", overrides.dwellTime), ("DELTAT of the control file", control?.dwellTime),
      ("DELTAT of $SEQPAR", sequence?.positive("deltat", unit: "seconds", path: path)),
      ("dwellTime of $SEQPAR", sequence?.positive("dwelltime", unit: "seconds", path: path)),
    ]
    guard let dwellTime = dwellTimes.first(where: { $0.value != nil }), let seconds = dwellTime.value else {
      throw .missingField(
        path: path, field: "dwell time",
        advice: """
          This RAW file holds none: give --dwell-time (in milliseconds, as 0.5), or put the control file that names it \
          (DELTAT, HZPPPM) into its folder.
          """)
    }
    try SamplingLimits.check(
      dwellTime: seconds, field: dwellTime.name, path: path,
      unit: overrides.dwellTime == nil ? "seconds" : "milliseconds")
    let frequencies: [Statement] = try [
      ("--frequency", overrides.spectrometerFrequency?.megahertz),
      ("HZPPPM of the control file", control?.frequency),
      ("HZPPPM of $SEQPAR", sequence?.positive("hzpppm", unit: "megahertz", path: path)),
    ]
    guard let frequency = frequencies.first(where: { $0.value != nil }), let megahertz = frequency.value else {
      throw .missingField(
        path: path, field: "spectrometer frequency",
        advice: """
          This RAW file holds none: give --frequency (megahertz), or put the control file that names it (DELTAT, \
          HZPPPM) into its folder.
          """)
    }
    try SamplingLimits.check(megahertz: megahertz, field: frequency.name, path: path)
    let times = StatedTimes(
      echo: ("ECHOT", try sequence?.lcmodelEchoTime(path: path)), repetition: ("TR", nil),
      readout: StatedTimes.readout(of: [samples], dwellTime: seconds), overrides: overrides)
    let acquisition = Acquisition(
      spectrometerFrequency: .megahertz(megahertz), dwellTime: seconds, points: samples.count,
      sequence: sequence?.string("seq")?.uppercased(), echoTime: times.echoTime, repetitionTime: times.repetitionTime)
    let doubts =
      contradictions(dwellTimes.map { ($0.name, $0.value.map { 1000 * $0 }) }, unit: "ms")
      + contradictions(frequencies, unit: "MHz")
    return (acquisition, doubts + times.doubts)
  }

  /// Where a number is stated, and the number, if it is.
  private typealias Statement = (name: String, value: Double?)

  /// The first statement is used; those that differ from it by more than a thousandth are doubts.
  private static func contradictions(_ statements: [Statement], unit: String) -> [Doubt] {
    guard let first = statements.first(where: { $0.value != nil }), let used = first.value else { return [] }
    return statements.compactMap { other in
      guard let value = other.value, abs(value / used - 1) > 1e-3 else { return nil }
      return .contradictoryFields(
        first: "\(first.name) is \(used) \(unit)", second: "\(other.name) is \(value) \(unit)",
        used: "the former was used")
    }
  }
}
