import Foundation
import MRSCore

/// The JSON header extension of NIfTI-MRS (code 44), read with suspicion.
struct NIfTIMRSMetadata: Sendable {
  let values: [String: JSONValue]

  static let extensionCode = 44

  /// The first extension of code 44 between the header and the data.
  /// - Throws: ``FormatError/missingField(path:field:advice:)`` when there is none, other cases when it is damaged.
  init(_ content: [UInt8], header: NIfTIHeader, path: String) throws(FormatError) {
    var offset = header.size
    let end = min(header.dataOffset, content.count)
    guard content[header.size - 4] != 0 else { throw Self.missing(path) }
    while offset + 8 <= end {
      let size = header.order.int32(in: content, at: offset)
      guard size >= 8, size <= end - offset else {
        throw .invalidField(
          path: path, location: .byte(offset), field: "esize", found: String(size),
          expected: "the length of a header extension, 8 to \(end - offset) bytes", consequence: "The file is damaged.")
      }
      if header.order.int32(in: content, at: offset + 4) == Self.extensionCode {
        let text = content[(offset + 8)..<(offset + size)]
        let end = text.lastIndex { $0 != 0 && $0 != 0x20 }
        let json = Data(end.map { text[...$0] } ?? [])
        do {
          values = try JSONDecoder().decode([String: JSONValue].self, from: json)
        } catch {
          throw .invalidField(
            path: path, location: .byte(offset + 8), field: "header extension 44",
            found: "\"\(LatinText.string(json.prefix(24)))…\"", expected: "a JSON object",
            consequence: "The metadata cannot be read without it.")
        }
        return
      }
      offset += size
    }
    throw Self.missing(path)
  }

  private static func missing(_ path: String) -> FormatError {
    .missingField(
      path: path, field: "header extension 44",
      advice: "The file is NIfTI but not NIfTI-MRS: it lacks the frequency and nucleus. Convert it with spec2nii.")
  }

  /// SpectrometerFrequency[0], in MHz in the file.
  func spectrometerFrequency(path: String) throws(FormatError) -> Frequency {
    guard let value = values["SpectrometerFrequency"] else {
      throw .missingField(
        path: path, field: "SpectrometerFrequency", advice: "It gives the ppm axis; add it to the header (MHz).")
    }
    guard let megahertz = value.number, (1...3000).contains(megahertz) else {
      throw .invalidField(
        path: path, location: .file, field: "SpectrometerFrequency", found: value.description,
        expected: "an array of one number in megahertz, 1 to 3000",
        consequence: (value.number ?? 0) > 1e6 ? "It is probably in hertz." : "It gives the ppm axis.")
    }
    return .megahertz(megahertz)
  }

  func nucleus(path: String) throws(FormatError) -> String {
    guard let value = values["ResonantNucleus"] else {
      throw .missingField(path: path, field: "ResonantNucleus", advice: "Add it to the header, for instance [\"1H\"].")
    }
    guard let nucleus = value.string, !nucleus.isEmpty else {
      throw .invalidField(
        path: path, location: .file, field: "ResonantNucleus", found: value.description,
        expected: "an array of one string, for instance [\"1H\"]", consequence: "It says what the frequency is of.")
    }
    return nucleus
  }

  /// A time in seconds; `nil`, with a doubt that names the likely unit, when it is longer than `longest`.
  func time(_ key: String, longest: Double, doubts: inout [Doubt]) -> Double? {
    guard let value = values[key]?.number, value > 0, value.isFinite else { return nil }
    guard value > longest else { return value }
    let unit = value / 1e3 <= longest ? "milliseconds" : "microseconds"
    doubts.append(.impossibleTime(field: key, seconds: value, reason: "it is probably in \(unit)"))
    return nil
  }

  /// What dimension 5, 6 or 7 holds: its tag, or the standard's default order where there is none.
  func tag(ofDimension dimension: Int) -> String {
    values["dim_\(dimension)"]?.string ?? ["DIM_COIL", "DIM_DYN", "DIM_INDIRECT_0"][dimension - 5]
  }

  var fields: [HeaderField] {
    values.sorted { $0.key < $1.key }.map { HeaderField(name: $0.key, value: $0.value.description) }
  }
}
