import MRSCore
import Numerics

/// A broad function made of Gaussian lines whose places, widths and proportions are only nearly known, as those of
/// macromolecules are: each line is drawn by itself.
///
/// A line of area a, width w and place s is in truth one of area a·exp(ν_a·z₁ − ν_a²/2), width w·exp(ν_w·z₂) and place s + σ·z₃ with
/// standard normal z.
public struct UncertainLines: Hashable, Sendable {
  /// One Gaussian line.
  public struct Line: Hashable, Sendable {
    /// ppm.
    public let shift: Double
    /// The full width at half maximum, ppm.
    public let width: Double
    /// The signal that it has in one unit of the function at time zero.
    public let signal: Double

    public init(shift: Double, width: Double, signal: Double) {
      self.shift = shift
      self.width = width
      self.signal = signal
    }
  }

  /// The function.
  public let name: String
  public let lines: [Line]
  /// The function with which it occurs, and its usual amount over that of it.
  public let reference: String
  public let ratio: Double
  /// σ, ppm.
  public let shiftDeviation: Double
  /// ν_w.
  public let widthVariation: Double
  /// ν_a.
  public let areaVariation: Double
  /// How many principal components stand for all shapes.
  public let components: Int
  /// How many shapes are drawn.
  public let draws: Int

  public init(
    name: String, lines: [Line], reference: String, ratio: Double, shiftDeviation: Double, widthVariation: Double,
    areaVariation: Double, components: Int, draws: Int
  ) {
    self.name = name
    self.lines = lines
    self.reference = reference
    self.ratio = ratio
    self.shiftDeviation = shiftDeviation
    self.widthVariation = widthVariation
    self.areaVariation = areaVariation
    self.components = components
    self.draws = draws
  }

  /// One plausible shape. Of a single line the area is the function's amount, and is not drawn.
  package func shape(on acquisition: Acquisition, from stream: inout RandomStream) -> ComplexVector {
    var signal = ComplexVector(zeros: acquisition.points)
    for line in lines {
      let area = lines.count > 1 ? Double.exp(areaVariation * (stream.normal() - areaVariation / 2)) : 1
      let width = line.width * .exp(widthVariation * stream.normal())
      let shift = line.shift + shiftDeviation * stream.normal()
      signal.add(
        Lineshape(
          shift: acquisition.offset(of: .ppm(shift)).hertz, lorentzian: 0,
          gaussian: width * acquisition.spectrometerFrequency.megahertz),
        scaledBy: Complex(line.signal * area), on: acquisition)
    }
    return signal
  }
}
