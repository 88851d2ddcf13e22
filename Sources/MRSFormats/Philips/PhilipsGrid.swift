/// The voxels of a Philips SDAT whose phases were encoded: a row each, the second dimension first.
struct PhilipsGrid: Sendable {
  private let columns: Int
  private let rows: Int

  /// `nil` for a scan of one voxel.
  /// - Throws: ``FormatError/contradiction(path:first:second:advice:)`` where the dimensions do not make the rows.
  init?(_ header: SPARHeader, rows count: Int) throws(FormatError) {
    guard count > 1, header.string("phase_encoding_enable")?.lowercased() == "yes" else { return nil }
    let sides = ["dim2_pnts", "dim3_pnts"].map { key in
      header.number(key).flatMap { $0 >= 1 && $0 < 1e6 && $0 == $0.rounded() ? Int($0) : nil } ?? 1
    }
    guard sides[0] * sides[1] == count else {
      throw .contradiction(
        path: header.path, first: "'dim2_pnts' × 'dim3_pnts' is \(sides[0]) × \(sides[1])",
        second: "'rows' is \(count)",
        advice: "Which row is of which voxel is not said: export the scan as DICOM.")
    }
    (columns, rows) = (sides[0], sides[1])
  }

  func part(ofRow row: Int) -> ScanPart {
    ScanPart(voxel: (row % columns, row / columns, 0), of: (columns, rows, 1))
  }
}
