/// One thing in which an acquisition is not the one that was expected, in words with units.
public struct AcquisitionMismatch: Hashable, Sendable {
  /// What can differ; the value is its name in words.
  public enum Field: String, Hashable, Sendable {
    case nucleus
    case spectrometerFrequency = "spectrometer frequency"
    case sequence
    case echoTime = "echo time"
    case repetitionTime = "repetition time"
    case dwellTime = "dwell time"
    case points
  }

  public let field: Field
  /// As the acquisition has it, `"not known"` where it does not say.
  public let found: String
  public let expected: String

  public init(field: Field, found: String, expected: String) {
    self.field = field
    self.found = found
    self.expected = expected
  }
}

extension Acquisition {
  /// Which of `fields` are not those of `expected`: the spectrometer frequency differs by more than 0.5 %, TE by more than
  /// 1 ms, TR by more than 5 %, the dwell time by more than 0.01 %; a sequence may say more than what is expected (`"PRESS_35"`
  /// for `"PRESS"`), but for what was added up of sub-spectra. What is not known is a mismatch; what `expected` does not say is none.
  public func mismatches(with expected: Acquisition, in fields: [AcquisitionMismatch.Field]) -> [AcquisitionMismatch] {
    func milliseconds(_ time: Double?) -> String { time.map { "\(($0 * 1e5).rounded() / 100) ms" } ?? "not known" }
    func differs(_ value: Double?, from expected: Double, by limit: Double) -> Bool {
      value.map { !(abs($0 - expected) <= limit) } ?? true
    }
    return fields.compactMap { field in
      let isMismatch: Bool
      let words: (found: String, expected: String)
      switch field {
      case .nucleus:
        isMismatch = nucleus != expected.nucleus
        words = (nucleus, expected.nucleus)
      case .spectrometerFrequency:
        let (own, other) = (spectrometerFrequency.megahertz, expected.spectrometerFrequency.megahertz)
        isMismatch = differs(own, from: other, by: 0.005 * other)
        words = ("\(own) MHz", "\(other) MHz")
      case .sequence:
        guard let name = expected.sequence?.uppercased() else { return nil }
        isMismatch = sequence?.uppercased().contains(name) != true || combination != expected.combination
        words = (sequence ?? "not known", name)
      case .echoTime:
        guard let time = expected.echoTime else { return nil }
        isMismatch = differs(echoTime, from: time, by: 0.001)
        words = (milliseconds(echoTime), milliseconds(time))
      case .repetitionTime:
        guard let time = expected.repetitionTime else { return nil }
        isMismatch = differs(repetitionTime, from: time, by: 0.05 * time)
        words = (milliseconds(repetitionTime), milliseconds(time))
      case .dwellTime:
        isMismatch = differs(dwellTime, from: expected.dwellTime, by: 1e-4 * expected.dwellTime)
        words = ("\(dwellTime * 1000) ms", "\(expected.dwellTime * 1000) ms")
      case .points:
        isMismatch = points != expected.points
        words = ("\(points)", "\(expected.points)")
      }
      return isMismatch ? AcquisitionMismatch(field: field, found: words.found, expected: words.expected) : nil
    }
  }
}
