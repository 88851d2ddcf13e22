import Foundation

/// An LCModel .COORD file: what a fit found and the curves it drew, as plain text for other programs.
///
/// Layout and number formats are those of LCModel 6.3 (Provencher, LCModel manual, section 5.3; FORMATs of its
/// subroutine FINOUT): four lines of heading, the concentration table, the miscellaneous table, then blocks of ten
/// numbers a line (shift, data, fit, background, one curve a species), diagnostics and input. Shifts fall. Curves and fit
/// include the background, as LCModel's do. Of LCModel's miscellaneous table the lines on its regularisation (alphaB,
/// alphaS, spline knots) are left out, since no other program has them; readers find the rest by its words.
public struct LCModelCoordFile: Hashable, Sendable {
  /// One line of the concentration table.
  public struct Row: Hashable, Sendable {
    /// Sums are named by their members: `"GPC+PCh"`.
    public let name: String
    public let concentration: Double
    /// The standard deviation in per cent; `nil` for what is not detected, which is written as 999.
    public let percent: Double?
    /// Over the reference; `nil` without one, which is written as 0.
    public let ratio: Double?

    public init(name: String, concentration: Double, percent: Double?, ratio: Double?) {
      self.name = name
      self.concentration = concentration
      self.percent = percent
      self.ratio = ratio
    }
  }

  /// The curve of one species, background included.
  public struct Curve: Hashable, Sendable {
    public let name: String
    public let concentration: Double
    /// Shape (NY).
    public let values: [Double]

    public init(name: String, concentration: Double, values: [Double]) {
      self.name = name
      self.concentration = concentration
      self.values = values
    }
  }

  /// The miscellaneous table.
  public struct Quality: Hashable, Sendable {
    /// The full width at half maximum of the lineshape, in ppm.
    public let linewidth: Double
    /// LCModel's signal-to-noise ratio: the highest point of the fit without background over *twice* the residual's
    /// root mean square.
    public let signalToNoise: Double
    /// By how much the data had to be moved towards larger ppm.
    public let dataShift: Double
    /// The phase that was taken off, in degrees; it is written as one of 0 to 359.
    public let phase: Double
    /// Degrees a ppm.
    public let firstOrderPhase: Double

    public init(
      linewidth: Double, signalToNoise: Double, dataShift: Double, phase: Double, firstOrderPhase: Double
    ) {
      self.linewidth = linewidth
      self.signalToNoise = signalToNoise
      self.dataShift = dataShift
      self.phase = phase
      self.firstOrderPhase = firstOrderPhase
    }
  }

  /// Who wrote it, and of what; one line each.
  public let heading: [String]
  public let rows: [Row]
  /// What the ratios are to: `"Cr+PCr"`.
  public let reference: String?
  public let quality: Quality
  /// Falling, shape (NY).
  public let ppm: [Double]
  /// Real parts, phased, shape (NY).
  public let data: [Double]
  public let fit: [Double]
  public let background: [Double]
  public let curves: [Curve]
  /// In plain language.
  public let diagnostics: [String]
  /// The keys that were set, as LCModel writes them: `hzpppm=127.786`.
  public let input: [String]

  public init(
    heading: [String], rows: [Row], reference: String?, quality: Quality, ppm: [Double], data: [Double],
    fit: [Double], background: [Double], curves: [Curve], diagnostics: [String] = [], input: [String] = []
  ) {
    self.heading = heading
    self.rows = rows
    self.reference = reference
    self.quality = quality
    self.ppm = ppm
    self.data = data
    self.fit = fit
    self.background = background
    self.curves = curves
    self.diagnostics = diagnostics
    self.input = input
  }

