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
  /// - Parameter worker: told how far a long gzipped file is unpacked.
  /// - Throws: ``FormatError``.
  static func scans(
    at url: URL, overrides: SignalOverrides, worker: Worker = .quiet()
  ) throws(FormatError) -> [Scan] {
    let file = try NIfTIMRSContent(url, worker: worker)
    let header = file.header
    let metadata = try NIfTIMRSMetadata(file.bytes, header: header, path: file.path)
    try metadata.requireImageSpace(path: file.path)
    let layout = try NIfTIMRSLayout(header: header, metadata: metadata, path: file.path)
    var doubts = layout.doubts + metadata.contradictions(with: header)
    if !header.dwellTimeUnitGiven { doubts.append(.dwellTimeUnitAssumed(seconds: header.dwellTime)) }
    let geometry = NIfTIGeometry.geometry(file.bytes, version: header.version, order: header.order)
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
      let (signals, own) = try signals(of: file, values, layout: layout, first: first, overrides)
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
    of file: NIfTIMRSContent, _ metadata: NIfTIMRSMetadata, layout: NIfTIMRSLayout, first: Int,
    _ overrides: SignalOverrides
  ) throws(FormatError) -> (FIDArray, [Doubt]) {
    let (header, path) = (file.header, file.path)
    let start = try EchoStart(
      startTime: metadata.number("AcquisitionStartTime") ?? 0, dwellTime: header.dwellTime, points: header.lengths[3],
      path: path)
    let fids = samples(of: file, layout: layout, first: first, from: start)
    let nucleus = try metadata.nucleus(path: path)
    let times = StatedTimes(
      echo: metadata.time("EchoTime"), repetition: metadata.time("RepetitionTime"), nucleus: nucleus,
      readout: StatedTimes.readout(of: fids, dwellTime: header.dwellTime), overrides: overrides)
    let acquisition = Acquisition(
      nucleus: nucleus, spectrometerFrequency: try metadata.spectrometerFrequency(path: path),
      dwellTime: header.dwellTime, points: header.lengths[3] - start.dropped,
      carrierShift: try metadata.carrierShift(nucleus: nucleus, path: path),
      sequence: metadata.sequence,
      echoTime: times.echoTime, repetitionTime: times.repetitionTime)
    return (
      FIDArray(acquisition: acquisition, coils: layout.coils, averages: layout.averages, samples: fids),
      (start.dropped > 0 ? [.samplesBeforeEcho(count: start.dropped)] : []) + times.doubts
    )
  }

  /// The FIDs of the signal that begins at sample `first`, in the package's sign, coil by coil.
  private static func samples(
    of file: NIfTIMRSContent, layout: NIfTIMRSLayout, first: Int, from start: EchoStart
  ) -> FIDSamples {
    let firsts = (0..<layout.coils).flatMap { coil in
      (0..<layout.averages).map { first + coil * layout.coilStride + $0 * layout.averageStride }
    }
    if let stored = file.stored {
      let fids = NIfTIMRSStoredFIDs(stored, header: file.header, firsts: firsts, start: start)
      // Averages of one coil, which combining does not make fewer, are gone through too often to be left in the file.
      return layout.coils > 1 ? FIDSamples(fids) : FIDSamples(Array(FIDSamples(fids)))
    }
    let (content, header) = (file.bytes, file.header)
    let width = header.bytesPerSample / 2
    let order = header.order
    let points = header.lengths[3]
    let step = layout.grid.x * layout.grid.y * layout.grid.z
    return FIDSamples(
      firsts.map { first in
        var fid = ComplexVector(zeros: points)
        for i in 0..<points {
          let offset = header.dataOffset + (first + i * step) * header.bytesPerSample
          let real = width == 4 ? order.float32(in: content, at: offset) : order.float64(in: content, at: offset)
          let imaginary =
            width == 4
            ? order.float32(in: content, at: offset + width) : order.float64(in: content, at: offset + width)
          fid.real[i] = header.slope * real
          fid.imaginary[i] = -header.slope * imaginary
        }
        return start.fromEcho(fid)
      })
  }
}
