import Foundation
import MRSCore

/// NIfTI-MRS files of one voxel (Clarke et al. 2022, doi:10.1002/mrm.29418), NIfTI-1 or -2, plain or gzipped.
///
/// Sign: the standard follows Levitt 1997 (doi:10.1006/jmre.1997.1161), where a nucleus that is less shielded turns
/// more negatively; ours turns it more positively. Every FID is therefore conjugated on reading and on writing. That
/// holds for nuclei of negative γ too, for which the standard reverses the sign of rotation once more.
///
/// TxOffset is where the *pulses* are centred, in ppm from SpectrometerFrequency. It does not move the receiver: a file
/// with TxOffset −2 has its water at 0 Hz like any other. So 0 Hz is water (4.65 ppm) for ¹H and 0 ppm for other
/// nuclei, unless the file was written here with another ``carrierKey``.
///
/// Time zero is the echo: where AcquisitionStartTime says that samples before it were recorded, they are dropped.
public enum NIfTIMRSFile {
  /// The key under which a carrier other than the default is kept, as a user-defined field of the standard's form.
  public static let carrierKey = "CarrierShift"

  /// - Parameter overrides: the times that the caller gives; sampling is what the file says.
  /// - Throws: ``FormatError``.
  public static func read(_ url: URL, overrides: SignalOverrides = .none) throws(FormatError) -> Scan {
    try read(FileBytes(url), url: url, overrides: overrides)
  }

  private static func read(_ file: FileBytes, url: URL, overrides: SignalOverrides) throws(FormatError) -> Scan {
    let (header, content) = try content(of: file)
    let metadata = try NIfTIMRSMetadata(content, header: header, path: file.path)
    let layout = try NIfTIMRSLayout(header: header, metadata: metadata, path: file.path)
    var doubts = layout.doubts + metadata.contradictions(with: header)
    if !header.dwellTimeUnitGiven { doubts.append(.dwellTimeUnitAssumed(seconds: header.dwellTime)) }
    let stored = samples(content, header: header, layout: layout)
    let (fids, dropped) = try fromEcho(
      stored, startTime: metadata.number("AcquisitionStartTime") ?? 0, dwellTime: header.dwellTime, path: file.path)
    if dropped > 0 { doubts.append(.samplesBeforeEcho(count: dropped)) }

    let nucleus = try metadata.nucleus(path: file.path)
    let times = StatedTimes(
      echo: metadata.time("EchoTime"), repetition: metadata.time("RepetitionTime"), nucleus: nucleus,
      readout: StatedTimes.readout(of: fids, dwellTime: header.dwellTime), overrides: overrides)
    var acquisition = Acquisition(
      nucleus: nucleus, spectrometerFrequency: try metadata.spectrometerFrequency(path: file.path),
      dwellTime: header.dwellTime, points: header.lengths[3] - dropped,
      carrierShift: nucleus == "1H" ? .bodyWater : .ppm(0), echoTime: times.echoTime,
      repetitionTime: times.repetitionTime)
    if case .object(let carrier)? = metadata.values[carrierKey], let ppm = carrier["Value"]?.number {
      acquisition.carrierShift = .ppm(ppm)
    }
    acquisition.sequence = SequenceName.localisation(
      in: metadata.values["SequenceName"]?.string, metadata.values["ProtocolName"]?.string)

    let dimensions = header.lengths.map(String.init).joined(separator: " × ")
    let fields =
      [
        HeaderField(name: "format", value: "NIfTI-\(header.version), \(header.order) endian, \(header.intentName)"),
        HeaderField(name: "dim", value: dimensions),
        HeaderField(name: "DwellTime", value: "\(header.dwellTime)"),
      ] + metadata.fields
    return Scan(
      url: url, format: .niftiMRS,
      signals: FIDArray(acquisition: acquisition, coils: layout.coils, averages: layout.averages, samples: fids),
      averagesRepresented: layout.averages > 1 ? 1 : nil, fields: fields, doubts: doubts + times.doubts)
  }

  /// The header, and the content up to the last sample: its size is checked against the file's *before* it is inflated.
  private static func content(of file: FileBytes) throws(FormatError) -> (NIfTIHeader, [UInt8]) {
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

  /// The FIDs in the package's sign, coil by coil.
  private static func samples(_ content: [UInt8], header: NIfTIHeader, layout: NIfTIMRSLayout) -> [ComplexVector] {
    let width = header.bytesPerSample / 2
    let order = header.order
    let points = header.lengths[3]
    var fids: [ComplexVector] = []
    for coil in 0..<layout.coils {
      for average in 0..<layout.averages {
        var fid = ComplexVector(zeros: points)
        let first = coil * layout.coilStride + average * layout.averageStride
        for i in 0..<points {
          let offset = header.dataOffset + (first + i) * header.bytesPerSample
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
