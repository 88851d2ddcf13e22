import Foundation
import MRSCore

/// What one NIfTI-MRS file holds: a grid of voxels, and for each FIDs along up to three further dimensions.
struct NIfTIMRSImage {
  let acquisition: Acquisition
  let grid: (x: Int, y: Int, z: Int)
  /// Those longer than 1, dimension 5 first.
  let dimensions: [(tag: String, count: Int)]
  let geometry: VoxelGeometry?
  /// Keys of the header extension besides those that are made from the acquisition.
  let metadata: [String: JSONValue]
  /// The FID of a voxel at an index along each dimension.
  let fid: (_ voxel: Int, _ place: [Int]) -> ComplexVector

  /// The whole file, uncompressed: NIfTI-2.
  /// - Throws: ``FormatError/unrepresentable(path:what:advice:)`` for metadata that JSON cannot hold.
  func bytes(_ precision: NIfTIMRSFile.Precision, path: String) throws(FormatError) -> [UInt8] {
    let json = try jsonExtension(path: path)
    var bytes = fixedHeader(precision, dataOffset: NIfTIHeader.longest + json.count)
    bytes += json
    let voxels = grid.x * grid.y * grid.z
    let count = dimensions.reduce(1) { $0 * $1.count }
    let width = precision == .complex64 ? 8 : 16
    bytes.reserveCapacity(bytes.count + voxels * count * acquisition.points * width)
    for number in 0..<count {
      var rest = number
      let place = dimensions.map { dimension in
        defer { rest /= dimension.count }
        return rest % dimension.count
      }
      let fids = (0..<voxels).map { fid($0, place) }
      if let only = fids.first, voxels == 1 {
        Self.append(only, precision, to: &bytes)
      } else {
        for point in 0..<acquisition.points {
          var row = ComplexVector(zeros: voxels)
          for voxel in 0..<voxels { row[voxel] = fids[voxel][point] }
          Self.append(row, precision, to: &bytes)
        }
      }
    }
    return bytes
  }

  /// Conjugated, as the standard wants it.
  private static func append(_ vector: ComplexVector, _ precision: NIfTIMRSFile.Precision, to bytes: inout [UInt8]) {
    func add<T: FixedWidthInteger>(_ values: [T]) {
      unsafe values.withUnsafeBytes { raw in unsafe bytes.append(contentsOf: raw) }
    }
    switch precision {
    case .complex64:
      var values = [UInt32](repeating: 0, count: 2 * vector.count)
      for i in vector.indices {
        values[2 * i] = Float(vector.real[i]).bitPattern.littleEndian
        values[2 * i + 1] = Float(-vector.imaginary[i]).bitPattern.littleEndian
      }
      add(values)
    case .complex128:
      var values = [UInt64](repeating: 0, count: 2 * vector.count)
      for i in vector.indices {
        values[2 * i] = vector.real[i].bitPattern.littleEndian
        values[2 * i + 1] = (-vector.imaginary[i]).bitPattern.littleEndian
      }
      add(values)
    }
  }

  private func fixedHeader(_ precision: NIfTIMRSFile.Precision, dataOffset: Int) -> [UInt8] {
    NIfTIHeader.bytes(
      .init(
        datatype: precision == .complex64 ? NIfTIHeader.complex64 : NIfTIHeader.complex128,
        bitsPerSample: precision == .complex64 ? 64 : 128,
        lengths: [grid.x, grid.y, grid.z, acquisition.points] + dimensions.map(\.count), step: acquisition.dwellTime,
        geometry: geometry, dataOffset: dataOffset, intent: "mrs_v0_11", hasExtension: true))
  }

  /// The extension with its two size fields, padded with spaces to a multiple of 16 bytes.
  private func jsonExtension(path: String) throws(FormatError) -> [UInt8] {
    var values: [String: JSONValue] = [
      "SpectrometerFrequency": .array([.number(acquisition.spectrometerFrequency.megahertz)]),
      "ResonantNucleus": .array([.string(acquisition.nucleus)]), "ConversionMethod": .string("Hepatica"),
      "AcquisitionStartTime": .number(0),
    ]
    for (index, dimension) in dimensions.enumerated() { values["dim_\(index + 5)"] = .string(dimension.tag) }
    values["EchoTime"] = acquisition.echoTime.map(JSONValue.number)
    values["RepetitionTime"] = acquisition.repetitionTime.map(JSONValue.number)
    values["SequenceName"] = acquisition.sequence.map(JSONValue.string)
    if acquisition.carrierShift != (acquisition.nucleus == "1H" ? .bodyWater : .ppm(0)) {
      values["SpecFreqChemShift"] = .number(acquisition.carrierShift.ppm)
    }
    values.merge(metadata) { $1 }
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    guard var json = try? encoder.encode(values) else {
      throw .unrepresentable(
        path: path, what: "the metadata hold a number that is NaN or infinite", advice: "JSON has no such numbers.")
    }
    json = Self.withDecimalFrequency(json, acquisition.spectrometerFrequency.megahertz)
    let size = (8 + json.count + 15) / 16 * 16
    let head = [UInt32(size), UInt32(NIfTIMRSMetadata.extensionCode)].flatMap { value in
      (0..<4).map { UInt8(truncatingIfNeeded: value >> (8 * $0)) }
    }
    return head + json + [UInt8](repeating: 0x20, count: size - 8 - json.count)
  }

  /// Python takes `300` for a whole number, and nifti_mrs_tools wants a number with decimals there.
  private static func withDecimalFrequency(_ json: Data, _ megahertz: Double) -> Data {
    guard megahertz == megahertz.rounded() else { return json }
    let key = "\"SpectrometerFrequency\":[\(Int(megahertz))"
    return Data(String(decoding: json, as: UTF8.self).replacing(key + "]", with: key + ".0]").utf8)
  }
}
