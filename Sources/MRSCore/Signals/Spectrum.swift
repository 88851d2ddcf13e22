/// A centred spectrum, shape (L): values in order of rising frequency offset, 0 Hz at index L/2 (integer division).
///
/// S[k] = Δt·Σ′ s[n]·exp(−2πi·f_k·n·Δt), where Σ′ gives sample 0 half weight (the trapezoidal rule: without it every
/// spectrum sits on a constant of s(0)/2). The unit is that of the FID times seconds, so that the integral
/// over frequency in Hz is half of the FID's value at time zero (the mean of both sides of t = 0).
public struct Spectrum: Hashable, Sendable {
  public let values: ComplexVector
  public let acquisition: Acquisition

  public init(values: ComplexVector, acquisition: Acquisition) {
    precondition(values.count == acquisition.points)
    self.values = values
    self.acquisition = acquisition
  }

  public var count: Int { values.count }

  /// The frequency offset of point `index`.
  public func offset(at index: Int) -> Frequency {
    .hertz(Double(index - count / 2) * acquisition.frequencyStep)
  }

  /// The chemical shift of point `index`; it rises with the index, though spectra are drawn with it falling.
  public func shift(at index: Int) -> ChemicalShift { acquisition.shift(at: offset(at: index)) }

  /// The chemical shift of every point, in ppm.
  public var ppmAxis: [Double] { (0..<count).map { shift(at: $0).ppm } }

  /// The indices of the points whose shift lies in `window`; empty where the window lies outside the spectrum.
  public func indices(in window: ClosedRange<ChemicalShift>) -> Range<Int> {
    acquisition.spectralIndices(in: window)
  }
}

extension Acquisition {
  /// The indices of the points of a centred ``Spectrum`` of this acquisition whose shift lies in `window`.
  public func spectralIndices(in window: ClosedRange<ChemicalShift>) -> Range<Int> {
    let first = (offset(of: window.lowerBound).hertz / frequencyStep).rounded(.up) + Double(points / 2)
    let last = (offset(of: window.upperBound).hertz / frequencyStep).rounded(.down) + Double(points / 2)
    let low = max(0, first)
    let high = min(Double(points - 1), last)
    return low <= high ? Int(low)..<(Int(high) + 1) : 0..<0
  }
}
