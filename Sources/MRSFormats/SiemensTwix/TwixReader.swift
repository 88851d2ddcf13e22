import Foundation
import MRSCore

/// Siemens raw data, "twix": every channel of every readout, of VB, VD, VE and XA.
///
/// Sign: as stored, a resonance downfield of the carrier has positive frequency, our own convention; nothing is conjugated.
/// 0 Hz is water for ¹H. Time zero is the echo by the readout's own header; the twofold oversampling is removed (see
/// ``ReadoutDecimation``). Readouts of noise, of phase correction and of parallel imaging are left out, water references become
/// ``Scan/water``, and all other repetitions are averages, in the order in which they were measured; those of an edited scan
/// averages of the condition that ``TwixEditing`` finds.
enum TwixReader: SignalReader {
  static let format = SignalFormat.siemensTwix
  static let extensions: Set<String> = ["dat", "twix"]

  /// VB begins with the length of its header, the number of its parts, and the name of the first; later versions with a
  /// table of measurements, which begin at multiples of 512 beyond it.
  static func recognises(_ beginning: FileBytes) -> Bool {
    let bytes = beginning.bytes
    guard bytes.count >= 24 else { return false }
    if TwixMeasurement.beginsWithPart(bytes) { return true }
    let first = Int(ByteOrder.little.integer(UInt32.self, in: bytes, at: 0))
    let count = Int(ByteOrder.little.integer(UInt32.self, in: bytes, at: 4))
    let start = ByteOrder.little.integer(UInt64.self, in: bytes, at: 16)
    return TwixMeasurement.isContainer(first: first, count: count) && start.isMultiple(of: 512) && start >= 9_736
      && start < 1 << 40
  }

  static func scans(at url: URL, overrides: SignalOverrides) throws(FormatError) -> [Scan] {
    try scans(at: url, overrides: overrides, worker: .quiet())
  }

  static func scans(at url: URL, overrides: SignalOverrides, worker: Worker) throws(FormatError) -> [Scan] {
    let file = try SeekableFile(url)
    let signal = try TwixSignal(in: file)
    let path = file.path
    let settings = signal.settings
    let frequency = "sTXSPEC.asNucleusInfo[0].lFrequency"
    guard let hertz = settings.number(frequency) else {
      throw .missingField(path: path, field: frequency, advice: "It gives the ppm axis; the file is damaged.")
    }
    try SamplingLimits.check(megahertz: hertz / 1e6, field: frequency, path: path)
    let trim = signal.trim
    let decimates = trim.isOversampled && !overrides.keepsOversampling
    let dwellTime = decimates ? 2 * trim.dwellTime : trim.dwellTime
    let points = decimates ? trim.count / 2 : trim.count
    let nucleus = settings.string("sTXSPEC.asNucleusInfo[0].tNucleus")
    let times = StatedTimes(
      echo: settings.echoTime, repetition: settings.repetitionTime, nucleus: nucleus ?? "1H",
      readout: dwellTime * Double(points), overrides: overrides)
    let standard = signal.measurement.standard
    let acquisition = Acquisition(
      nucleus: nucleus ?? "1H", spectrometerFrequency: .hertz(hertz), dwellTime: dwellTime, points: points,
      carrierShift: (nucleus ?? "1H") == "1H" ? .bodyWater : .ppm(0),
      sequence: SequenceName.localisation(in: settings.sequenceFile, standard["ProtocolName"]?.string),
      echoTime: times.echoTime, repetitionTime: times.repetitionTime)
    let decimation = decimates ? ReadoutDecimation(points: points) : nil
    var conditions: [FIDArray] = []
    for readouts in signal.conditions {
      if let array = try array(readouts, signal, decimation, acquisition, in: file, worker) { conditions.append(array) }
    }
    let water = try array(signal.water, signal, decimation, acquisition, in: file, worker)
    guard let first = conditions.first ?? water else {
      throw .missingField(
        path: path, field: "a readout of signal", advice: "All samples are zero; nothing was measured.")
    }
    var doubts = times.doubts + signal.doubts + conditions.flatMap { unlikeStrengths($0) }
    if nucleus == nil { doubts.append(.assumedField(field: "sTXSPEC.asNucleusInfo[0].tNucleus", value: "1H")) }
    if trim.start > 0 { doubts.append(.samplesBeforeEcho(count: trim.start)) }
    func scan(_ signals: FIDArray, water: FIDArray?, part: ScanPart? = nil, standard: StandardFields) -> Scan {
      Scan(
        url: url, format: format, signals: signals, water: water, averagesRepresented: 1, part: part,
        geometry: settings.voxel, standard: standard, fields: signal.summary + signal.measurement.fields,
        doubts: doubts)
    }
    guard conditions.count > 1, let counter = signal.editingCounter else {
      return [scan(first, water: conditions.isEmpty ? nil : water, standard: standard)]
    }
    return conditions.enumerated().map { index, array in
      var own = standard
      own.set("EditCondition", "\(counter) \(index)")
      let axis = ScanPart.Coordinate(axis: "DIM_EDIT", index: index, count: conditions.count)
      return scan(array, water: water, part: ScanPart([axis]), standard: own)
    }
  }

