import MRSCore

/// The noise of FIDs in an ONNX graph, as `NoiseEstimate` and `NoiseProfile` have it: zeros at the end are left out,
/// and noise that falls along the FID is corrected for.
///
/// Every FID has its own number of samples n that are not zero, so all that depends on n is computed row by row.
struct NoiseStage {
  let acquisition: Acquisition
  private static let parts = 8

  /// The deviation of the real part of a spectral point, (rows, 1).
  func noise(of fid: ONNXComplex) -> ONNXValue {
    let graph = fid.real.graph
    graph.stage = "noise"
    let points = acquisition.points
    let count = length(of: fid)
    let isKept = graph.indices(points) < count
    let samples = fid.map { isKept.chosen($0, else: 0) }
    let spectrum = centredSpectrum(of: samples, points: points, length: count)
    let inner = 1..<points - 1
    func differences(_ plane: ONNXValue) -> ONNXValue {
      (plane.slice(0..<points - 2, axis: 1) - plane.slice(inner, axis: 1) * 2 + plane.slice(2..<points, axis: 1))
        .magnitude
    }
    let isNoise =
      outside(points: points, length: count, least: 64) & (graph.indices(points) < count - 1)
    let mask = isNoise.slice(inner, axis: 1)
    let median = ONNXValue.concatenated([differences(spectrum.real), differences(spectrum.imaginary)], axis: 1)
      .median(of: .concatenated([mask, mask], axis: 1), width: 2 * inner.count)
    return correction(of: samples, length: count) * median
      * (acquisition.dwellTime / (0.674_489_750_196_082 * 6.0.squareRoot()))
  }

  /// How many samples are in front of the zeros, (rows, 1).
  private func length(of fid: ONNXComplex) -> ONNXValue {
    let (graph, points) = (fid.real.graph, acquisition.points)
    let size = fid.magnitude
    let largest = size.largest(axis: 1)
    let last = (largest * 1e-12 < size).chosen(graph.indices(points), else: -1).largest(axis: 1)
    let places = last - 31 + graph.indices(32)
    let isThere = !(places < 0)
    let before = size.elements(at: places.maximum(places.like(0))).median(of: isThere, width: 32)
    let isFilled = (largest > 0) & (last < Double(points - max(4, points / 32))) & (largest * 1e-6 < before)
    return isFilled.chosen(last + 1, else: Double(points))
  }

  /// The centred spectrum of rows of so many samples, the first of them halved, over the dwell time; what lies behind
  /// the length means nothing.
  private func centredSpectrum(of samples: ONNXComplex, points: Int, length: ONNXValue) -> ONNXComplex {
    let graph = length.graph
    let first = graph.row([0.5] + [Double](repeating: 1, count: points - 1))
    let spectrum = ChirpTransform(points: points, length: length).forward(samples.map { $0 * first })
    let places = (graph.indices(points) + (length - length / 2)) % length
    return spectrum.map { $0.elements(at: places) }
  }

  /// Which points of a spectrum hold no signal: those outside −0.5 … 9.5 ppm but for 4 % at each end, or the outer
  /// fifths where these are less than `least`; (rows, points).
  private func outside(points: Int, length: ONNXValue, least: Int) -> ONNXValue {
    let index = length.graph.indices(points)
    let (place, count) = (index.cast(to: .double), length.cast(to: .double))
    let isNoEdge = !(index < length / 25) & (index < length - length / 25)
    let middle = (length / 2).cast(to: .double)
    func point(_ shift: ChemicalShift) -> ONNXValue {
      acquisition.offset(of: shift).hertz / (1 / (count * acquisition.dwellTime))
    }
    let isInside =
      !(place < point(.ppm(-0.5)).roundedUp + middle) & (place <= point(.ppm(9.5)).roundedDown + middle)
    let isOutside = isNoEdge & !isInside
    let isOuter = isNoEdge & ((index < length / 5) | !(index < length - length / 5))
    let isEnough = !(isOutside.cast(to: .int64).sum([1]) < Double(least))
    return (isEnough & isOutside) | (!isEnough & isOuter)
  }

  /// By how much second differences underestimate noise that falls along the FID, (rows, 1).
  private func correction(of samples: ONNXComplex, length: ONNXValue) -> ONNXValue {
    let (graph, most) = (length.graph, acquisition.points / Self.parts)
    let size = length / Double(Self.parts)
    guard most >= 16 else { return graph.scalar(1, .double) }
    let levels = levels(of: samples, most: most, size: size)
    func level(_ part: Int) -> ONNXValue { levels.slice(part..<part + 1, axis: 1) }
    let early = levels.slice(1..<4, axis: 1).sorted(smallest: 2).slice(1..<2, axis: 1)
    let late = (level(6) + level(7)) / 2
    let falls = !(size < 16) & (late > 0) & (late * NoiseProfile.largestFall < early)
    let factors = (0..<Self.parts).map { part -> Double in
      let factor = 2 - 2 * Double.cos(2 * .pi * (Double(part) + 0.5) / Double(Self.parts))
      return factor * factor / 6
    }
    let (total, seen) = (levels.squared.sum([1]), (levels.squared * graph.row(factors)).sum([1]))
    return (falls & (seen > 0)).chosen((total / seen.atLeast(.leastNormalMagnitude)).squareRoot, else: 1)
  }

  /// The deviation of a sample's real part in each eighth, (rows, 8).
  /// - Parameter size: samples of an eighth, (rows, 1), at most `most`.
  private func levels(of samples: ONNXComplex, most: Int, size: ONNXValue) -> ONNXValue {
    let graph = size.graph
    let wide = graph.constant(ONNXTensor((0..<Self.parts * most).map { $0 / most }, shape: [1, Self.parts * most]))
    let narrow = graph.constant(ONNXTensor((0..<Self.parts * most).map { $0 % most }, shape: [1, Self.parts * most]))
    let pieces = samples.map { $0.elements(at: wide * size + narrow).reshaped([-1, most]) }
    // One row an eighth.
    let sizes = (size * graph.constant(ONNXTensor([Int](repeating: 1, count: Self.parts), shape: [1, Self.parts])))
      .reshaped([-1, 1]).maximum(graph.scalar(1, .int64))
    let angle = graph.indices(most).cast(to: .double) * (2 * .pi) / sizes.cast(to: .double)
    let window = (graph.indices(most) < sizes).chosen((1 - angle.cosine) * 0.5, else: 0)
    let spectrum = centredSpectrum(of: pieces.map { $0 * window }, points: most, length: sizes)
    let median = (spectrum.real.squared + spectrum.imaginary.squared)
      .median(of: outside(points: most, length: sizes, least: 12), width: most)
    return (median / (window.squared.sum([1]).atLeast(.leastNormalMagnitude) * (2 * .log(2)))).squareRoot
      .reshaped([-1, Self.parts])
  }
}
