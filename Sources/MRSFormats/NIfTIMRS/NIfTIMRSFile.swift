import Foundation
import MRSCore

/// NIfTI-MRS files of one voxel or of a grid (Clarke et al. 2022, doi:10.1002/mrm.29418), NIfTI-1 or -2, plain or gzipped.
///
/// Sign: the standard follows Levitt 1997 (doi:10.1006/jmre.1997.1161), where a nucleus that is less shielded turns
/// more negatively; ours turns it more positively. Every FID is therefore conjugated on reading and on writing. That
/// holds for nuclei of negative γ too, for which the standard reverses the sign of rotation once more.
///
/// TxOffset is where the *pulses* are centred, in ppm from SpectrometerFrequency. It does not move the receiver: a file
/// with TxOffset −2 has its water at 0 Hz like any other. 0 Hz is SpecFreqChemShift + RxOffset; where a file has neither, water
/// (4.65 ppm) for ¹H and 0 ppm for other nuclei.
///
/// Time zero is the echo: where AcquisitionStartTime says that samples before it were recorded, they are dropped.
public enum NIfTIMRSFile {
  /// The key under which files that this package wrote before SpecFreqChemShift was standard keep a carrier other than the
  /// default.
  static let carrierKey = "CarrierShift"

  /// The one signal of a file, or the one that ``SignalOverrides/part`` chooses.
  /// - Parameter overrides: the times that the caller gives; sampling is what the file says.
  /// - Throws: ``FormatError``.
  public static func read(_ url: URL, overrides: SignalOverrides = .none) throws(FormatError) -> Scan {
    try ScanPart.chosen(
      from: scans(at: url, overrides: overrides), by: overrides.part, path: url.path(percentEncoded: false))
  }

  /// Every signal of a file: one a voxel, and one a condition, measurement or step of a series.
  /// - Throws: ``FormatError``.
  static func scans(at url: URL, overrides: SignalOverrides) throws(FormatError) -> [Scan] {
    let file = try FileBytes(url)
    let (header, content) = try content(of: file)
    let metadata = try NIfTIMRSMetadata(content, header: header, path: file.path)
    try metadata.requireImageSpace(path: file.path)
    let layout = try NIfTIMRSLayout(header: header, metadata: metadata, path: file.path)
    var doubts = layout.doubts + metadata.contradictions(with: header)
    if !header.dwellTimeUnitGiven { doubts.append(.dwellTimeUnitAssumed(seconds: header.dwellTime)) }
    let geometry = NIfTIGeometry.geometry(content, version: header.version, order: header.order)
    let dimensions = header.lengths.map(String.init).joined(separator: " × ")
    let fields =
      [
        HeaderField(name: "format", value: "NIfTI-\(header.version), \(header.order) endian, \(header.intentName)"),
        HeaderField(name: "dim", value: dimensions),
        HeaderField(name: "DwellTime", value: "\(header.dwellTime)"),
      ] + metadata.fields
    var scans: [Scan] = []
    for (first, part, indices) in layout.signals {
      let values = metadata.of(zip(layout.axes, indices).map { ($0.dimension, $1) })
      let stored = samples(content, header: header, layout: layout, first: first)
      let (signals, own) = try signals(stored, values, header: header, layout: layout, path: file.path, overrides)
      let voxel = (x: part.index(along: "x"), y: part.index(along: "y"), z: part.index(along: "z"))
      scans.append(
        Scan(
          url: url, format: .niftiMRS, signals: signals, averagesRepresented: layout.averages > 1 ? 1 : nil,
          part: part.coordinates.isEmpty ? nil : part, geometry: geometry?.moved(to: voxel), standard: values.standard,
          fields: fields, doubts: doubts + own))
    }
    return scans
  }

