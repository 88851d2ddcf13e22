import Foundation
import MRSCore

/// Text files of how a slice gradient is modulated during a pulse: Varian's and Agilent's `.GRD` and plain columns (a value a
/// line, and maybe for how many steps, 1 where it is missing; comments after `#`), and Bruker's gradient shapes (JCAMP-DX: lines
/// that begin with `##` and `$$`, then a value a line).
public enum GradientShapeFile {
  /// - Parameter samples: how many the pulse has.
  /// - Returns: the gradient over its largest value, one a sample of the pulse.
  /// - Throws: ``FormatError``.
  public static func read(_ url: URL, samples: Int) throws(FormatError) -> [Double] {
    let lines = PulseShapeLines(try FileBytes(url))
    let columns = "the gradient, and maybe for how many steps"
    var values: [Double] = []
    for line in lines where !line.text.hasPrefix("#") && !line.text.hasPrefix("$$") {
      let value = try lines.number(0, of: line, field: "gradient", columns: columns)
      let steps = line.words.count > 1 ? try lines.number(1, of: line, field: "steps", columns: columns) : 1
      guard (1...65536).contains(steps), steps == steps.rounded() else {
        throw .invalidField(
          path: lines.path, location: .line(line.number), field: "steps", found: "\(steps)",
          expected: "a whole number, 1 to 65536", consequence: "A line is \(columns).")
      }
      guard values.count + Int(steps) <= samples else {
        throw .contradiction(
          path: lines.path, first: "the pulse has \(samples) samples", second: "line \(line.number) goes beyond",
          advice: "Give the gradient that belongs to the pulse, a value a sample.")
      }
      values += [Double](repeating: value, count: Int(steps))
    }
    guard values.count == samples else {
      throw .contradiction(
        path: lines.path, first: "the pulse has \(samples) samples", second: "\(values.count) values were found",
        advice: "Give the gradient that belongs to the pulse, a value a sample.")
    }
    let largest = values.max { abs($0) < abs($1) } ?? 0
    guard largest != 0 else {
      throw .contradiction(
        path: lines.path, first: "a slice gradient differs from zero", second: "all \(samples) values are zero",
        advice: "Export the gradient again.")
    }
    return values.map { $0 / largest }
  }

  /// Writes how a gradient is modulated as Varian's `.GRD`: the largest value 32767, a step each.
  /// - Throws: ``FormatError/unwritable(path:reason:)``.
  public static func write(_ gradient: [Double], of name: String, to url: URL) throws(FormatError) {
    let lines = ["# slice gradient of \(name)"] + gradient.map { "\(32767 * $0) 1" }
    try FileBytes.write(Array((lines.joined(separator: "\n") + "\n").utf8), to: url)
  }
}
