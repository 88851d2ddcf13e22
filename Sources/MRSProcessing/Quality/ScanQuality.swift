import MRSCore
import Numerics

/// How good a processed scan is, by numbers that need no fit.
public struct ScanQuality: Sendable, Hashable, Codable {
  /// A line that the scan's quality is read off.
  public struct Line: Sendable, Hashable, Codable {
    /// `"NAA"`.
    public let name: String
    /// Where its top is, ppm.
    public let shift: Double
    /// The full width at half maximum, Hz; `nil` where it does not fall to half before the next line.
    public let width: Double?

    public init(name: String, shift: Double, width: Double?) {
      self.name = name
      self.shift = shift
      self.width = width
    }
  }

  /// How the frequency changed from average to average, Hz, told by the alignment.
  public struct Drift: Sendable, Hashable, Codable {
    /// From the first average to the last, along the straight line through all; positive downfield.
    public let total: Double
    /// The standard deviation about that line: breathing, and the alignment's own error.
    public let scatter: Double
    /// From the lowest to the highest.
    public let range: Double
  }

  /// The tallest of the lines that the tissue is known by; `nil` where none stands out of the noise.
  public let line: Line?
  /// The highest point of the real spectrum of 0.5 to 4.1 ppm, the tallest line upright, over the noise of a point (`SignalToNoise`).
  public let signalToNoise: Double
  /// The full width at half maximum of the water line, Hz; `nil` without a water scan.
  public let waterWidth: Double?
  /// `nil` where no averages were aligned.
  public let drift: Drift?
  /// How many averages the scan had.
  public let averages: Int
  public let rejected: Int
  /// The height of what is left of water over that of the tallest line of 0.5 to 4 ppm.
  public let residualWater: Double

  public init(
    line: Line?, signalToNoise: Double, waterWidth: Double?, drift: Drift?, averages: Int, rejected: Int,
    residualWater: Double
  ) {
    self.line = line
    self.signalToNoise = signalToNoise
    self.waterWidth = waterWidth
    self.drift = drift
    self.averages = averages
    self.rejected = rejected
    self.residualWater = residualWater
  }

  /// - Parameter lines: those that the tissue is known by, with the window of each, ppm.
  public init(of scan: ProcessedScan, averages: Int, lines: [(name: String, window: ClosedRange<Double>)]) {
    let fid = scan.fid
    let noise = NoiseEstimate(of: fid).spectral
    self.averages = averages
    rejected = scan.rejected.count
    let tallest = fid.height(in: 0.5...4.0)
    residualWater = tallest > 0 ? fid.height(in: 4.2...5.5) / tallest : 0
    let spectrum = FourierTransform(count: fid.samples.count).spectrum(of: fid)
    let magnitude = spectrum.values.magnitude
    let window = spectrum.indices(in: .ppm(0.5) ... .ppm(4.1))
    let top = window.max { magnitude[$0] < magnitude[$1] }
    let turn = top.map { Complex(length: 1, phase: -spectrum.values[$0].phase) } ?? 1
    signalToNoise = SignalToNoise.ratio(of: window.map { (spectrum.values[$0] * turn).real }, noise: noise)
    line = lines.compactMap { line in fid.line(line.name, in: line.window) }
      .max { $0.height < $1.height }.flatMap { $0.height > 3 * noise ? $0.line : nil }
    waterWidth = scan.water.flatMap { try? WaterLine(of: $0) }.map(\.width)
    let aligned = scan.records.last { !($0.scan?.corrections.isEmpty ?? true) }?.scan
    drift = aligned.flatMap { $0.used > 1 ? Drift(of: $0.corrections) : nil }
  }
}

extension ScanQuality.Drift {
  /// A correction is minus what the average was off.
  init(of corrections: [SpectralRegistration.Correction]) {
    let offsets = corrections.map { -$0.frequency.hertz }
    let last = Double(offsets.count - 1)
    let mean = offsets.reduce(0, +) / Double(offsets.count)
    var (covariance, variance) = (0.0, 0.0)
    for (index, offset) in offsets.enumerated() {
      covariance += (Double(index) - last / 2) * (offset - mean)
      variance += (Double(index) - last / 2) * (Double(index) - last / 2)
    }
    let slope = variance > 0 ? covariance / variance : 0
    total = slope * last
    let squares = offsets.enumerated().reduce(0) { sum, offset in
      let rest = offset.element - mean - slope * (Double(offset.offset) - last / 2)
      return sum + rest * rest
    }
    scatter = (squares / Double(max(1, offsets.count - 2))).squareRoot()
    range = (offsets.max() ?? 0) - (offsets.min() ?? 0)
  }
}

extension FID {
  /// The tallest line in a window of ppm, upright, and how wide it is.
  fileprivate func line(_ name: String, in window: ClosedRange<Double>) -> (line: ScanQuality.Line, height: Double)? {
    let filled = resized(to: 8 * samples.count)
    let spectrum = FourierTransform(count: filled.samples.count).spectrum(of: filled)
    let magnitude = spectrum.values.magnitude
    let range = spectrum.indices(in: .ppm(window.lowerBound) ... .ppm(window.upperBound))
    guard let top = range.max(by: { magnitude[$0] < magnitude[$1] }), magnitude[top] > 0 else { return nil }
    let turn = Complex(length: 1, phase: -spectrum.values[top].phase)
    func value(_ index: Int) -> Double { (spectrum.values[index] * turn).real }
    let half = magnitude[top] / 2
    // As far as the neighbours may be: a quarter of a ppm.
    let reach = Int(0.25 * acquisition.spectrometerFrequency.megahertz / filled.acquisition.frequencyStep)
    func edge(_ step: Int) -> Double? {
      var index = top + step
      while abs(index - top) <= reach, magnitude.indices.contains(index) {
        let (here, before) = (value(index), value(index - step))
        if here <= half { return Double(abs(index - top)) - (half - here) / (before - here) }
        index += step
      }
      return nil
    }
    var width: Double?
    if let below = edge(-1), let above = edge(1) { width = (below + above) * filled.acquisition.frequencyStep }
    return (ScanQuality.Line(name: name, shift: spectrum.shift(at: top).ppm, width: width), magnitude[top])
  }
}
