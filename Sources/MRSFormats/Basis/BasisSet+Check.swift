import MRSCore

extension BasisSet {
  /// Refuses what would be a crash, a flood of memory or a silent NaN later: no functions, planes of two lengths,
  /// values that are not finite, an acquisition that cannot be, names that could command a terminal.
  /// - Throws: ``FormatError``.
  func check(path: String) throws(FormatError) {
    guard !functions.isEmpty else {
      throw .missingField(path: path, field: "functions", advice: "A basis has at least one.")
    }
    try checkAcquisition(path: path)
    for function in functions {
      guard function.name == function.name.printable, !function.name.isEmpty else {
        throw .invalidField(
          path: path, location: .file, field: "name", found: "'\(function.name)'",
          expected: "the name of a species, without control characters", consequence: "Functions are told apart by it.")
      }
      let (values, frequencies) =
        switch function.signal {
        case .lines(let lines): (lines.amplitudes, lines.frequencies)
        case .sampled(let samples): (samples, samples.real)
        }
      let counts = [values.real.count, values.imaginary.count, frequencies.count]
      guard counts.allSatisfy({ $0 == counts[0] }), counts[0] > 0 else {
        throw .contradiction(
          path: path,
          first: "\(function.name) has \(counts[0]) values in its real plane",
          second: counts[1] != counts[0] ? "\(counts[1]) were expected" : "\(counts[2]) frequencies",
          advice: "The file was cut off or edited; make it again.")
      }
      // Squares and phases of what is beyond overflow.
      let isBounded = (values.real + values.imaginary).allSatisfy { abs($0) <= 1e50 }
      var isNear = true
      if case .lines(let lines) = function.signal { isNear = lines.frequencies.allSatisfy { abs($0) <= 1e7 } }
      guard isBounded, isNear else {
        throw .invalidField(
          path: path, location: .file, field: function.name,
          found: "NaN or infinite in part, or beyond 1e50, or a line beyond 10 MHz", expected: "finite",
          consequence: "No fit is possible with it; make the basis again.")
      }
    }
  }

  private func checkAcquisition(path: String) throws(FormatError) {
    try SamplingLimits.check(dwellTime: acquisition.dwellTime, field: "dwellTime", path: path)
    try SamplingLimits.check(
      megahertz: acquisition.spectrometerFrequency.megahertz, field: "spectrometerFrequency", path: path)
    func refusal(_ field: String, _ found: String, _ expected: String) -> FormatError {
      .invalidField(
        path: path, location: .file, field: field, found: found, expected: expected,
        consequence: "The file was damaged or edited; make it again.")
    }
    guard (2...SamplingLimits.mostPoints).contains(acquisition.points) else {
      throw refusal("points", "\(acquisition.points)", "a count from 2 to \(SamplingLimits.mostPoints)")
    }
    guard abs(acquisition.carrierShift.ppm) <= 1000 else {
      throw refusal("carrierShift", "\(acquisition.carrierShift.ppm) ppm", "a shift of at most 1000 ppm")
    }
    if let time = acquisition.echoTime, !(0...StatedTimes.longestEchoTime).contains(time) {
      throw refusal("echoTime", "\(time) s", "0 to \(StatedTimes.longestEchoTime) s")
    }
  }
}
