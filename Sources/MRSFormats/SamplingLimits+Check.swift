import MRSCore

extension SamplingLimits {
  /// The dwell time as messages have it, in the unit that `--dwell-time` takes.
  private static func description(dwellTime seconds: Double) -> String {
    seconds > 0 ? "\(seconds * 1000) ms, a bandwidth of \(1 / seconds) Hz" : "\(seconds * 1000) ms"
  }

  /// - Parameter unit: that of the field.
  /// - Throws: ``FormatError/invalidField(path:location:field:found:expected:consequence:)`` for a dwell time (s) that
  ///   cannot be.
  static func check(
    dwellTime seconds: Double, field: String, path: String, location: FormatError.Location = .file,
    unit: String = "seconds"
  ) throws(FormatError) {
    guard dwellTime.contains(seconds) else {
      throw .invalidField(
        path: path, location: location, field: field, found: description(dwellTime: seconds),
        expected: "0.005 to 5 ms, a bandwidth of 200 Hz to 200 kHz",
        consequence: "Check its unit, which is \(unit) in this field.")
    }
  }

  /// - Throws: ``FormatError/invalidField(path:location:field:found:expected:consequence:)`` for a frequency (MHz) that
  ///   no spectrometer has.
  static func check(
    megahertz: Double, field: String, path: String, location: FormatError.Location = .file
  ) throws(FormatError) {
    guard frequency.contains(megahertz) else {
      throw .invalidField(
        path: path, location: location, field: field, found: "\(megahertz) MHz", expected: "1 to 3000 MHz",
        consequence: megahertz > 1e6 ? "It is probably in hertz." : "It gives the ppm axis; check its unit.")
    }
  }
}
