import Foundation
import MRSCore

/// The signals of the measurement in a twix file that is spectroscopy: which readouts they are, and how they are sampled.
struct TwixSignal: Sendable {
  let measurement: TwixMeasurement
  let settings: SiemensProtocol
  /// Those of the metabolites, or of all that was measured: of an edited scan one list a condition.
  let conditions: [[TwixAcquisition]]
  /// The counter that tells conditions apart; `nil` for a scan of one, or whose counters do not tell.
  let editingCounter: String?
  /// Those of the unsuppressed water.
  let water: [TwixAcquisition]
  let channels: Int
  let trim: TwixTrim
  /// Words for people to inspect: how many readouts are what.
  let summary: [HeaderField]
  let doubts: [Doubt]

  /// The last measurement that is spectroscopy.
  /// - Throws: ``FormatError/notSpectroscopy(path:what:advice:)`` where there is none.
  init(in file: SeekableFile) throws(FormatError) {
    let measurements = try TwixMeasurement.all(in: file)
    guard
      let (measurement, settings) = measurements.reversed().lazy.map({ ($0, $0.settings) })
        .first(where: { Self.isSpectroscopy($0.1, $0.0) })
    else { throw Self.refusal(measurements, path: file.path) }
    let readouts = try TwixReadout.all(of: measurement, in: file)
    let all = try TwixAcquisition.grouped(readouts, path: file.path)
    let size = settings.count("sSpecPara.lVectorSize") ?? 0
    let signal = all.filter { $0.readout.kind == .signal && $0.readout.samples >= 2 }
    guard let longest = signal.map(\.readout.samples).max() else {
      throw .missingField(
        path: file.path, field: "a readout of signal",
        advice: "Of \(all.count) readouts none is: the measurement was stopped, or the file is of an adjustment.")
    }
    // Shorter ones steer the measurement (navigators).
    let kept = signal.filter { $0.readout.samples >= size }
    guard let first = kept.first else {
      throw .contradiction(
        path: file.path, first: "'sSpecPara.lVectorSize' is \(size)",
        second: "the longest readout has \(longest) samples",
        advice: "The file is damaged, or of a sequence that is not known here.")
    }
    try Self.checkShapes(kept, path: file.path)
    try Self.checkEncoding(kept, path: file.path)
    let (signals, water) = Self.parted(kept, settings)
    let names = [settings.sequenceFile, measurement.parameter("tProtocolName")].compactMap(\.self)
    let editing = TwixEditing(signals, names: names, isVB: measurement.isVB)
    (self.measurement, self.settings, self.water) = (measurement, settings, water)
    conditions = editing?.conditions ?? [signals]
    editingCounter = editing?.counter
    channels = first.offsets.count
    trim = try TwixTrim(first.readout, vectorSize: size, settings: settings, measurement, path: file.path)
    summary = Self.summary(readouts: readouts.count, all, measurements: measurements.count, first)
    doubts = Self.doubts(signals, names, editing)
  }

  /// Imaging has no vector of spectroscopy; an FID without voxel has, under any sequence.
  private static func isSpectroscopy(_ settings: SiemensProtocol, _ measurement: TwixMeasurement) -> Bool {
    (settings.count("sSpecPara.lVectorSize") ?? 0) > 0 && measurement.firstReadout < measurement.end
  }

  private static func refusal(_ measurements: [TwixMeasurement], path: String) -> FormatError {
    let names = measurements.map { measurement in
      measurement.settings.sequenceFile.map { "'\($0)'" } ?? "an unnamed sequence"
    }
    return .notSpectroscopy(
      path: path, what: "Siemens raw data (twix) of \(names.joined(separator: ", ")), imaging or adjustment",
      advice:
        "its protocol has no sSpecPara.lVectorSize; take the file of the spectroscopy (its name has svs, for instance)")
  }

  private static func checkShapes(_ kept: [TwixAcquisition], path: String) throws(FormatError) {
    guard let first = kept.first else { return }
    guard !first.offsets.isEmpty else {
      throw .invalidField(
        path: path, location: .file, field: "the channels of a readout", found: "0", expected: "at least 1",
        consequence: "The file is damaged.")
    }
    for (index, other) in kept.enumerated()
    where other.offsets.count != first.offsets.count || other.readout.samples != first.readout.samples {
      throw .contradiction(
        path: path, first: "readout 1 has \(first.offsets.count) channels × \(first.readout.samples) samples",
        second: "readout \(index + 1) has \(other.offsets.count) × \(other.readout.samples)",
        advice: "The measurement is of several kinds of signal, or the file is damaged.")
    }
  }

  /// Lines, partitions and slices are places in k-space.
  private static func checkEncoding(_ kept: [TwixAcquisition], path: String) throws(FormatError) {
    for name in ["Lin", "Par", "Sli"] where Set(kept.map { $0.readout.counters[name] }).count > 1 {
      throw .notYetRead(
        path: path, format: "Siemens raw data of a spectroscopic image (counter \(name) changes)",
        advice: "take its RDA or DICOM export, in which the scanner has reconstructed the voxels")
    }
  }

  /// Siemens' own sequences count the water reference as phase 0 and the metabolites as phase 1.
  private static func parted(
    _ kept: [TwixAcquisition], _ settings: SiemensProtocol
  ) -> (signals: [TwixAcquisition], water: [TwixAcquisition]) {
    let phases = Set(kept.map { $0.readout.counters["Phs"] })
    let product = ["svs_se", "svs_st", "svs_slaser"].contains(settings.sequenceFile?.lowercased() ?? "")
    guard let first = phases.min(), phases.count > 1, product || (settings.count("sSpecPara.lAutoRefScanMode") ?? 1) > 1
    else { return (kept, []) }
    return (
      kept.filter { $0.readout.counters["Phs"] != first }, kept.filter { $0.readout.counters["Phs"] == first }
    )
  }

  private static func summary(
    readouts: Int, _ all: [TwixAcquisition], measurements: Int, _ first: TwixAcquisition
  ) -> [HeaderField] {
    let counts = Dictionary(grouping: all, by: \.readout.kind).mapValues(\.count)
    let words = counts.sorted { $0.key.rawValue < $1.key.rawValue }.map { "\($0.value) of \($0.key.rawValue)" }
    return [
      HeaderField(name: "measurements", value: "\(measurements)"),
      HeaderField(
        name: "readouts",
        value: "\(all.count) (\(words.joined(separator: ", "))) of \(first.offsets.count) channels × "
          + "\(first.readout.samples) samples, \(all.reduce(0) { $0 + $1.offsets.count }) of single channels"),
    ]
  }

  private static func doubts(
    _ signals: [TwixAcquisition], _ names: [String], _ editing: TwixEditing?
  ) -> [Doubt] {
    let others: [String] = ["Eco", "Phs", "Seg", "Ida", "Idb", "Idc", "Idd", "Ide"].filter { $0 != editing?.counter }
    var doubts: [Doubt] = others.compactMap { name in
      let count = Set(signals.map { $0.readout.counters[name] }).count
      return count > 1 ? .untaggedDimension(name: name, size: count, takenAs: "averages") : nil
    }
    if let editing {
      doubts += editing.doubts
    } else if signals.count > 1, let name = names.first(where: { SequenceName.editing(in: $0) != .unlikely }) {
      doubts.append(
        .contradictoryFields(
          first: "the sequence is '\(name)', as edited scans are named",
          second: "which of \(signals.count) readouts is of which condition is not said",
          used: "all are taken as alike, unless 'hepatica process' finds them to differ in turn"))
    }
    return doubts
  }
}
