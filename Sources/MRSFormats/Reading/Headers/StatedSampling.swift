import MRSCore

/// The dwell time and frequency of a signal: what the caller gives, else what a file states, checked.
///
/// For formats that may not hold them. What is stated twice and differs by more than a thousandth is a doubt.
struct StatedSampling: Sendable {
  /// A header's field and the number in it; `nil` where the field is missing, NaN where it holds no number.
  struct Field: Sendable {
    let name: String
    let value: Double?
    var location = FormatError.Location.file
    /// That of the field in its file, for messages.
    let unit: String
  }

  /// Seconds.
  let dwellTime: Double
  let frequency: Frequency
  let doubts: [Doubt]

  /// - Parameters:
  ///   - dwellTime: the field and its value in s.
  ///   - megahertz: the field and its value in MHz.
  /// - Throws: ``FormatError`` for what is missing or cannot be.
  init(dwellTime: Field, megahertz: Field, overrides: SignalOverrides, path: String) throws(FormatError) {
    let time = try Self.chosen(
      dwellTime, given: overrides.dwellTime, option: "--dwell-time", hint: "in milliseconds, as 0.5", path: path)
    try SamplingLimits.check(
      dwellTime: time.value, field: time.name, path: path, location: time.location, unit: time.unit)
    let frequency = try Self.chosen(
      megahertz, given: overrides.spectrometerFrequency?.megahertz, option: "--frequency", hint: "in megahertz",
      path: path)
    try SamplingLimits.check(
      megahertz: frequency.value, field: frequency.name, path: path, location: frequency.location)
    self.dwellTime = time.value
    self.frequency = .megahertz(frequency.value)
    doubts =
      Self.contradiction(time, dwellTime, factor: 1000, unit: "ms")
      + Self.contradiction(frequency, megahertz, factor: 1, unit: "MHz")
  }

  private typealias Choice = (name: String, value: Double, location: FormatError.Location, unit: String)

  private static func chosen(
    _ field: Field, given: Double?, option: String, hint: String, path: String
  ) throws(FormatError) -> Choice {
    if let given { return (option, given, .file, option == "--dwell-time" ? "milliseconds" : "megahertz") }
    guard let value = field.value else {
      throw .missingField(path: path, field: field.name, advice: "Give \(option) (\(hint)).")
    }
    guard value.isFinite, value > 0 else {
      throw .invalidField(
        path: path, location: field.location, field: field.name, found: value.isNaN ? "no number" : "\(value)",
        expected: "positive (\(field.unit))",
        consequence: "The samples mean nothing without it: give \(option) (\(hint)).")
    }
    return (field.name, value, field.location, field.unit)
  }

  private static func contradiction(_ used: Choice, _ stated: Field, factor: Double, unit: String) -> [Doubt] {
    guard let value = stated.value, value.isFinite, value > 0, used.name != stated.name,
      abs(value / used.value - 1) > 1e-3
    else { return [] }
    return [
      .contradictoryFields(
        first: "\(used.name) is \(factor * used.value) \(unit)",
        second: "'\(stated.name)' is \(factor * value) \(unit)",
        used: "the former was used")
    ]
  }
}
