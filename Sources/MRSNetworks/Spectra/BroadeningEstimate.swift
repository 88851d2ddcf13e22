import MRSCore
import Numerics

/// How much wider the lines of a spectrum are than those of the training spectra: a linear function of the compressed
/// magnitude asinh(|S|/2·noise), learned on copies of training spectra that were made wider.
///
/// No line is singled out, so that one broad line from outside the voxel is not taken for all of them: the width of the
/// tallest line reached 85 Hz in 0.1 % of training spectra whose other lines had 10 Hz, and told nothing.
struct BroadeningEstimate: Hashable, Sendable, Codable {
  /// How much wider the widest copies are, Hz. Beyond, the estimate goes on to grow.
  private static let widest = 45.0
  /// Added to the normal equations in units of a spectrum: of 1 to 100 all told the same.
  private static let ridge = 10.0

  let weights: [Float]
  let offset: Double
  /// Points at either end of the window that are not used: what leaves the window there comes back at the other end.
  let margin: Int

  /// - Parameters:
  ///   - spectra: of training, each with its ln(noise/s).
  ///   - frequencyStep: Hz.
  /// - Throws: `LinearAlgebraError`.
  init(of spectra: [(inputs: ArraySlice<Float>, sideInput: Float)], frequencyStep: Double) throws {
    let points = (spectra.first?.inputs.count ?? 0) / 2
    let transform = FourierTransform(count: max(1, points))
    let margin = min(Int(Self.widest / frequencyStep) + 1, points / 8)
    let stream = RandomStream(seed: 1).child("broadened training spectra")
    var widths: [Double] = []
    var rows: [[Double]] = []
    for (index, spectrum) in spectra.enumerated() {
      var own = stream.child(index)
      let width = index.isMultiple(of: 2) ? 0 : own.uniform(in: 0...Self.widest)
      let features = SpectrumFeatures(inputs: spectrum.inputs, sideInput: spectrum.sideInput)
      let wider = features.broadened(by: width / frequencyStep, transform, &own)
      widths.append(width)
      rows.append(Array(wider.compressed[margin..<points - margin]))
    }
    let count = Double(max(1, rows.count))
    let size = points - 2 * margin
    let means: [Double] = (0..<size).map { i in rows.reduce(0.0) { $0 + $1[i] } / count }
    let deviations: [Double] = (0..<size).map { i in
      let squares = rows.reduce(0.0) { sum, row in
        let difference: Double = row[i] - means[i]
        return sum + difference * difference
      }
      return max((squares / count).squareRoot(), 1e-9)
    }
    let design = Matrix(
      columns: (0..<size).map { i in rows.map { ($0[i] - means[i]) / deviations[i] } })
    var gram = design.gram
    for i in 0..<size { gram[i, i] += Self.ridge }
    let meanWidth = widths.reduce(0, +) / count
    let right = design.transposedTimes(widths.map { $0 - meanWidth })
    let solved = try gram.solvedPositiveDefinite(Matrix(columns: [right])).column(0)
    let scaled = zip(solved, deviations).map { $0 / $1 }
    weights = scaled.map { Float($0) }
    offset = meanWidth - zip(scaled, means).reduce(0) { $0 + $1.0 * $1.1 }
    self.margin = margin
  }

  /// By how much the lines are wider than those of the mean training spectrum, Hz (full width at half maximum).
  func width(of features: SpectrumFeatures) -> Double {
    let values = features.compressed
    var sum = offset
    for (weight, value) in zip(weights, values.dropFirst(margin)) { sum += Double(weight) * value }
    return sum
  }
}

extension SpectrumFeatures {
  /// The spectrum with lines wider by `width` points, by a Gauss or a Lorentz line as the stream has it, and its noise as it
  /// was: what damping takes off the noise is added again.
  fileprivate func broadened(
    by width: Double, _ transform: FourierTransform, _ stream: inout RandomStream
  ) -> SpectrumFeatures {
    let isGaussian = stream.uniform() < 0.5
    let count = real.count
    var signal = transform.inverse(ComplexVector(real: real, imaginary: imaginary))
    let deviation = noise / Double(count).squareRoot()
    for n in 0..<count {
      // Cycles of the line's width until this sample; the window wraps, so that the second half is before the first.
      let reach = .pi * width * Double(min(n, count - n)) / Double(count)
      let kept = isGaussian ? Double.exp(-reach * reach / (4 * Double.log(2))) : Double.exp(-reach)
      let added = deviation * max(0, 1 - kept * kept).squareRoot()
      signal.real[n] = kept * signal.real[n] + added * stream.normal()
      signal.imaginary[n] = kept * signal.imaginary[n] + added * stream.normal()
    }
    let spectrum = transform.forward(signal)
    return SpectrumFeatures(real: spectrum.real, imaginary: spectrum.imaginary, noise: noise)
  }
}
