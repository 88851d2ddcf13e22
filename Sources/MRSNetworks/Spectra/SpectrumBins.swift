import MRSCore

/// The bins of chemical shift that a network's window is cut in: triangles as wide as a liver's lines, much closer together
/// than that, which add up to one at every point. What a network makes of less than a line is about the line's shape, and
/// changes sign from point to point; and a part of a spectrum that had edges would look like signals. The first and the last
/// bin hold all that lies beyond them.
package struct SpectrumBins: Sendable {
  /// The middles, as points of the centred spectrum.
  private let middles: [Int]
  /// From a bin's middle to where it is zero, in points.
  private let reach: Int
  /// The middles, ppm.
  package let shifts: [Double]

  package var count: Int { middles.count }

  /// How far the middles are apart, and how far a bin reaches to either side, about, ppm.
  private static let spacing = 0.03
  private static let width = 0.1

  package init(of encoder: SpectrumEncoder) {
    let acquisition = encoder.acquisition
    let step = acquisition.frequencyStep / acquisition.spectrometerFrequency.megahertz
    let spacing = max(1, Int((Self.spacing / step).rounded()))
    reach = max(spacing, Int((Self.width / step).rounded()))
    middles = Array(stride(from: encoder.firstPoint, to: encoder.firstPoint + encoder.points, by: spacing))
    shifts = middles.map {
      acquisition.shift(at: .hertz(Double($0 - acquisition.points / 2) * acquisition.frequencyStep)).ppm
    }
  }

  /// The FIDs of what each bin holds of a spectrum; their sum is the FID.
  package func parts(of fid: FID, transform: FourierTransform) -> [ComplexVector] {
    let spectrum = transform.spectrum(of: fid)
    var totals = [Double](repeating: 0, count: spectrum.count)
    for bin in middles.indices {
      for point in points(of: bin, among: totals.count) { totals[point] += weight(of: bin, at: point) }
    }
    return middles.indices.map { bin in
      var part = ComplexVector(zeros: spectrum.count)
      for point in points(of: bin, among: spectrum.count) {
        let share = weight(of: bin, at: point) / totals[point]
        part.real[point] = share * spectrum.values.real[point]
        part.imaginary[point] = share * spectrum.values.imaginary[point]
      }
      return transform.fid(of: Spectrum(values: part, acquisition: fid.acquisition)).samples
    }
  }

  private func points(of bin: Int, among count: Int) -> Range<Int> {
    let low = bin == 0 ? 0 : middles[bin] - reach + 1
    let high = bin == middles.count - 1 ? count : middles[bin] + reach
    return max(0, low)..<min(count, high)
  }

  private func weight(of bin: Int, at point: Int) -> Double {
    let distance = point - middles[bin]
    let isBeyond = distance < 0 ? bin == 0 : bin == middles.count - 1
    return isBeyond ? 1 : 1 - Double(abs(distance)) / Double(reach)
  }
}
