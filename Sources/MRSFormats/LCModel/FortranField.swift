import Foundation

/// Text as Fortran's formatted output has it.
enum FortranField {
  /// A number in format 1PEw.d (`-1.23456E-03`), at the right of `width` columns. LCModel reads single precision: what
  /// a float32 cannot tell from zero is 0, which also keeps exponents at two digits.
  static func exponential(_ value: Double, width: Int, digits: Int) -> [UInt8] {
    let kept = abs(value) < Double(Float.leastNonzeroMagnitude) ? 0 : value
    let text = String(format: "%.\(digits)E", kept)
    return [UInt8](repeating: 0x20, count: max(0, width - text.utf8.count)) + Array(text.utf8)
  }

  /// A number in format Fw.d.
  static func fixed(_ value: Double, width: Int, digits: Int) -> String {
    let text = String(format: "%.\(digits)f", value)
    return String(repeating: " ", count: max(0, width - text.count)) + text
  }

  /// For a quoted string of a namelist: quotes doubled, line ends and non-ASCII characters replaced.
  static func quoted(_ text: String) -> String {
    "'" + ascii(text).replacingOccurrences(of: "'", with: "''") + "'"
  }

  /// The printable characters of ASCII, all else as `_`.
  static func ascii(_ text: String) -> String {
    String(text.map { $0.asciiValue.map { (0x20..<0x7f).contains($0) } == true ? $0 : "_" })
  }

  /// True for what LCModel's single precision holds.
  static func isRepresentable(_ value: Double) -> Bool { Float(value).isFinite }
}
