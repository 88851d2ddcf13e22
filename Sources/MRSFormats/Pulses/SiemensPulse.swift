import MRSCore
import Numerics

/// The text export of Siemens's pulse tool: `KEY: value` lines (PULSENAME, COMMENT, REFGRAD, MINSLICE, MAXSLICE, AMPINT,
/// POWERINT, ABSINT), then a line a sample: magnitude, phase in radians, `; (index)`.
enum SiemensPulse {
  static func read(_ lines: PulseShapeLines) throws(FormatError) -> PulseShape {
    let columns = "magnitude, phase in radians, '; (index)'"
    var header: [String: String] = [:]
    var samples: [Complex<Double>] = []
    for line in lines {
      if samples.isEmpty, let colon = line.text.firstIndex(of: ":"), line.text.first?.isLetter == true {
        let value = line.text[line.text.index(after: colon)...]
        header[line.text[..<colon].uppercased()] = String(value.drop { $0 == " " || $0 == "\t" })
        continue
      }
      let magnitude = try lines.amplitude(0, of: line, columns: columns)
      let phase = try lines.number(1, of: line, field: "phase", columns: columns)
      if let mark = line.words.dropFirst(2).first, let index = Int(mark.trimmingPrefix("(").prefix { $0 != ")" }),
        index != samples.count
      {
        throw .contradiction(
          path: lines.path, first: "line \(line.number) says that it is sample (\(index))",
          second: "\(samples.count) samples come before it",
          advice: "Lines are missing or doubled; export the pulse again.")
      }
      samples.append(Complex(length: magnitude, phase: phase))
    }
    guard let name = header["PULSENAME"], !name.isEmpty else {
      throw .missingField(path: lines.path, field: "PULSENAME", advice: "A .pta file begins with it.")
    }
    return try lines.shape(
      name: name, samples,
      reference: ["Siemens .pta", header["COMMENT"] ?? ""].filter { !$0.isEmpty }.joined(separator: ": "))
  }
}
