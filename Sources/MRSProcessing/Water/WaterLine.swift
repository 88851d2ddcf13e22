import MRSCore
import Numerics

/// Where the water line of an unsuppressed FID is, before anything is fitted: found over the whole spectrum, and told from
/// fat, which can be as tall.
///
/// Water is the tallest line, unless a line stands 3.35 ppm downfield of the tallest: then the tallest is the methylene of
/// fat and that line is water. Nothing of a liver or brain stands 3.35 ppm downfield of water.
public struct WaterLine: Hashable, Sendable {
  /// How far the line is from the carrier.
  public let offset: Frequency
  /// The phase of the spectrum there, in radians.
  public let phase: Double
  /// Its full width at half maximum, in Hz, of the magnitude where the real part has no half.
  public let width: Double
  /// The height of the line over the median of the magnitude spectrum.
  public let prominence: Double

  /// The distance of the methylene of fat from water.
  private static let fat = 4.65 - 1.30
  /// How far a line may be from there, ppm.
  private static let tolerance = 0.2
  /// The height over that of the tallest line from which a line downfield of it is water. At a fat fraction of 60 % water
  /// still has 0.25 (echo time 30 ms, T2 25 and 55 ms, a line half again as wide).
  private static let leastHeight = 0.15
  /// How far the line must stand out of the valley before it.
  private static let leastRise = 1.5

  /// - Throws: ``ProcessingError/noSignal(what:)`` for samples that are zero or not finite.
  public init(of fid: FID) throws(ProcessingError) {
    guard fid.samples.isFinite else { throw .noSignal(what: "the water line") }
    let filled = fid.resized(to: 4 * fid.samples.count)
    let values = FourierTransform(count: filled.samples.count).spectrum(of: filled).values
    let magnitude = values.magnitude
    let count = magnitude.count
    guard var top = magnitude.indices.max(by: { magnitude[$0] < magnitude[$1] }), magnitude[top] > 0 else {
      throw .noSignal(what: "the water line")
    }
    let step = filled.acquisition.frequencyStep
    let ppm = filled.acquisition.spectrometerFrequency.megahertz / step
    func wrapped(_ index: Int) -> Int { (index % count + count) % count }
    let candidates = Int((Self.fat - Self.tolerance) * ppm)...Int((Self.fat + Self.tolerance) * ppm)
    if candidates.upperBound < count / 2,
      let best = candidates.max(by: { left, right in
        magnitude[wrapped(top + left)] < magnitude[wrapped(top + right)]
      }), best != candidates.lowerBound, best != candidates.upperBound
    {
      let height = magnitude[wrapped(top + best)]
      let valley = (Int(ppm)..<best).map { magnitude[wrapped(top + $0)] }.min() ?? 0
      if height > Self.leastHeight * magnitude[top], height > Self.leastRise * valley { top = wrapped(top + best) }
    }
    offset = .hertz(Double(top - count / 2) * step)
    phase = values[top].phase
    prominence = magnitude[top] / max(magnitude.sorted()[count / 2], .leastNormalMagnitude)
    let turn = Complex(length: 1, phase: -values[top].phase)
    func half(_ direction: Int) -> Int {
      (1..<count / 2).first { (values[wrapped(top + direction * $0)] * turn).real < magnitude[top] / 2 } ?? count / 2
    }
    width = Double(half(1) + half(-1) - 1) * step
  }
}
