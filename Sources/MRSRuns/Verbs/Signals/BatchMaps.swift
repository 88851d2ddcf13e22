import Foundation
import MRSFormats
import MRSQuantification

/// Amounts over the voxels of each grid of a batch, as images: for each file of voxels `maps/NAME/AMOUNT.nii.gz` and
/// `maps/NAME/AMOUNT_SD.nii.gz`. A voxel without a result is NaN; other axes than space are the fourth dimension.
struct BatchMaps {
  /// Path in the run folder, and content.
  let files: [(path: String, content: Data)]

  init(_ items: [BatchItem], _ records: [BatchRecord]) {
    var byFile: [URL: [BatchRecord]] = [:]
    var order: [URL] = []
    for (item, record) in zip(items, records) {
      guard case .part(let file, let place, _) = item.source,
        place.part.coordinates.contains(where: { Self.space.contains($0.axis) })
      else { continue }
      if byFile[file] == nil { order.append(file) }
      byFile[file, default: []].append(record)
    }
    var taken: Set<String> = []
    files = order.flatMap { file -> [(path: String, content: Data)] in
      var folder = Self.plain(file.lastPathComponent.prefix { $0 != "." }.description)
      while !taken.insert(folder).inserted { folder += "_" }
      return Self.maps(of: byFile[file] ?? []).map { ("maps/\(folder)/\($0.name).nii.gz", $0.map.compressed) }
    }
  }

  private static let space = ["x", "y", "z"]

  private static func maps(of records: [BatchRecord]) -> [(name: String, map: NIfTIMap)] {
    let coordinates = records.compactMap(\.place).first?.part.coordinates ?? []
    func count(_ axis: String) -> Int { coordinates.first { $0.axis == axis }?.count ?? 1 }
    let grid = (x: count("x"), y: count("y"), z: count("z"))
    let others = coordinates.filter { !space.contains($0.axis) }
    let voxels = grid.x * grid.y * grid.z
    let size = voxels * others.reduce(1) { $0 * $1.count }
    func index(_ place: SignalPlace) -> Int {
      var index = place.part.index(along: "x")
      index += grid.x * (place.part.index(along: "y") + grid.y * place.part.index(along: "z"))
      var stride = voxels
      for other in others {
        index += stride * place.part.index(along: other.axis)
        stride *= other.count
      }
      return index
    }
    let geometry = records.compactMap(\.place).first { index($0) % voxels == 0 }?.geometry
    var values: [String: (amounts: [Double], deviations: [Double], unit: String)] = [:]
    var names: [String] = []
    for record in records {
      guard let place = record.place else { continue }
      for row in record.amounts + record.sums {
        if values[row.name] == nil {
          names.append(row.name)
          let empty = [Double](repeating: .nan, count: size)
          values[row.name] = (empty, empty, record.unit ?? "")
        }
        values[row.name]?.amounts[index(place)] = row.amount
        values[row.name]?.deviations[index(place)] = row.standardDeviation ?? .nan
      }
    }
    return names.flatMap { name -> [(name: String, map: NIfTIMap)] in
      guard let found = values[name] else { return [] }
      func map(_ numbers: [Double], _ text: String) -> NIfTIMap {
        NIfTIMap(grid: grid, values: numbers, geometry: geometry, description: text)
      }
      return [
        (plain(name), map(found.amounts, "\(name), \(found.unit)")),
        (plain(name) + "_SD", map(found.deviations, "\(name), standard deviation, \(found.unit)")),
      ]
    }
  }

  /// Letters, digits, `-` and `_` of a name.
  private static func plain(_ name: String) -> String {
    String(name.map { $0.isASCII && ($0.isLetter || $0.isNumber || "-_".contains($0)) ? $0 : "-" })
  }
}