  private static func signals(
    _ stored: [ComplexVector], _ metadata: NIfTIMRSMetadata, header: NIfTIHeader, layout: NIfTIMRSLayout,
    path: String, _ overrides: SignalOverrides
  ) throws(FormatError) -> (FIDArray, [Doubt]) {
    let (fids, dropped) = try fromEcho(
      stored, startTime: metadata.number("AcquisitionStartTime") ?? 0, dwellTime: header.dwellTime, path: path)
    let nucleus = try metadata.nucleus(path: path)
    let times = StatedTimes(
      echo: metadata.time("EchoTime"), repetition: metadata.time("RepetitionTime"), nucleus: nucleus,
      readout: StatedTimes.readout(of: fids, dwellTime: header.dwellTime), overrides: overrides)
    let acquisition = Acquisition(
      nucleus: nucleus, spectrometerFrequency: try metadata.spectrometerFrequency(path: path),
      dwellTime: header.dwellTime, points: header.lengths[3] - dropped,
      carrierShift: try metadata.carrierShift(nucleus: nucleus, path: path),
      sequence: SequenceName.localisation(
        in: metadata.values["SequenceName"]?.string, metadata.values["ProtocolName"]?.string),
      echoTime: times.echoTime, repetitionTime: times.repetitionTime)
    return (
      FIDArray(acquisition: acquisition, coils: layout.coils, averages: layout.averages, samples: fids),
      (dropped > 0 ? [.samplesBeforeEcho(count: dropped)] : []) + times.doubts
    )
  }

  /// How many signals a file holds, by its header alone.
  /// - Throws: ``FormatError``.
  static func count(at url: URL) throws(FormatError) -> Int {
    let file = try FileBytes(url)
    var content = file.bytes
    if Gzip.isCompressed(content) {
      content = try Gzip.decompressed(file, limit: NIfTIHeader.longest, verifying: false)
      let end = try NIfTIHeader(content, path: file.path).dataOffset
      content = try Gzip.decompressed(file, limit: min(end, 1 << 26), verifying: false)
    }
    let header = try NIfTIHeader(content, path: file.path)
    let metadata = try NIfTIMRSMetadata(content, header: header, path: file.path)
    let layout = try NIfTIMRSLayout(header: header, metadata: metadata, path: file.path)
    return layout.axes.reduce(layout.grid.x * layout.grid.y * layout.grid.z) { $0 * $1.count }
  }

  /// The header, and the content up to the last sample: its size is checked against the file's *before* it is inflated.
  static func content(of file: FileBytes) throws(FormatError) -> (NIfTIHeader, [UInt8]) {
    guard Gzip.isCompressed(file.bytes) else {
      let header = try NIfTIHeader(file.bytes, path: file.path)
      try check(header, against: file.bytes.count, path: file.path)
      return (header, file.bytes)
    }
    let start = try Gzip.decompressed(file, limit: NIfTIHeader.longest, verifying: false)
    let header = try NIfTIHeader(start, path: file.path)
    try check(header, against: file.bytes.count * Gzip.largestRatio, path: file.path)
    let content = try Gzip.decompressed(file, limit: header.dataOffset + header.dataSize, verifying: true)
    try check(header, against: content.count, path: file.path)
    return (header, content)
  }

  private static func check(_ header: NIfTIHeader, against available: Int, path: String) throws(FormatError) {
    let (end, overflow) = header.dataOffset.addingReportingOverflow(header.dataSize)
    guard !overflow, end <= available else {
      let sizes = header.lengths.map(String.init).joined(separator: " × ")
      throw .truncated(
        path: path, part: "a signal of \(sizes) samples of \(header.bytesPerSample) bytes after the header",
        needed: overflow ? .max : end, found: available)
    }
  }

  /// The FIDs of the signal that begins at sample `first`, in the package's sign, coil by coil.
  private static func samples(
    _ content: [UInt8], header: NIfTIHeader, layout: NIfTIMRSLayout, first start: Int
  ) -> [ComplexVector] {
    let width = header.bytesPerSample / 2
    let order = header.order
    let points = header.lengths[3]
    let step = layout.grid.x * layout.grid.y * layout.grid.z
    var fids: [ComplexVector] = []
    for coil in 0..<layout.coils {
      for average in 0..<layout.averages {
        var fid = ComplexVector(zeros: points)
        let first = start + coil * layout.coilStride + average * layout.averageStride
        for i in 0..<points {
          let offset = header.dataOffset + (first + i * step) * header.bytesPerSample
          let real = width == 4 ? order.float32(in: content, at: offset) : order.float64(in: content, at: offset)
          let imaginary =
            width == 4
            ? order.float32(in: content, at: offset + width) : order.float64(in: content, at: offset + width)
          fid.real[i] = header.slope * real
          fid.imaginary[i] = -header.slope * imaginary
        }
        fids.append(fid)
      }
    }
    return fids
  }
}
