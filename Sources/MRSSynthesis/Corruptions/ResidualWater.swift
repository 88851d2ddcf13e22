import MRSCore
import MRSModel
import Numerics

/// Water that suppression leaves: a few Lorentz lines near the carrier with phases of their own.
public struct ResidualWater: Corruption, Hashable, Codable {
  /// The amplitude as a share of the full water signal.
  public var fraction: Distribution
  /// The amplitude of the full water signal at this TE and TR, in the unit of the amounts (protons).
  public var waterAmplitude: Double
  /// The width of each line, in Hz.
  public var width: Distribution
  /// How many lines; each has a uniform share of an equal part of the amplitude.
  public var lines: Int
  /// The standard deviation of the lines' places about ``shift``, in Hz.
  public var spread: Double
  public var shift: ChemicalShift

  public init(
    fraction: Distribution, waterAmplitude: Double, width: Distribution, lines: Int = 3, spread: Double = 4,
    shift: ChemicalShift = .bodyWater
  ) {
    self.fraction = fraction
    self.waterAmplitude = waterAmplitude
    self.width = width
    self.lines = lines
    self.spread = spread
    self.shift = shift
  }

  public func apply(to samples: inout ComplexVector, on acquisition: Acquisition, using stream: inout RandomStream) {
    let total = waterAmplitude * fraction.draw(using: &stream)
    let water = acquisition.offset(of: shift).hertz
    for _ in 0..<lines {
      let shift = water + stream.normal(mean: 0, deviation: spread)
      let lorentzian = max(2, width.draw(using: &stream))
      let amplitude = Complex(
        length: total / Double(lines) * stream.uniform(), phase: stream.uniform(in: 0...(2 * .pi)))
      samples.add(Lineshape(shift: shift, lorentzian: lorentzian), scaledBy: amplitude, on: acquisition)
    }
  }
}
