import ArgumentParser
import MRSCore
import MRSFormats

/// What a signal's file may not say.
struct SignalOptions: ParsableArguments {
  @Option(help: ArgumentHelp("The time between samples of an LCModel RAW file.", valueName: "ms"))
  var dwellTime: Double?

  @Option(help: ArgumentHelp("The spectrometer frequency of an LCModel RAW file.", valueName: "MHz"))
  var frequency: Double?

  func validate() throws {
    for (name, value) in [("--dwell-time", dwellTime), ("--frequency", frequency)] {
      guard let value else { continue }
      guard value.isFinite, value > 0 else { throw ValidationError("\(name) is \(value); it must be positive") }
    }
  }

  var overrides: SignalOverrides {
    SignalOverrides(dwellTime: dwellTime.map { $0 / 1000 }, spectrometerFrequency: frequency.map { .megahertz($0) })
  }
}