  /// The file's text.
  /// - Throws: ``FormatError/unrepresentable(path:what:advice:)`` for values that are not finite or curves of another
  ///   length than the axis, named with `path`.
  public func text(path: String = "COORD") throws(FormatError) -> String {
    let blocks = [("data", data), ("fit", fit), ("background", background)] + curves.map { ($0.name, $0.values) }
    for (name, values) in blocks {
      guard values.count == ppm.count else {
        throw .unrepresentable(
          path: path, what: "\(name) has \(values.count) points, the ppm axis \(ppm.count)",
          advice: "All curves of a COORD file have one axis.")
      }
      guard values.allSatisfy(FortranField.isRepresentable) else {
        throw .unrepresentable(
          path: path, what: "\(name) has values that are NaN or infinite", advice: "COORD files hold finite numbers.")
      }
    }
    // Readers count four lines before the first table.
    var lines = (0..<4).map { " " + ($0 < heading.count ? FortranField.ascii(heading[$0]) : "") }
    lines += tableLines()
    lines += qualityLines()
    lines.append(Self.integer(ppm.count, width: 5) + " points on ppm-axis = NY")
    lines += Self.block(ppm) { FortranField.fixed($0, width: 13, digits: 6) }
    lines.append(" NY phased data points follow")
    lines += Self.block(data) { Self.exponential($0, digits: 5) }
    lines.append(" NY points of the fit to the data follow")
    lines += Self.block(fit) { Self.exponential($0, digits: 5) }
    lines.append(" NY background values follow")
    lines += Self.block(background) { Self.exponential($0, digits: 5) }
    for curve in curves {
      let name = Self.word(curve.name)
      lines.append(
        " " + name + String(repeating: " ", count: max(0, 6 - name.count)) + "   Conc. ="
          + Self.exponential(curve.concentration, width: 9, digits: 2))
      lines += Self.block(curve.values) { Self.exponential($0, digits: 5) }
    }
    lines.append(Self.integer(diagnostics.count, width: 4) + " lines in following diagnostic table:")
    lines += diagnostics.map { "   1 info      " + FortranField.ascii($0) }
    lines.append(Self.integer(input.count, width: 4) + " lines in following table of input changes:")
    lines += input.map { " " + FortranField.ascii($0) }
    return lines.joined(separator: "\n") + "\n"
  }

  /// Writes the file.
  /// - Throws: ``FormatError``.
  public func write(to url: URL) throws(FormatError) {
    let text = try text(path: url.path(percentEncoded: false))
    try FileBytes.write(Array(text.utf8), to: url)
  }

  // MARK: Lines

  private func tableLines() -> [String] {
    let name = Self.word(reference ?? "none")
    let head = name.count > 4 ? " /" + Self.padded(name, 6) : "   /" + Self.padded(name, 4)
    var lines = [Self.integer(rows.count + 1, width: 3) + " lines in following concentration table = NCONC+1"]
    lines.append("    Conc.  %SD" + head + "  Metabolite")
    for row in rows {
      let percent = min(999, row.percent.map { $0.isFinite ? $0.rounded() : 999 } ?? 999)
      lines.append(
        " " + Self.tabular(row.concentration, digits: 2) + Self.integer(Int(percent), width: 4) + "%"
          + Self.tabular(row.ratio ?? 0, digits: 1) + " " + Self.word(row.name))
    }
    return lines
  }

  private func qualityLines() -> [String] {
    let fixed = { (value: Double, width: Int, digits: Int) in
      FortranField.fixed(value.isFinite ? value : 0, width: width, digits: digits)
    }
    // "Ph:-129 deg", LCModel's own, is one word to readers by words: 231 is the same phase.
    let degrees = quality.phase.rounded().truncatingRemainder(dividingBy: 360)
    let wholeTurn = (degrees + 360).truncatingRemainder(dividingBy: 360)
    return [
      "   4 lines in following misc. output table",
      // Readers by words need the blank before it, hence at most three digits.
      "  FWHM =" + fixed(quality.linewidth, 6, 3) + " ppm    S/N =" + fixed(min(999, quality.signalToNoise), 4, 0),
      "  Data shift =" + fixed(quality.dataShift, 6, 3) + " ppm",
      "  Ph:" + fixed(wholeTurn, 4, 0) + " deg" + fixed(quality.firstOrderPhase, 10, 1) + " deg/ppm",
      // What a Voigt line has.
      "   2 inflections.     1 extrema",
    ]
  }

  /// F8.3 for what that shows well, 1PE8 for the rest (EFORM of FINOUT).
  private static func tabular(_ value: Double, digits: Int) -> String {
    let isLarge = abs(value) > 999.999 || (abs(value) < 0.0995 && value != 0)
    return isLarge ? exponential(value, width: 8, digits: digits) : FortranField.fixed(value, width: 8, digits: 3)
  }

  private static func exponential(_ value: Double, width: Int = 13, digits: Int) -> String {
    String(decoding: FortranField.exponential(value, width: width, digits: digits), as: UTF8.self)
  }

  /// Ten a line.
  private static func block(_ values: [Double], _ field: (Double) -> String) -> [String] {
    stride(from: 0, to: values.count, by: 10).map { start in
      " " + values[start..<min(start + 10, values.count)].map(field).joined()
    }
  }

  private static func integer(_ value: Int, width: Int) -> String {
    let text = "\(value)"
    return String(repeating: " ", count: max(1, width - text.count)) + text
  }

  private static func padded(_ text: String, _ width: Int) -> String {
    text + String(repeating: " ", count: max(0, width - text.count))
  }

  /// A name is one word: what separates fields would make two.
  private static func word(_ name: String) -> String {
    FortranField.ascii(name).replacingOccurrences(of: " ", with: "_")
  }
}
