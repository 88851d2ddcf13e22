import ArgumentParser
import MRSCore
import MRSFormats

/// What a signal's file may not say.
struct SignalOptions: ParsableArguments {
  @Option(help: ArgumentHelp("The time between samples of an LCModel RAW file.", valueName: "ms"))
  var dwellTime: Double?

  @Option(help: ArgumentHelp("The spectrometer frequency of an LCModel RAW file.", valueName: "MHz"))
  var frequency: Double?

  @Option(
    help: ArgumentHelp("The scan's echo time, where its file does not say it or says it wrongly.", valueName: "ms"))
  var echoTime: Double?

  @Option(
    help: ArgumentHelp(
      "The scan's repetition time, where its file does not say it or says it wrongly.", valueName: "ms"))
  var repetitionTime: Double?

  @Option(
    help: ArgumentHelp(
      "Which signal of a file of several, by its index from 0 along each axis: x=3,y=4 or DIM_EDIT=0.",
      valueName: "axis=index,…"))
  var part: String?

  @Flag(help: "Leave Siemens raw data at the twofold bandwidth at which they were measured.")
  var oversampled = false

  func validate() throws {
    _ = try parts
    for (name, value, range, unit, hint) in [
      ("--dwell-time", dwellTime, 0.005...5, "ms", "a bandwidth of 200 Hz to 200 kHz: 0.5 for 2 kHz"),
      (
        "--frequency", frequency, SamplingLimits.frequency, "MHz",
        (frequency ?? 0) > 1e6 ? "not Hz: \((frequency ?? 0) / 1e6)" : "as 123.25 for 2.9 T"
      ),
      ("--echo-time", echoTime, 0.5...2000, "ms", "as 35"),
      ("--repetition-time", repetitionTime, 20...120_000, "ms", "as 2000"),
    ] {
      guard let value, !range.contains(value) else { continue }
      throw ValidationError(
        "\(name) is \(value) \(unit); it must be \(range.lowerBound) to \(range.upperBound) \(unit), \(hint)")
    }
  }

  var overrides: SignalOverrides {
    SignalOverrides(
      dwellTime: dwellTime.map { $0 / 1000 }, spectrometerFrequency: frequency.map { .megahertz($0) },
      echoTime: echoTime.map { $0 / 1000 }, repetitionTime: repetitionTime.map { $0 / 1000 },
      part: (try? parts) ?? [:], keepsOversampling: oversampled)
  }

  /// - Throws: `ValidationError` for a text that is no list of axes with indices.
  private var parts: [String: Int] {
    get throws {
      var parts: [String: Int] = [:]
      for pair in (part ?? "").split(separator: ",") {
        let words = pair.split(separator: "=").map { $0.trimmingCharacters(in: .whitespaces) }
        guard words.count == 2, let index = Int(words[1]), index >= 0,
          parts.updateValue(index, forKey: words[0]) == nil
        else { throw ValidationError("--part: '\(pair)' is no axis with an index, as x=3 or DIM_EDIT=0") }
      }
      return parts
    }
  }
}
