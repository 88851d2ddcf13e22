import Numerics

extension FID {
  /// The full width at half maximum of the tallest peak, in Hz: in the real part of the spectrum with the peak's own phase,
  /// zero-filled eightfold, between straight lines. A multiplet that is not resolved counts as one peak. `nil` without a
  /// signal, or where the peak does not fall to half before the spectrum ends.
  public var peakWidth: Double? {
    let filled = resized(to: 8 * samples.count)
    let spectrum = FourierTransform(count: filled.samples.count).spectrum(of: filled).values
    let magnitudes = spectrum.magnitude
    guard let top = magnitudes.indices.max(by: { magnitudes[$0] < magnitudes[$1] }), magnitudes[top] > 0 else {
      return nil
    }
    let turn = Complex(length: 1, phase: -spectrum[top].phase)
    let half = magnitudes[top] / 2
    func edge(_ step: Int) -> Double? {
      var previous = magnitudes[top]
      var index = top + step
      while magnitudes.indices.contains(index) {
        let value = (spectrum[index] * turn).real
        if value <= half { return Double(abs(index - top)) - (half - value) / (previous - value) }
        previous = value
        index += step
      }
      return nil
    }
    guard let below = edge(-1), let above = edge(1) else { return nil }
    return (below + above) * filled.acquisition.frequencyStep
  }
}
