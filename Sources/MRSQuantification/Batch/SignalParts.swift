import Foundation
import MRSFormats

/// The signals of one file as spectra of a batch: voxels of a grid, conditions, measurements, and, where a series is asked for, as
/// many averages of it at a time.
struct SignalParts {
  let overrides: SignalOverrides
  /// How many averages are one step of a series; `nil` where all are averaged.
  let series: Int?

  /// - Parameter name: the file's, in tables.
  /// - Returns: one item for a file of one signal, or that cannot be read: its error is told in its place.
  func items(of file: URL, named name: String, water: URL?) -> [BatchItem] {
    // Most files hold one signal, and most formats tell so before their samples are read.
    if series == nil, (try? SignalFile.count(file, overrides: overrides)) == 1 {
      return [BatchItem(name: name, source: .file(file, water: water))]
    }
    guard overrides.part.isEmpty, let scans = try? SignalFile.readAll(file, overrides: overrides) else {
      return [BatchItem(name: name, source: .file(file, water: water))]
    }
    let places = scans.flatMap(places)
    guard places.count > 1 else { return [BatchItem(name: name, source: .file(file, water: water))] }
    return places.map { place in
      BatchItem(name: "\(name)[\(place.part)]", source: .part(file, place, water: water))
    }
  }

  private func places(of scan: Scan) -> [SignalPlace] {
    let coordinates = scan.part?.coordinates ?? []
    let averages = scan.signals.averages
    let duration = scan.acquisition.repetitionTime
    guard let series, series < averages else {
      // Measurements follow one another; editing conditions and the like are interleaved.
      let step = coordinates.first { $0.axis == "DIM_MEAS" }?.index
      let time = step.flatMap { step in duration.map { Double(step * averages) * $0 } }
      return [SignalPlace(part: ScanPart(coordinates), geometry: scan.geometry, time: time)]
    }
    let steps = (averages + series - 1) / series
    return (0..<steps).map { step in
      let range = step * series..<min(averages, (step + 1) * series)
      return SignalPlace(
        part: ScanPart(coordinates + [.init(axis: SignalPlace.series, index: step, count: steps)]),
        geometry: scan.geometry, averages: range, time: duration.map { Double(range.lowerBound) * $0 })
    }
  }
}
