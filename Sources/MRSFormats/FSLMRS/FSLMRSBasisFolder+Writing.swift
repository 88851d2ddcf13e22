import Foundation
import MRSCore

extension FSLMRSBasisFolder {
  /// Writes one JSON file a function, every number with the digits that read back as the same double.
  /// - Precondition: all functions are sampled on the acquisition's points, 0 Hz at 4.65 ppm.
  static func write(
    _ basis: BasisSet, linewidth: Frequency?, identifier: String, to folder: URL
  ) throws(FormatError) -> [URL] {
    var files: [URL] = []
    let acquisition = basis.acquisition
    for function in basis.functions {
      guard case .sampled(let samples) = function.signal else { continue }
      let url = folder.appending(path: function.name + ".json")
      guard samples.isFinite else {
        throw .unrepresentable(
          path: url.path(percentEncoded: false), what: "\(function.name) has samples that are NaN or infinite",
          advice: "JSON holds finite numbers only.")
      }
      var text = "{\n  \"basis\": {\n"
      text += "    \"basis_centre\": \(acquisition.spectrometerFrequency.megahertz),\n"
      text += "    \"basis_dwell\": \(acquisition.dwellTime),\n"
      text += "    \"basis_im\": [\(list(samples.imaginary.map { $0 == 0 ? 0 : -$0 }))],\n"
      text += "    \"basis_name\": \(quoted(function.name)),\n"
      text += "    \"basis_re\": [\(list(samples.real))],\n"
      text += "    \"basis_width\": \(linewidth.map { "\($0.hertz)" } ?? "null")\n  },\n  \"meta\": {\n"
      if let time = acquisition.echoTime { text += "    \"EchoTime\": \(time),\n" }
      if let sequence = acquisition.sequence { text += "    \"Sequence\": \(quoted(sequence)),\n" }
      text += "    \"SimVersion\": \(quoted(identifier))\n  }\n}\n"
      try FileBytes.write(Array(text.utf8), to: url)
      files.append(url)
    }
    return files
  }

  private static func list(_ values: [Double]) -> String { values.map { "\($0)" }.joined(separator: ", ") }

  private static func quoted(_ text: String) -> String {
    let escaped = text.unicodeScalars.map { scalar -> String in
      switch scalar {
      case "\"": "\\\""
      case "\\": "\\\\"
      default: scalar.value < 0x20 ? String(format: "\\u%04x", scalar.value) : String(scalar)
      }
    }
    return "\"" + escaped.joined() + "\""
  }
}
