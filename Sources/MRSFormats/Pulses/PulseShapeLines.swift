import MRSCore
import Numerics

/// The lines of a pulse file that are not blank, and the checks that its formats share.
struct PulseShapeLines: Sequence {
  struct Line {
    /// From 1.
    let number: Int
    /// Without blanks around it.
    let text: String
    /// Split at blanks, tabs, commas and semicolons.
    var words: [Substring] { text.split { $0 == " " || $0 == "\t" || $0 == "," || $0 == ";" } }
  }

  let path: String
  private let lines: [Line]

  init(_ file: FileBytes) {
    path = file.path
    let all = file.bytes.split(omittingEmptySubsequences: false) { $0 == 0x0a }
    lines = all.enumerated().compactMap { index, bytes in
      let isBlank = { (byte: UInt8) in byte <= 0x20 }
      guard let start = bytes.firstIndex(where: { !isBlank($0) }), let end = bytes.lastIndex(where: { !isBlank($0) })
      else { return nil }
      return Line(number: index + 1, text: LatinText.string(bytes[start...end]))
    }
  }

  var first: Line? { lines.first }

  func makeIterator() -> IndexingIterator<[Line]> { lines.makeIterator() }

  /// The number in a column, from 0.
  func number(_ column: Int, of line: Line, field: String, columns: String) throws(FormatError) -> Double {
    guard line.words.indices.contains(column) else {
      throw .syntax(
        path: path, line: line.number, found: "\(line.words.count) columns in \"\(line.text.prefix(40))\"",
        expected: columns)
    }
    guard let value = Double(line.words[column]), value.isFinite else {
      throw .invalidField(
        path: path, location: .line(line.number), field: field, found: "'\(line.words[column])'",
        expected: "a number", consequence: "A sample is \(columns).")
    }
    return value
  }

  /// An amplitude, which may not be negative: signs are written as phases.
  func amplitude(_ column: Int, of line: Line, columns: String) throws(FormatError) -> Double {
    let value = try number(column, of: line, field: "amplitude", columns: columns)
    guard value >= 0 else {
      throw .invalidField(
        path: path, location: .line(line.number), field: "amplitude", found: "\(value)", expected: "0 or more",
        consequence: "A negative lobe is written as a phase of half a turn.")
    }
    return value
  }

  /// The shape of samples that were read.
  func shape(name: String, _ samples: [Complex<Double>], reference: String) throws(FormatError) -> PulseShape {
    guard samples.count >= 2 else {
      throw .contradiction(
        path: path, first: "a pulse shape needs samples", second: "\(samples.count) were found",
        advice: "The file was probably cut off; export it again.")
    }
    guard samples.contains(where: { $0 != .zero }) else {
      throw .contradiction(
        path: path, first: "a pulse has some amplitude", second: "all \(samples.count) samples are zero",
        advice: "Export the pulse again.")
    }
    return PulseShape(name: name, samples: ComplexVector(samples), reference: reference)
  }
}
