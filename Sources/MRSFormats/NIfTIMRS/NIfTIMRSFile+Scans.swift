import Foundation
import MRSCore

extension NIfTIMRSFile {
  /// Which signals of scans are written.
  public enum Content: Sendable {
    case signals
    /// The unsuppressed water that the same files hold.
    case water
  }

  /// Writes scans that one file held, all its voxels and conditions, as one file, with all that the standard has a field for.
  ///
  /// Each scan's ``Scan/part`` says where it belongs. Who was measured, when and where is left out unless `keepsIdentity`.
  /// - Parameter time: when it was converted, ISO 8601.
  /// - Throws: ``FormatError/unrepresentable(path:what:advice:)`` for scans that are not of one shape, or of more than three
  ///   dimensions besides space and time; ``FormatError/unwritable(path:reason:)``.
  public static func write(
    _ scans: [Scan], content: Content = .signals, keepsIdentity: Bool = false, time: String? = nil,
    metadata: [String: JSONValue] = [:], precision: Precision = .complex64, to url: URL
  ) throws(FormatError) {
    let path = url.path(percentEncoded: false)
    func refusal(_ what: String, _ advice: String) -> FormatError {
      .unrepresentable(path: path, what: what, advice: advice)
    }
    let arrays = scans.compactMap { content == .signals ? $0.signals : $0.water }
    guard let first = scans.first, let shape = arrays.first, arrays.count == scans.count else {
      throw refusal("there is no such signal", "Nothing is there to be written.")
    }
    guard
      arrays.allSatisfy({
        $0.coils == shape.coils && $0.averages == shape.averages && $0.acquisition.points == shape.acquisition.points
          && $0.acquisition.dwellTime == shape.acquisition.dwellTime
      })
    else { throw refusal("the parts differ in coils, averages or points", "Write them one by one (--part).") }
    let axes = first.part?.coordinates ?? []
    let counts = Dictionary(axes.map { ($0.axis, $0.count) }) { first, _ in first }
    let grid = (x: counts["x"] ?? 1, y: counts["y"] ?? 1, z: counts["z"] ?? 1)
    let others = axes.filter { !["x", "y", "z"].contains($0.axis) }.map { (tag: $0.axis, count: $0.count) }
    // A part that was chosen alone is a file of one signal.
    let isWhole = scans.count == axes.reduce(1) { $0 * $1.count }
    guard isWhole || scans.count == 1 else {
      throw refusal("\(scans.count) parts do not fill the grid", "Write all, or one (--part).")
    }
    let inner = dimensions(of: shape)
    let dimensions = inner + (isWhole ? others : [])
    guard dimensions.count <= 3 else {
      let tags = dimensions.map(\.tag).joined(separator: ", ")
      throw refusal("\(tags) are more than three dimensions", "Write one part at a time (--part).")
    }
    var places: [[Int]: FIDArray] = [:]
    for (scan, array) in zip(scans, arrays) {
      let part = scan.part
      let voxel = isWhole ? ["x", "y", "z"].map { part?.index(along: $0) ?? 0 } : [0, 0, 0]
      places[voxel + (isWhole ? others.map { part?.index(along: $0.tag) ?? 0 } : [])] = array
    }
    let headers = DimensionHeaders(
      of: isWhole ? scans : [first], along: isWhole ? others.map(\.tag) : [], first: 5 + inner.count,
      keepsIdentity: keepsIdentity)
    let image = NIfTIMRSImage(
      acquisition: shape.acquisition, grid: isWhole ? grid : (1, 1, 1), dimensions: dimensions,
      geometry: first.geometry,
      metadata: conversion(
        of: scans, shape.acquisition, content: content, keepsIdentity: keepsIdentity, time: time
      ).filter { !headers.changing.contains($0.key) }.merging(headers.values) { $1 }.merging(metadata) { $1 }
    ) { voxel, place in
      let key = [voxel % grid.x, voxel / grid.x % grid.y, voxel / (grid.x * grid.y)] + place.dropFirst(inner.count)
      return places[key].map { fid(at: Array(place.prefix(inner.count)), of: $0) }
        ?? ComplexVector(zeros: shape.acquisition.points)
    }
    try write(image, precision: precision, to: url)
  }

  private static func conversion(
    of scans: [Scan], _ acquisition: Acquisition, content: Content, keepsIdentity: Bool, time: String?
  ) -> [String: JSONValue] {
    guard let first = scans.first else { return [:] }
    var values = (keepsIdentity ? first.standard : first.standard.withoutIdentity).inStandardForm
    values["ConversionMethod"] = .string("Hepatica \(Versions.current)")
    values["ConversionTime"] = time.map(JSONValue.string)
    values["SpectralWidth"] = .number(1 / acquisition.dwellTime)
    values["SpecFreqChemShift"] = .number(acquisition.carrierShift.ppm)
    values["kSpace"] = .array([.bool(false), .bool(false), .bool(false)])
    if content == .water { values["EditCondition"] = nil }
    if content == .water || first.water != nil { values["WaterSuppressed"] = .bool(content == .signals) }
    let name = first.url.lastPathComponent
    if keepsIdentity || !first.standard.identityOccurs(in: name) { values["OriginalFile"] = .array([.string(name)]) }
    return values
  }
}

extension StandardFields {
  /// The keys as the standard wants them: those that it does not define with a description.
  var inStandardForm: [String: JSONValue] {
    var form = values
    for (key, value) in values where !Self.defined.contains(key) {
      if case .object = value { continue }
      form[key] = .object([
        "Value": value, "Description": .string(key == "MagneticFieldStrength" ? "The static field in tesla." : key),
      ])
    }
    return form
  }

  /// True where a word of three letters and more of the subject's name or identifiers stands in a file's name.
  func identityOccurs(in name: String) -> Bool {
    let folded = name.lowercased()
    return values.filter { HeaderField.identifies($0.key) && $0.key.hasPrefix("Patient") }.values
      .flatMap { $0.description.lowercased().split { !$0.isLetter && !$0.isNumber } }
      .contains { $0.count >= 3 && folded.contains($0) }
  }
}
