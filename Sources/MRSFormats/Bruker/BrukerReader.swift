import Foundation
import MRSCore

/// Bruker ParaVision scans of one voxel: `fid`, `ser` or `rawdata.job0` beside `method` and `acqp`; the water reference that
/// the scanner keeps beside them (`fid.refscan`, `fid.ref`) is a file of its own.
///
/// The delay of the digital filter is removed. 0 Hz is water moved by PVM_FrqWorkOffsetPpm, the offset of the carrier.
enum BrukerReader: SignalReader {
  static let format = SignalFormat.bruker

  /// A file of this format holds one.
  static func count(at url: URL) throws(FormatError) -> Int? { 1 }

  private static let names: Set<String> = ["fid", "ser", "rawdata.job0", "fid.refscan", "fid.ref", "fid.raw"]

  /// True for the samples beside both parameter files, and for those files themselves.
  static func recognises(_ beginning: FileBytes) -> Bool {
    let name = beginning.name.lowercased()
    let isParameters = name == "method" || name == "acqp"
    guard names.contains(name) || isParameters, beginning.hasSibling("method"), beginning.hasSibling("acqp") else {
      return false
    }
    return !isParameters || beginning.bytes.starts(with: Array("##TITLE=".utf8))
  }

  static func scans(at url: URL, overrides: SignalOverrides) throws(FormatError) -> [Scan] {
    let folder = url.deletingLastPathComponent()
    let file = try FileBytes(try samples(of: url))
    let method = try BrukerParameters(FileBytes(folder.appending(path: "method")))
    let acquisition = try BrukerParameters(FileBytes(folder.appending(path: "acqp")))
    try check(acquisition)
    let layout = try BrukerLayout(file, method: method, acquisition: acquisition)
    let delay = BrukerGroupDelay(method: method, acquisition: acquisition)
    guard 2 * delay.samples < Double(layout.points) else {
      throw .invalidField(
        path: method.path, location: .file, field: delay.source ?? "PVM_DigShift", found: "\(delay.samples) samples",
        expected: "less than half of the \(layout.points) samples", consequence: "The group delay cannot be removed.")
    }
    if SequenceName.editing(in: method.string("Method")) == .certain, layout.repetitions > 1 {
      throw .invalidField(
        path: method.path, location: method.location("Method"), field: "Method",
        found: "'\(method.string("Method") ?? "")' with \(layout.repetitions) repetitions",
        expected: "that of a scan whose repetitions are of one condition",
        consequence:
          "Conditions of an edited scan must not be averaged. Convert it with 'spec2nii bruker -m FID FOLDER'.")
    }
    let plan = FourierTransform(count: layout.points)
    let fids = (0..<layout.coils).flatMap { coil in
      (0..<layout.repetitions).map { delay.removed(from: layout.fid(file, coil: coil, repetition: $0), plan) }
    }
    return [try scan(url, file, method, acquisition, layout, delay, fids, overrides)]
  }

  /// The file itself, or the samples beside the parameter file that is named.
  static func samples(of url: URL) throws(FormatError) -> URL {
    guard !names.contains(url.lastPathComponent.lowercased()) else { return url }
    let folder = url.deletingLastPathComponent()
    let found = ["fid", "rawdata.job0", "ser"].map { folder.appending(path: $0) }.first {
      FileManager.default.fileExists(atPath: $0.path(percentEncoded: false))
    }
    guard let found else {
      throw .missingCompanion(
        path: url.path(percentEncoded: false), lookedFor: "fid, rawdata.job0 or ser",
        advice: "They hold the samples; copy the whole folder of the scan.")
    }
    return found
  }

  /// - Throws: ``FormatError/notSpectroscopy(path:what:advice:)`` for images, ``FormatError/notYetRead(path:format:advice:)``
  ///   for grids of voxels.
  private static func check(_ acquisition: BrukerParameters) throws(FormatError) {
    let axes = acquisition.words("ACQ_dim_desc")
    guard let first = axes.first else { return }
    guard first == "Spectroscopic" else {
      throw .notSpectroscopy(
        path: acquisition.path, what: "a Bruker imaging scan (ACQ_dim_desc \(axes.joined(separator: ", ")))",
        advice: "name the folder of a spectroscopic scan")
    }
    guard axes.count == 1 else {
      throw .notYetRead(
        path: acquisition.path,
        format: "a Bruker scan of several voxels (ACQ_dim_desc \(axes.joined(separator: ", ")))",
        advice: "convert its reconstruction with 'spec2nii bruker -m 2DSEQ FOLDER'")
    }
  }

