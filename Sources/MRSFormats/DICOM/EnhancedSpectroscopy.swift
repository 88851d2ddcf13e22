import Foundation
import MRSCore

/// The standard's MR Spectroscopy object (PS3.3 A.36.3), as Siemens XA, Philips and UIH write it: float32 pairs in (5600,0020).
///
/// Sign: as Siemens and Philips store it, a resonance downfield of the carrier has positive frequency, our own convention;
/// UIH stores it the other way. Order: time fastest, then columns, rows, frames. Frames of one voxel are averages, or the
/// conditions and the water that Philips marks.
struct EnhancedSpectroscopy: Sendable {
  let dataset: DICOMDataset
  let path: String
  let columns: Int
  let rows: Int
  let frames: Int
  let points: Int
  let isUIH: Bool
  let isPhilips: Bool

  /// - Throws: ``FormatError`` for what is no signal in time, and for sizes that the samples contradict.
  init(_ dataset: DICOMDataset, path: String) throws(FormatError) {
    self.dataset = dataset
    self.path = path
    for (tag, name, wanted) in [
      (DICOMTag.signalDomain, "(0028,9003) Signal Domain Columns", "TIME"),
      (.dataRepresentation, "(0028,9108) Data Representation", "COMPLEX"),
    ] {
      guard let found = dataset.string(tag), found != wanted else { continue }
      throw .invalidField(
        path: path, location: .file, field: name, found: found, expected: wanted,
        consequence: "It is a spectrum, not a signal: export the raw data of the spectroscopy.")
    }
    func count(
      _ tag: DICOMTag, _ name: String, type: String, orElse fallback: Int?
    ) throws(FormatError) -> Int {
      let value = dataset.number(tag, as: type).map { Int(exactly: $0) ?? -1 } ?? fallback
      guard let value, (1...SamplingLimits.mostPoints).contains(value) else {
        throw .invalidField(
          path: path, location: .file, field: "\(tag) \(name)", found: value.map(String.init) ?? "missing",
          expected: "a whole number, 1 to \(SamplingLimits.mostPoints)",
          consequence: "The samples cannot be counted without it.")
      }
      return value
    }
    points = try count(.dataPointColumns, "Data Point Columns", type: "UL", orElse: nil)
    columns = try count(.columns, "Columns", type: "US", orElse: 1)
    rows = try count(.rows, "Rows", type: "US", orElse: 1)
    frames = try count(.numberOfFrames, "Number of Frames", type: "IS", orElse: 1)
    let pointRows = try count(.dataPointRows, "Data Point Rows", type: "UL", orElse: 1)
    guard pointRows == 1, points >= 2 else {
      throw .notYetRead(
        path: path, format: "a DICOM object of two-dimensional spectroscopy (\(pointRows) × \(points) points)",
        advice: "take one of its rows with the sequence's own tools")
    }
    let vendor = dataset.string(.manufacturer)?.lowercased() ?? ""
    isUIH = vendor.contains("uih") || vendor.contains("united imaging")
    isPhilips = vendor.contains("philips")
  }

  func scans(url: URL, overrides: SignalOverrides) throws(FormatError) -> [Scan] {
    let all = try fids(.spectroscopyData, name: "(5600,0020) Spectroscopy Data", count: columns * rows * frames)
    let (acquisition, timeDoubts) = try acquisition(all, overrides: overrides)
    let standard = standard()
    let geometry = geometry()
    let fields = DICOMReader.fields(standard) + ownFields()
    func scan(_ fids: [ComplexVector], water: [ComplexVector] = [], part: ScanPart?, at place: VoxelGeometry?) -> Scan {
      func array(_ fids: [ComplexVector]) -> FIDArray {
        FIDArray(acquisition: acquisition, coils: 1, averages: fids.count, samples: fids)
      }
      return Scan(
        url: url, format: .dicom, signals: array(fids), water: water.isEmpty ? nil : array(water),
        averagesRepresented: averages(of: fids.count), part: part, geometry: place, standard: standard,
        fields: fields, doubts: timeDoubts)
    }
    if columns * rows > 1 {
      return all.enumerated().map { index, fid in
        let voxel = (x: index % columns, y: index / columns % rows, z: index / columns / rows)
        return scan(
          [fid], part: ScanPart(voxel: voxel, of: (columns, rows, frames)), at: geometry?.moved(to: voxel))
      }
    }
    let groups = try EnhancedFrames(self, all)
    guard groups.conditions.count > 1 else {
      return [scan(groups.conditions.first ?? all, water: groups.water, part: nil, at: geometry)]
    }
    return groups.conditions.enumerated().map { index, fids in
      let axis = ScanPart.Coordinate(axis: "DIM_EDIT", index: index, count: groups.conditions.count)
      return scan(fids, water: groups.water, part: ScanPart([axis]), at: geometry)
    }
  }

  /// The FIDs of an attribute, in our sign.
  /// - Throws: ``FormatError`` where it is missing or of another size.
  func fids(_ tag: DICOMTag, name: String, count: Int) throws(FormatError) -> [ComplexVector] {
    guard let bytes = dataset.bytes(tag) else {
      throw .missingField(path: path, field: name, advice: "The object holds no samples; export it again.")
    }
    let (size, overflow) = count.multipliedReportingOverflow(by: 8 * points)
    guard !overflow, bytes.count == size else {
      throw .contradiction(
        path: path,
        first:
          "the header gives \(points) samples × \(columns) × \(rows) voxels × \(frames) frames × 8 bytes = \(size)",
        second: "\(name) has \(bytes.count) bytes", advice: "The object was changed or cut off; export it again.")
    }
    return DICOMReader.fids(bytes, count: count, points: points, isConjugated: isUIH)
  }

  /// With one frame the scanner has averaged; several frames are one average each.
  private func averages(of frames: Int) -> Int? {
    guard frames == 1 else { return 1 }
    let stated = dataset.holder(of: .numberOfAverages)?.number(.numberOfAverages, as: "DS")
    return stated.flatMap { $0 >= 1 && $0 < 1e9 ? Int($0) : nil }
  }
}
