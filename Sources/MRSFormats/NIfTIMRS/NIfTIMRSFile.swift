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
public enum NIfTIMRSFile {
  /// The key under which a carrier other than the default is kept, as a user-defined field of the standard's form.
  public static let carrierKey = "CarrierShift"

  /// Longer echo times (s) are taken as an error of unit.
  static let longestEchoTime = 2.0
  /// Longer repetition times (s) are taken as an error of unit.
  static let longestRepetitionTime = 120.0

  /// - Throws: ``FormatError``.
  public static func read(_ url: URL) throws(FormatError) -> Scan {
    try read(FileBytes(url), url: url)
  }

  static func read(_ file: FileBytes, url: URL) throws(FormatError) -> Scan {
    let (header, content) = try content(of: file)
    let metadata = try NIfTIMRSMetadata(content, header: header, path: file.path)
    var doubts: [Doubt] = []
    if !header.dwellTimeUnitGiven { doubts.append(.dwellTimeUnitAssumed(seconds: header.dwellTime)) }
    let nucleus = try metadata.nucleus(path: file.path)
    var acquisition = Acquisition(
      nucleus: nucleus, spectrometerFrequency: try metadata.spectrometerFrequency(path: file.path),
      dwellTime: header.dwellTime, points: header.lengths[3], carrierShift: nucleus == "1H" ? .bodyWater : .ppm(0))
    if case .object(let carrier)? = metadata.values[carrierKey], let ppm = carrier["Value"]?.number, ppm.isFinite {
      acquisition.carrierShift = .ppm(ppm)
    }
    acquisition.echoTime = metadata.time("EchoTime", longest: longestEchoTime, doubts: &doubts)
    acquisition.repetitionTime = metadata.time("RepetitionTime", longest: longestRepetitionTime, doubts: &doubts)
    acquisition.sequence = SequenceName.localisation(
      in: metadata.values["SequenceName"]?.string, metadata.values["ProtocolName"]?.string)

    let layout = try Layout(header: header, metadata: metadata, path: file.path)
    let signals = samples(content, header: header, layout: layout, acquisition: acquisition)
    let dimensions = header.lengths.map(String.init).joined(separator: " × ")
    let fields =
      [
        HeaderField(name: "format", value: "NIfTI-\(header.version), \(header.order) endian, \(header.intentName)"),
        HeaderField(name: "dim", value: dimensions),
        HeaderField(name: "DwellTime", value: "\(header.dwellTime)"),
      ] + metadata.fields
    return Scan(
      url: url, format: .niftiMRS, signals: signals, averagesRepresented: layout.averages > 1 ? 1 : nil,
      fields: fields, doubts: doubts)
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

  /// Which of the dimensions 5 to 7 are coils and averages, and how far apart in the file their neighbours are.
  private struct Layout {
    var coils = 1
    var averages = 1
    var coilStride = 0
    var averageStride = 0

    init(header: NIfTIHeader, metadata: NIfTIMRSMetadata, path: String) throws(FormatError) {
      var stride = header.lengths[3]
      for dimension in 5...7 {
        let length = header.lengths[dimension - 1]
        defer { stride *= length }
        guard length > 1 else { continue }
        let tag = metadata.tag(ofDimension: dimension)
        switch tag {
        case "DIM_COIL" where coils == 1: (coils, coilStride) = (length, stride)
        case "DIM_DYN" where averages == 1: (averages, averageStride) = (length, stride)
        default:
          throw .invalidField(
            path: path, location: .file, field: "dim_\(dimension)", found: "\(tag) of length \(length)",
            expected: "one DIM_COIL and one DIM_DYN; any other dimension of length 1",
            consequence: "Edited, indirect and repeated dimensions are not read; split the file along it first.")
        }
      }
    }
  }

  private static func samples(
    _ content: [UInt8], header: NIfTIHeader, layout: Layout, acquisition: Acquisition
  ) -> FIDArray {
    let width = header.bytesPerSample / 2
    let order = header.order
    var fids: [ComplexVector] = []
    for coil in 0..<layout.coils {
      for average in 0..<layout.averages {
        var fid = ComplexVector(zeros: acquisition.points)
        let first = coil * layout.coilStride + average * layout.averageStride
        for i in 0..<acquisition.points {
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
    return FIDArray(acquisition: acquisition, coils: layout.coils, averages: layout.averages, samples: fids)
  }
}