  private static func scan(
    _ url: URL, _ file: FileBytes, _ method: BrukerParameters, _ acquired: BrukerParameters, _ layout: BrukerLayout,
    _ delay: BrukerGroupDelay, _ fids: [ComplexVector], _ overrides: SignalOverrides
  ) throws(FormatError) -> Scan {
    let width = BrukerWidth(method: method, acquisition: acquired)
    let sampling = try StatedSampling(
      dwellTime: .init(
        name: width.source, value: width.hertz.map { 1 / $0 }, location: .file, unit: "hertz"),
      megahertz: .init(
        name: "BF1", value: acquired.number("BF1"), location: acquired.location("BF1"), unit: "megahertz"),
      overrides: overrides, path: acquired.path)
    let stated = [acquired.string("NUCLEUS"), acquired.string("NUC1"), method.string("PVM_Nucleus1")]
      .compactMap { $0.flatMap(NucleusName.standard) }.first
    let nucleus = stated ?? "1H"
    var doubts = layout.doubts + width.doubts + sampling.doubts
    if stated == nil { doubts.append(.assumedField(field: "NUCLEUS", value: "1H")) }
    if delay.source == nil { doubts.append(.assumedField(field: "PVM_DigShift", value: "no group delay")) }
    func time(_ key: String, _ other: String) -> StatedTimes.Field {
      method.number(key) == nil && acquired.number(other) != nil ? acquired.time(other) : method.time(key)
    }
    let times = StatedTimes(
      echo: time("PVM_EchoTime", "ACQ_echo_time"), repetition: time("PVM_RepetitionTime", "ACQ_repetition_time"),
      nucleus: nucleus, readout: StatedTimes.readout(of: fids, dwellTime: sampling.dwellTime), overrides: overrides)
    let offset = method.number("PVM_FrqWorkOffsetPpm").flatMap { abs($0) < 100 ? $0 : nil } ?? 0
    let acquisition = Acquisition(
      nucleus: nucleus, spectrometerFrequency: sampling.frequency, dwellTime: sampling.dwellTime,
      points: fids.first?.count ?? 0, carrierShift: .ppm((nucleus == "1H" ? ChemicalShift.bodyWater.ppm : 0) + offset),
      sequence: SequenceName.localisation(in: method.string("Method"), acquired.string("PULPROG")),
      echoTime: times.echoTime, repetitionTime: times.repetitionTime)
    var standard = StandardFields()
    standard.set("Manufacturer", "Bruker")
    standard.set("SequenceName", method.string("Method"))
    standard.set("SoftwareVersions", acquired.string("ACQ_sw_version"))
    if offset != 0 { standard.set("TxOffset", offset) }
    let removed = HeaderField(
      name: "group delay removed", value: "\(delay.samples) samples (\(delay.source ?? "unknown"))")
    return Scan(
      url: url, format: format,
      signals: FIDArray(
        acquisition: acquisition, coils: layout.coils, averages: layout.repetitions, samples: fids),
      averagesRepresented: averages(of: file, method, acquired, layout), geometry: geometry(method), standard: standard,
      fields: acquired.fields(Self.acquiredFields) + method.fields(Self.methodFields) + [removed],
      doubts: doubts + times.doubts)
  }

  /// How many acquisitions each FID sums: `PVM_NAverages`, unless the file holds each alone.
  private static func averages(
    of file: FileBytes, _ method: BrukerParameters, _ acquired: BrukerParameters, _ layout: BrukerLayout
  ) -> Int? {
    let isReference = file.name.lowercased().hasPrefix("fid.ref")
    guard
      let count = isReference ? method.count("PVM_RefScanNA") : method.count("PVM_NAverages") ?? acquired.count("NA")
    else { return nil }
    let repetitions = (acquired.count("NR") ?? 1) * (acquired.count("NI") ?? 1)
    return layout.repetitions == repetitions * count ? 1 : count
  }

  /// The voxel in ParaVision's subject frame, which is DICOM's: its three edges are the rows of the gradient matrix.
  private static func geometry(_ method: BrukerParameters) -> VoxelGeometry? {
    let size = method.numbers("PVM_VoxArrSize")
    let centre = method.numbers("PVM_VoxArrPosition")
    let rows = method.numbers("PVM_VoxArrGradOrient")
    guard size.count == 3, centre.count == 3, rows.count == 9, size.allSatisfy({ $0 > 0 && $0.isFinite }),
      (centre + rows).allSatisfy(\.isFinite)
    else { return nil }
    let directions = (0..<3).map { SIMD3(rows[3 * $0], rows[3 * $0 + 1], rows[3 * $0 + 2]) }
    guard directions.allSatisfy({ abs(($0 * $0).sum() - 1) < 0.01 }) else { return nil }
    return VoxelGeometry(dicomCentre: SIMD3(centre), size: SIMD3(size), dicomDirections: directions)
  }

  private static let acquiredFields = [
    "ACQ_sw_version", "PULPROG", "NUCLEUS", "BF1", "SW_h", "ACQ_size", "NI", "NR", "NA", "ACQ_jobs", "BYTORDA",
    "GO_raw_data_format", "ACQ_word_size", "GO_block_size", "GRPDLY", "RG",
  ]
  private static let methodFields = [
    "Method", "PVM_EchoTime", "PVM_RepetitionTime", "PVM_NAverages", "PVM_NRepetitions", "PVM_SpecSWH",
    "PVM_SpecMatrix",
    "PVM_DigNp", "PVM_DigShift", "PVM_EncNReceivers", "PVM_FrqWorkOffsetPpm", "PVM_VoxArrSize", "PVM_VoxArrPosition",
    "PVM_RefScanNA",
  ]
}
