import MRSCore
import Numerics

/// Varian's and Agilent's `.RF`: comments after `#`, then a line a sample: phase in degrees, amplitude, duration (in steps,
/// 1 where it is missing), gate (0: transmitter off; on where it is missing).
enum VarianPulse {
  static func read(_ lines: PulseShapeLines) throws(FormatError) -> PulseShape {
    let columns = "phase in degrees, amplitude, and maybe duration and gate"
    var name: String?
    var samples: [Complex<Double>] = []
    for line in lines {
      if line.text.hasPrefix("#") {
        let comment = line.text.drop { $0 == "#" || $0 == " " || $0 == "*" || $0 == "-" }
        if name == nil, !comment.isEmpty { name = String(comment) }
        continue
      }
      let phase = try lines.number(0, of: line, field: "phase", columns: columns)
      let amplitude = try lines.amplitude(1, of: line, columns: columns)
      let steps =
        line.words.count > 2 ? try lines.number(2, of: line, field: "duration", columns: columns) : 1
      guard (1...65536).contains(steps), steps == steps.rounded() else {
        throw .invalidField(
          path: lines.path, location: .line(line.number), field: "duration", found: "\(steps)",
          expected: "a whole number of steps, 1 to 65536", consequence: "A sample is \(columns).")
      }
      let gate = line.words.count > 3 ? try lines.number(3, of: line, field: "gate", columns: columns) : 1
      let sample = gate == 0 ? Complex.zero : Complex(length: amplitude, phase: phase * .pi / 180)
      guard samples.count + Int(steps) <= 1 << 20 else {
        throw .contradiction(
          path: lines.path, first: "a pulse has at most \(1 << 20) steps",
          second: "line \(line.number) goes beyond", advice: "Check the column of durations.")
      }
      samples += [Complex<Double>](repeating: sample, count: Int(steps))
    }
    return try lines.shape(name: name ?? "Varian pulse", samples, reference: "Varian .RF")
  }
}
