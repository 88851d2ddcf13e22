import MRSCore
import Numerics

/// Bruker's shapes, JCAMP-DX: `##KEY= value` lines, `##XYPOINTS= (XY..XY)`, then a line a sample: amplitude in percent,
/// phase in degrees; `##END=`.
enum BrukerShape {
  static func read(_ lines: PulseShapeLines) throws(FormatError) -> PulseShape {
    let columns = "amplitude in percent, phase in degrees"
    var header: [String: (value: String, line: Int)] = [:]
    var samples: [Complex<Double>] = []
    var isData = false
    for line in lines {
      if line.text.hasPrefix("##") {
        let parts = line.text.dropFirst(2).split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
        let key = parts[0].drop { $0 == "$" }.uppercased()
        if key == "END" { break }
        header[key] = (parts.count > 1 ? String(parts[1].drop { $0 == " " }) : "", line.number)
        isData = key == "XYPOINTS"
        continue
      }
      if line.text.hasPrefix("$$") { continue }
      guard isData else {
        throw .syntax(
          path: lines.path, line: line.number, found: "\"\(line.text.prefix(40))\"",
          expected: "##XYPOINTS= (XY..XY) before the samples")
      }
      let amplitude = try lines.amplitude(0, of: line, columns: columns)
      let phase = try lines.number(1, of: line, field: "phase", columns: columns)
      samples.append(Complex(length: amplitude, phase: phase * .pi / 180))
    }
    if let stated = header["NPOINTS"], let count = Int(stated.value), count != samples.count {
      throw .contradiction(
        path: lines.path, first: "NPOINTS on line \(stated.line) is \(count)",
        second: "\(samples.count) samples follow", advice: "The file was probably cut off; export it again.")
    }
    let title = header["TITLE"]?.value ?? ""
    return try lines.shape(
      name: title.isEmpty ? "Bruker shape" : title, samples,
      reference: ["Bruker shape", header["ORIGIN"]?.value ?? ""].filter { !$0.isEmpty }.joined(separator: ", "))
  }
}
