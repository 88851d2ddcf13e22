import Numerics

extension RFPulse {
  /// The offsets outside of which a slice leaves no more than `share` of its signal, in Hz from the pulse's frequency.
  ///
  /// The signal is the integral of M₊·exp(−2πi·f·isodelay) after excitation, of b² between crushers, in steps of a quarter
  /// of the inverse duration over four bandwidths to either side, as far as the samples hold offsets. What lies outside
  /// of an edge is the largest of the integrals from further out up to it: ripples that cancel do not count.
  /// - Parameter shift: what spins are off the pulse's frequency wherever they are, Hz; under a constant gradient it moves the
  ///   slice, under a modulated one it bends it.
  public func extent(leaving share: Double, shift: Double = 0) -> ClosedRange<Double> {
    let step = 1 / (4 * duration)
    let reach = min(4 * bandwidth.hertz, 0.5 / dwellTime)
    let count = max(1, Int((reach / step).rounded(.down)))
    let profile = profile
    func signal(_ offset: Double) -> Complex<Double> {
      let rotation = profile.rotation(at: offset, shift: shift)
      return purpose == .refocusing
        ? rotation.b * rotation.b
        : rotation.transverse * Complex(length: 1, phase: -2 * .pi * offset * isodelay)
    }
    let values = (-count...count).map { signal(Double($0) * step) }
    let whole = values.reduce(Complex<Double>.zero, +).length
    /// How many steps from an end hold no more than the share.
    func free(_ values: some Sequence<Complex<Double>>) -> Int {
      var sum = Complex<Double>.zero
      var steps = 0
      for value in values {
        sum += value
        if sum.length > share * whole { break }
        steps += 1
      }
      return min(steps, count)
    }
    return Double(free(values) - count) * step...Double(count - free(values.reversed())) * step
  }
}
