import MRSCore

/// The echo and repetition time (s) that a header states, kept only where they can be.
///
/// A time that cannot be is taken as unknown, with a doubt: relaxation computed with it would scale all amounts.
struct StatedTimes: Sendable {
  /// A header's field and the time in it, in seconds; `nil` where the field is missing, NaN where it holds no number.
  typealias Field = (name: String, seconds: Double?)

  private(set) var echoTime: Double?
  private(set) var repetitionTime: Double?
  private(set) var doubts: [Doubt] = []

  /// Longer echo times (s) leave nothing to measure: even water of 2 s in T₂ would have lost 63 %.
  static let longestEchoTime = 2.0
  /// Shorter echo times (s) are not reached for ¹H: localisation takes about 1 ms even on small animals.
  static let shortestEchoTime = 5e-4
  /// Longer repetition times (s) are an error of unit.
  static let longestRepetitionTime = 120.0

  /// - Parameters:
  ///   - nucleus: other nuclei than ¹H are also measured without an echo, at shorter times.
  ///   - readout: how long the samples take that the scanner measured, in s.
  ///   - overrides: times that the caller gives, which win.
  init(
    echo: Field, repetition: Field, nucleus: String = "1H", readout: Double, overrides: SignalOverrides = .none
  ) {
    let echo = chosen(echo, overrides.echoTime, option: "--echo-time")
    let repetition = chosen(repetition, overrides.repetitionTime, option: "--repetition-time")
    echoTime = kept(echo) { time in
      if time > Self.longestEchoTime { return Self.longer(time, than: Self.longestEchoTime) }
      guard time < Self.shortestEchoTime, nucleus == "1H" else { return nil }
      return "no echo forms so early; it was probably divided by 1000 once too often"
    }
    repetitionTime = kept(repetition) { time in
      time > Self.longestRepetitionTime ? Self.longer(time, than: Self.longestRepetitionTime) : nil
    }
    checkReadout(readout, echo: echo.name, repetition: repetition.name)
  }

  /// A repetition holds the echo time and the readout. Which of the two times is wrong is told only where the readout
  /// alone does not fit; else neither is believed. Headers round, hence one per cent.
  private mutating func checkReadout(_ readout: Double, echo: String, repetition: String) {
    guard let time = repetitionTime, 1.01 * time < (echoTime ?? 0) + readout else { return }
    let reason = "the repetition time must hold echo time and readout (\(Self.milliseconds(readout)) ms of samples)"
    doubts.append(.impossibleTime(field: repetition, seconds: time, reason: reason))
    repetitionTime = nil
    guard 1.01 * time >= readout, let echoTime else { return }
    doubts.append(.impossibleTime(field: echo, seconds: echoTime, reason: reason))
    self.echoTime = nil
  }

  private mutating func kept(_ field: Field, fault: (Double) -> String?) -> Double? {
    guard let time = field.seconds else { return nil }
    guard time.isFinite else {
      doubts.append(.assumedField(field: field.name, value: "nothing"))
      return nil
    }
    guard let reason = time > 0 ? fault(time) : "a time is positive" else { return time }
    doubts.append(.impossibleTime(field: field.name, seconds: time, reason: reason))
    return nil
  }

  /// What the caller gives wins; where the header says otherwise by more than 1 ms, that is a doubt.
  private mutating func chosen(_ field: Field, _ given: Double?, option: String) -> Field {
    guard let given else { return field }
    if let stated = field.seconds, stated.isFinite, abs(stated - given) > 0.001 {
      doubts.append(
        .contradictoryFields(
          first: "\(option) is \(Self.milliseconds(given)) ms",
          second: "'\(field.name)' is \(Self.milliseconds(stated)) ms", used: "the former was used"))
    }
    return (option, given)
  }

  private static func longer(_ time: Double, than limit: Double) -> String {
    "it is probably in \(time / 1e3 <= limit ? "milliseconds" : "microseconds")"
  }

  private static func milliseconds(_ seconds: Double) -> Double { (seconds * 1e6).rounded() / 1e3 }

  /// How long the measured samples take, in s: zeros at the end of all FIDs were appended, not measured.
  static func readout(of fids: some Sequence<ComplexVector>, dwellTime: Double) -> Double {
    var measured = 0
    for fid in fids {
      measured = max(measured, (fid.indices.last { fid.real[$0] != 0 || fid.imaginary[$0] != 0 } ?? -1) + 1)
      // No other has more.
      if measured == fid.count { break }
    }
    return dwellTime * Double(measured)
  }
}
