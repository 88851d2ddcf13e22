import MRSCore

extension FID {
  /// The shift of the highest magnitude within `window`, on a fourfold zero-filled grid.
  func peak(in window: ClosedRange<Double>) -> Double {
    let filled = resized(to: 4 * samples.count)
    let spectrum = FourierTransform(count: filled.samples.count).spectrum(of: filled)
    let magnitude = spectrum.values.magnitude
    let indices = spectrum.indices(in: .ppm(window.lowerBound)...(.ppm(window.upperBound)))
    return indices.max { magnitude[$0] < magnitude[$1] }.map { spectrum.shift(at: $0).ppm } ?? .nan
  }
}
