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

  func validate() throws {
    for (name, value, range, unit, hint) in [
      ("--dwell-time", dwellTime, 0.005...5, "ms", "a bandwidth of 200 Hz to 200 kHz: 0.5 for 2 kHz"),
      ("--frequency", frequency, SamplingLimits.frequency, "MHz", "as 123.25 for 2.9 T"),
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
      echoTime: echoTime.map { $0 / 1000 }, repetitionTime: repetitionTime.map { $0 / 1000 })
  }
}
