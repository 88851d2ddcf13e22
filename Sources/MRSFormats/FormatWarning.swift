/// Something in a file that was read around, and that a reader of the results should know.
public enum FormatWarning: Hashable, Sendable, Codable {
  /// Samples that are NaN or infinite; they are kept as they are.
  case nonFiniteSamples(count: Int, of: Int)
  /// A time so long that its unit must be another one; the value is left unknown.
  case implausibleTime(field: String, value: Double, likelyUnit: String)
  /// The unit of the dwell time is not given; seconds were assumed.
  case dwellTimeUnitAssumed(seconds: Double)
  /// A field that the file should give and does not; what was assumed instead.
  case assumed(field: String, value: String)
  /// A nonzero Philips offset_frequency; it was not applied.
  case frequencyOffsetNotApplied(hertz: Double)
  /// The 0 Hz of a basis is not where the format has it; measured from its singlets.
  case carrierMeasured(ppm: Double, nominal: Double, singlets: [String])
  /// A basis whose first point is not halved, unlike LCModel's own.
  case firstPointNotHalved
}

extension FormatWarning: CustomStringConvertible {
  public var description: String {
    switch self {
    case .nonFiniteSamples(let count, let total):
      "\(count) of \(total) samples are NaN or infinite; averages that hold them are left out by the processing"
    case .implausibleTime(let field, let value, let unit):
      "'\(field)' is \(value) s, which cannot be: it is probably in \(unit); it was taken as unknown"
    case .dwellTimeUnitAssumed(let seconds):
      "the file does not say in what unit the dwell time is; \(seconds) was taken as seconds"
    case .assumed(let field, let value):
      "'\(field)' is missing; \(value) was assumed"
    case .frequencyOffsetNotApplied(let hertz):
      "'offset_frequency' is \(hertz) Hz; 0 Hz was still taken as water: check the water's position"
    case .carrierMeasured(let ppm, let nominal, let singlets):
      """
      0 Hz lies at \(ppm) ppm, not at \(nominal): the singlets of \(singlets.joined(separator: ", ")) say so; \
      the basis was read with the former
      """
    case .firstPointNotHalved:
      "the first point of the functions is not halved as in LCModel's own basis files; it was left as it is"
    }
  }
}
