import Foundation
import MRSCore

/// What reading a scan gives, for comparison: everything that a fit sees, the samples by their digest.
struct ScanReading: Sendable {
  private struct Signal: Hashable {
    let acquisition: Acquisition
    let coils: Int
    let averages: Int
    let samples: [UInt8]

    init(_ array: FIDArray) {
      acquisition = array.acquisition
      coils = array.coils
      averages = array.averages
      let hash = SHA256()
      for fid in array.samples {
        // By their bits: NaN is unlike itself.
        for values in [fid.real, fid.imaginary] {
          unsafe values.withUnsafeBytes { hash.update(data: unsafe Data($0)) }
        }
      }
      samples = hash.finalize()
    }
  }

  private struct One {
    let signal: Signal
    let water: Signal?
    let part: ScanPart?
    let geometry: VoxelGeometry?
    let averagesRepresented: Int?
  }

  let format: SignalFormat
  private let scans: [One]

  /// - Throws: ``FormatError``.
  init(_ url: URL, overrides: SignalOverrides) throws(FormatError) {
    let scans = try SignalFile.readAll(url, overrides: overrides)
    guard let first = scans.first else {
      throw .missingField(
        path: url.path(percentEncoded: false), field: "a signal", advice: "Nothing is there to be kept.")
    }
    format = first.format
    self.scans = scans.map { scan in
      One(
        signal: Signal(scan.signals), water: scan.water.map(Signal.init), part: scan.part, geometry: scan.geometry,
        averagesRepresented: scan.averagesRepresented)
    }
  }

  /// What a RAW file does not say its control file may, which does not come along.
  func completed(_ overrides: SignalOverrides) -> SignalOverrides {
    guard format == .lcmodelRaw, let acquisition = scans.first?.signal.acquisition else { return overrides }
    var own = overrides
    own.dwellTime = acquisition.dwellTime
    own.spectrometerFrequency = acquisition.spectrometerFrequency
    return own
  }

  /// The first thing that is not the same; `nil` where all is.
  func difference(from other: ScanReading) -> String? {
    if format != other.format { return "format" }
    if scans.count != other.scans.count { return "number of signals" }
    for (one, two) in zip(scans, other.scans) {
      for (first, second) in [(one.signal, two.signal), (one.water, two.water)] as [(Signal?, Signal?)]
      where first != second {
        guard let first, let second else { return "water reference" }
        if first.samples != second.samples || first.coils != second.coils || first.averages != second.averages {
          return "samples"
        }
        return first.acquisition.sequence != second.acquisition.sequence ? "sequence" : "sampling or times"
      }
      if one.part != two.part { return "order of signals" }
      if one.geometry != two.geometry { return "place of the voxel" }
      if one.averagesRepresented != two.averagesRepresented { return "number of averages" }
    }
    return nil
  }
}
