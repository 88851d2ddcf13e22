import Foundation
import MRSCore

/// LCModel RAW files: a namelist $NMID, then the FID as formatted numbers (Provencher, LCModel manual).
///
/// A RAW file holds neither dwell time nor, mostly, frequency. They come from the caller, from $SEQPAR, or from the
/// control file in the same folder that names the RAW file. Sign: as stored, metabolites upfield of water have positive
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
    if let points = overrides.points ?? control?.points, points != samples.count {
      throw .contradiction(
        path: file.path,
        first: overrides.points == nil
          ? "\(control?.path ?? "") gives NUNFIL = \(points)" : "\(points) points were asked for",
        second: "the file has \(samples.count) complex samples",
        advice: samples.count.isMultiple(of: points)
          ? "RAW files of several voxels or averages are not read." : "The file was cut off, or is of another scan.")
    }
    let acquisition = try acquisition(
      points: samples.count, path: file.path, overrides: overrides, sequence: groups["SEQPAR"], control: control)
    let fields = groups.values.sorted { $0.line < $1.line }.flatMap(\.fields)
    return Scan(
      url: url, format: .lcmodelRaw,
      signals: FIDArray(acquisition: acquisition, coils: 1, averages: 1, samples: [samples]),
      averagesRepresented: nil, fields: fields, doubts: [])
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
    points: Int, path: String, overrides: SignalOverrides, sequence: Namelist?, control: LCModelControlFile?
  ) throws(FormatError) -> Acquisition {
    let ownDwellTime = try sequence?.positive("deltat", unit: "seconds", path: path)
    let ownFrequency = try sequence?.positive("hzpppm", unit: "megahertz", path: path)
    let knownDwellTime = overrides.dwellTime ?? control?.dwellTime ?? ownDwellTime
    guard let dwellTime = knownDwellTime, dwellTime > 0, dwellTime.isFinite else {
      throw .missingField(
        path: path, field: "dwell time",
        advice: """
          A RAW file holds none: give --dwell-time (seconds), or put the control file that names it (DELTAT, HZPPPM) \
          into its folder.
          """)
    }
    let knownFrequency = overrides.spectrometerFrequency?.megahertz ?? control?.frequency ?? ownFrequency
    guard let frequency = knownFrequency, frequency > 0, frequency.isFinite else {
      throw .missingField(
        path: path, field: "spectrometer frequency",
        advice: """
          This RAW file holds none: give --frequency (megahertz), or put the control file that names it (DELTAT, \
          HZPPPM) into its folder.
          """)
    }
    return Acquisition(
      spectrometerFrequency: .megahertz(frequency), dwellTime: dwellTime, points: points,
      sequence: sequence?.string("seq")?.uppercased(),
      echoTime: try sequence?.positive("echot", unit: "milliseconds", path: path).map { $0 / 1000 })
  }
}