  /// - Returns: `nil` where nothing but zeros was measured.
  private static func array(
    _ acquisitions: [TwixAcquisition], _ signal: TwixSignal, _ decimation: ReadoutDecimation?,
    _ acquisition: Acquisition, in file: SeekableFile, _ worker: Worker
  ) throws(FormatError) -> FIDArray? {
    let range = signal.trim.start..<(signal.trim.start + signal.trim.count)
    let coils = signal.channels
    var rest = acquisitions[...]
    /// The channels of the next readout that is not of zeros.
    func next() throws(FormatError) -> [ComplexVector]? {
      while let readout = rest.popFirst() {
        guard let channels = try readout.samples(in: file) else { continue }
        return channels.map { decimation?.decimated($0[range]) ?? $0[range] }
      }
      return nil
    }
    if coils > 1, 8 * coils * acquisitions.count * acquisition.points >= LongScan.shortest {
      let progress = worker.progress(of: "Reading", total: acquisitions.count, unit: "readouts")
      defer { progress.finish() }
      let fids = try SpooledFIDs(points: acquisition.points, path: file.path) { () throws(FormatError) in
        defer { progress.advance(by: 1) }
        return try next()
      }
      let averages = fids.count / coils
      guard averages > 0 else { return nil }
      return FIDArray(
        acquisition: acquisition, coils: coils, averages: averages,
        samples: FIDSamples(
          fids, order: (0..<coils).flatMap { coil in (0..<averages).map { $0 * coils + coil } }))
    }
    var rows: [[ComplexVector]] = []
    while let channels = try next() { rows.append(channels) }
    guard !rows.isEmpty else { return nil }
    return FIDArray(
      acquisition: acquisition, coils: coils, averages: rows.count,
      samples: (0..<coils).flatMap { coil in rows.map { $0[coil] } })
  }

  /// Water references among the averages, which nothing in the file names, are told by their height: unsuppressed water is a
  /// hundred times as high as what is left of it, and repetitions of one kind differ by far less than five times.
  private static func unlikeStrengths(_ signals: FIDArray) -> [Doubt] {
    let heights = (0..<signals.averages).map { average in
      (0..<signals.coils).map { coil in
        signals.samples[coil * signals.averages + average, 0..<min(64, signals.acquisition.points)].energy
      }.reduce(0, +).squareRoot()
    }
    guard let low = heights.min(), let high = heights.max(), high > 5 * low else { return [] }
    let many = heights.count { $0 > high / 5 }
    return [
      .contradictoryFields(
        first: "\(many) of \(heights.count) readouts are more than five times as strong as the weakest",
        second: "nothing in the file says that they are of another kind, as water references are",
        used: "all were averaged as if alike")
    ]
  }
}
