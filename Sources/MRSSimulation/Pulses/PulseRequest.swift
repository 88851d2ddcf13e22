import MRSCore

/// What every design of a pulse starts from.
struct PulseRequest {
  let name: String
  /// Seconds.
  let duration: Double
  let bandwidth: Frequency
  let points: Int

  /// That a pulse can be so long, of so many samples.
  /// - Throws: ``SimulationError/badPulse(name:field:value:expected:)``.
  static func check(duration: Double, points: Int, of name: String) throws(SimulationError) {
    guard duration > 0, duration < 0.1 else {
      throw .badPulse(
        name: name, field: "duration", value: "\(duration * 1000) ms", expected: "above 0 and below 100 ms")
    }
    guard (32...4096).contains(points) else {
      throw .badPulse(name: name, field: "points", value: "\(points)", expected: "32 to 4096 samples")
    }
  }

  /// - Throws: ``SimulationError/badPulse(name:field:value:expected:)``.
  func check(timeBandwidth: ClosedRange<Double>) throws(SimulationError) {
    try Self.check(duration: duration, points: points, of: name)
    let product = duration * bandwidth.hertz
    guard timeBandwidth.contains(product) else {
      throw .badPulse(
        name: name, field: "bandwidth", value: "\(bandwidth.hertz) Hz (\(product) over the duration)",
        expected:
          "\(timeBandwidth.lowerBound / duration) to \(timeBandwidth.upperBound / duration) Hz for \(duration * 1000) ms"
      )
    }
    guard product < Double(points) / 4 else {
      throw .badPulse(
        name: name, field: "points", value: "\(points)",
        expected: "more than four a cycle of the bandwidth, \(Int(4 * product) + 1)")
    }
  }

  /// The parameter at which `measured` width is `target`: fixed-point iteration on their ratio, which is nearly constant.
  static func width(for target: Double, measured: (Double) -> Double) -> Double {
    var width = target
    for _ in 0..<40 {
      let ratio = target / measured(width)
      width *= ratio
      if abs(ratio - 1) < 1e-6 { break }
    }
    return width
  }
}
