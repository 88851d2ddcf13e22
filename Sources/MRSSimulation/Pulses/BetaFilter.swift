import MRSCore
import Numerics

/// The design of a linear-phase low-pass filter of an even number of taps by weighted least squares.
struct BetaFilter {
  let points: Int
  let passRipple: Double
  let stopRipple: Double

  /// D∞(δ₁, δ₂), the transition width times the length of an optimal filter (Herrmann et al. 1973; as used by Pauly
  /// et al. 1991, doi:10.1109/42.75611).
  var transition: Double {
    let pass = Double.log10(passRipple)
    let stop = Double.log10(stopRipple)
    return (5.309e-3 * pass * pass + 7.114e-2 * pass - 0.4761) * stop
      + (-2.66e-3 * pass * pass - 0.5941 * pass - 0.4278)
  }

  /// The taps, largest magnitude of the response just below 1.
  ///
  /// The response A(ν) = Σ c_n·cos(2πν(n − ½)), n = 1 … N/2, is fitted to 1 up to the pass edge and to 0 from the stop
  /// edge, ν in cycles a tap, errors weighted by the inverse ripples.
  func coefficients(timeBandwidth: Double) throws(LinearAlgebraError) -> [Double] {
    let half = points / 2
    // At |β|² = ½ the response is 0.71: the middle of the transition lies a little outside of it.
    let pass = max(0.25, timeBandwidth / 2 - transition / 2) / Double(points)
    let stop = (timeBandwidth / 2 + transition / 2) / Double(points)
    let inPass = 8 * max(4, Int(Double(points) * pass))
    let inStop = 8 * half
    var rows: [(frequency: Double, target: Double, weight: Double)] = []
    for i in 0..<inPass {
      rows.append((pass * (Double(i) + 0.5) / Double(inPass), 1, (pass / Double(inPass)).squareRoot() / passRipple))
    }
    for i in 0..<inStop {
      let width = 0.5 - stop
      rows.append(
        (stop + width * (Double(i) + 0.5) / Double(inStop), 0, (width / Double(inStop)).squareRoot() / stopRipple))
    }
    let matrix = Matrix(
      columns: (0..<half).map { n in
        rows.map { $0.weight * Double.cos(2 * .pi * $0.frequency * (Double(n) + 0.5)) }
      })
    let taps = try matrix.leastSquaresFullRank(rows.map { $0.weight * $0.target })
    // Twice the response's samples: its largest value must not reach 1, where α would have a zero on the unit circle.
    var largest = 0.0
    for i in 0..<(16 * half) {
      let frequency = 2 * stop * Double(i) / Double(16 * half)
      var value = 0.0
      for (n, tap) in taps.enumerated() { value += tap * Double.cos(2 * .pi * frequency * (Double(n) + 0.5)) }
      largest = max(largest, abs(value))
    }
    let scale = 0.5 * (1 - 1e-6) / largest
    let scaled = taps.map { $0 * scale }
    return scaled.reversed() + scaled
  }
}
