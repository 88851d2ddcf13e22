import MRSCore
import MRSNetworks
import MRSSimulation

extension StudyProtocol {
  func validateAcquisition() throws(ProfileError) {
    let section = acquisition
    try require(section.nucleus == "1H", "acquisition.nucleus", section.nucleus, "1H: the spin systems are of protons")
    guard let sequence = Sequence(rawValue: section.sequence) else {
      throw .invalid(
        file: name, field: "acquisition.sequence", value: section.sequence, expected: "one of \(Self.sequenceNames)")
    }
    let frequency = section.spectrometerFrequency
    let meant = (1e6...1.5e9).contains(frequency) ? "; it looks like Hz: \(frequency / 1e6) MHz" : ""
    try require(
      (5...1500).contains(frequency), "acquisition.spectrometerFrequency", frequency, "5 to 1500 MHz\(meant)")
    try require(
      (0.005...5).contains(section.dwellTime), "acquisition.dwellTime", section.dwellTime,
      "0.005 to 5 ms, a bandwidth of 200 Hz to 200 kHz")
    for (time, field) in [(section.firstEchoTime, "firstEchoTime"), (section.secondEchoTime, "secondEchoTime")] {
      switch sequence {
      case .press: try requirePositive(time, "acquisition.\(field)", unit: "ms")
      case .pulseAcquire:
        try require(time == 0, "acquisition.\(field)", time, "0: PULSE-ACQUIRE has no echo")
      default: try requireNotNegative(time, "acquisition.\(field)", unit: "ms")
      }
    }
    try require(
      sequence == .pulseAcquire || section.firstEchoTime + section.secondEchoTime > 0, "acquisition.firstEchoTime",
      section.firstEchoTime, "an echo time above 0 ms, firstEchoTime + secondEchoTime")
    if let intervals = section.intervals {
      try require(
        sequence == .semiLASER, "acquisition.intervals", intervals, "none: only SLASER has intervals of its own")
      let sum = intervals.reduce(0, +)
      try require(
        intervals.count == 5 && intervals.allSatisfy { $0.isFinite && $0 >= 0 }
          && abs(sum - section.firstEchoTime - section.secondEchoTime) < 1e-6,
        "acquisition.intervals", intervals,
        "five times in ms whose sum is TE, \(section.firstEchoTime + section.secondEchoTime) ms")
      let balance = intervals.enumerated().reduce(0) { $0 + ($1.offset.isMultiple(of: 2) ? $1.element : -$1.element) }
      try require(
        abs(balance) < 1e-6, "acquisition.intervals", intervals,
        "an echo at TE: the first, third and fifth together as long as the second and fourth (now \(rounded(balance)) ms longer)"
      )
    }
    try requireNotNegative(section.mixingTime, "acquisition.mixingTime", unit: "ms")
    let most = SpectrumEncoder.mostPoints
    try require((64...most).contains(section.points), "acquisition.points", section.points, "64 to \(most) points")
    let echoTime = section.firstEchoTime + section.secondEchoTime
    try require(
      echoTime == 0 || (0.5...5000).contains(echoTime), "acquisition.firstEchoTime", section.firstEchoTime,
      "an echo time, firstEchoTime + secondEchoTime, of 0.5 to 5000 ms"
        + ((0.001..<0.5).contains(echoTime) ? "; it looks like seconds: \(rounded(echoTime * 1000)) ms" : ""))
    try require(
      section.repetitionTime <= 1e6, "acquisition.repetitionTime", section.repetitionTime, "at most 1000000 ms")
    try require(
      section.repetitionTime.isFinite && section.repetitionTime > echoTime, "acquisition.repetitionTime",
      section.repetitionTime, "longer than the echo time, \(echoTime) ms")
    let low = spectralAcquisition.shift(at: .hertz(-spectralAcquisition.bandwidth.hertz / 2)).ppm
    let high = spectralAcquisition.shift(at: .hertz(spectralAcquisition.bandwidth.hertz / 2)).ppm
    try require(
      profile.window.low.isFinite && profile.window.low >= low, "profile.window.low", profile.window.low,
      "inside the spectrum, \(rounded(low)) to \(rounded(high)) ppm")
    try require(
      profile.window.high.isFinite && profile.window.high <= high, "profile.window.high", profile.window.high,
      "inside the spectrum, \(rounded(low)) to \(rounded(high)) ppm")
    try require(
      profile.window.low < profile.window.high, "profile.window.low", profile.window.low,
      "below profile.window.high, \(profile.window.high) ppm")
  }

  /// That the shaped pulses can be made and fit into the sequence.
  func validateLocalisation() throws(ProfileError) {
    guard acquisition.pulses == .shaped else { return }
    try require(
      acquisition.sequence != Sequence.pulseAcquire.rawValue, "acquisition.pulses", acquisition.pulses.rawValue,
      "ideal: PULSE-ACQUIRE selects no slice")
    try require(
      localisation.transmitterShift.isFinite, "localisation.transmitterShift", localisation.transmitterShift,
      "a shift in ppm")
    if let file = localisation.adiabaticFile, !file.isEmpty {
      let peak = localisation.adiabaticPeak ?? 0
      try require(
        peak > 0 && peak < 1e5, "localisation.adiabaticPeak", peak,
        "the γB₁/2π of adiabaticFile's peak in Hz: no strength follows from the flip angle of an adiabatic pulse")
    }
    try require(
      localisation.adiabaticGradientFile == nil || localisation.adiabaticFile?.isEmpty == false,
      "localisation.adiabaticGradientFile", localisation.adiabaticGradientFile ?? "",
      "a file only beside adiabaticFile, the pulse that it belongs to")
    do {
      _ = try pulseSequence()
    } catch let error as SimulationError {
      let fields = ["sinc90": "excitation", "slr180": "refocusing", "hs1": "adiabatic", "goia": "adiabatic"]
      switch error {
      case .badPulse(let pulse, let field, let value, let expected):
        throw .invalid(
          file: name, field: "localisation.\(fields[pulse] ?? pulse)\(field.capitalized)", value: value,
          expected: expected)
      case .pulsesDoNotFit(_, let interval, let available, let needed):
        let field = interval == "TM" ? "mixingTime" : interval == "TE2/2" ? "secondEchoTime" : "firstEchoTime"
        throw .invalid(
          file: name, field: "acquisition.\(field)", value: "too short: \(interval) is \(rounded(available * 1000)) ms",
          expected: "at least the \(rounded(needed * 1000)) ms that its pulses take; shorten them in [localisation]")
      default:
        throw .invalid(file: name, field: "localisation", value: "not simulated", expected: "\(error)")
      }
    } catch {
      throw .invalid(file: name, field: "localisation", value: "not simulated", expected: "\(error)")
    }
  }
}
