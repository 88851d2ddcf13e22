import Foundation
import MRSCore
import Numerics

/// Text files of RF pulses: Siemens `.pta`, Varian and Agilent `.RF`, Bruker shapes (JCAMP-DX). Told apart by content.
///
/// Phases are taken as written, B₁ = a·exp(+iφ). None of the formats says in which sense phases run; a shape of one phase
/// does not care, a swept one is mirrored in frequency when the sense is the other.
public enum PulseShapeFile {
  /// - Throws: ``FormatError``.
  public static func read(_ url: URL) throws(FormatError) -> PulseShape {
    let file = try FileBytes(url)
    let lines = PulseShapeLines(file)
    guard let first = lines.first else {
      throw .contradiction(
        path: file.path, first: "a pulse has samples", second: "every line of the file is blank",
        advice: "Export the pulse again.")
    }
    if first.text.hasPrefix("##") { return try BrukerShape.read(lines) }
    if lines.contains(where: { $0.text.uppercased().hasPrefix("PULSENAME") }) { return try SiemensPulse.read(lines) }
    if first.text.hasPrefix("#") || Double(first.words[0]) != nil { return try VarianPulse.read(lines) }
    throw .syntax(
      path: file.path, line: first.number, found: "\"\(first.text.prefix(40))\"",
      expected: "'PULSENAME: …' (Siemens .pta), '##TITLE= …' (Bruker) or '#' and columns of numbers (Varian .RF)")
  }
}
