import MRSCore
import Numerics

/// The families from which plausible shapes of a resonance are drawn: the basis function itself, a single line, and a
/// multiplet in first order, cos(π·J·(t + TE)) for each of its couplings (a line again where it has none). Each is shifted,
/// broadened and given a T2 of its own.
public struct ShapeFamilies: Hashable, Sendable {
  /// How many shapes a resonance are drawn. Of 300 and more the components are the same to a few percent.
  public var draws: Int
  /// The share of shapes that are the basis function's own; of the others half are lines and half multiplets.
  public var knownShare: Double
  /// How many principal components a resonance stand for all shapes. Four are too few for lipids that are single lines in
  /// truth; with eight the search of a narrow, fat liver had several ends, which last digits of the basis chose among.
  public var components: Int
  /// What the deviations of the components are multiplied with.
  public var scale: Double
  /// The standard deviation of a shape's shift, ppm.
  public var shiftDeviation: Double
  /// The mean of the exponential distribution of a shape's further Lorentz width, Hz, and by how much it begins below zero.
  public var lorentzianMean: Double
  public var lorentzianLead: Double
  /// The standard deviation of its Gauss width, Hz.
  public var gaussianDeviation: Double
  /// The standard deviation of its T2, s, and the least T2.
  public var relaxationDeviation: Double
  public var shortestRelaxation: Double
  /// The couplings of multiplets, Hz: from one to ``mostCouplings``.
  public var couplings: ClosedRange<Double>
  public var mostCouplings: Int
  /// TE, s.
  public var echoTime: Double

  public init(
    draws: Int = 300, knownShare: Double = 0.5, components: Int = 16, scale: Double = 2,
    shiftDeviation: Double = 0.012,
    lorentzianMean: Double = 2.5,
    lorentzianLead: Double = 1, gaussianDeviation: Double = 4, relaxationDeviation: Double = 0.010,
    shortestRelaxation: Double = 0.030, couplings: ClosedRange<Double> = 3...14, mostCouplings: Int = 4,
    echoTime: Double = 0.030
  ) {
    self.draws = draws
    self.knownShare = knownShare
    self.components = components
    self.scale = scale
    self.shiftDeviation = shiftDeviation
    self.lorentzianMean = lorentzianMean
    self.lorentzianLead = lorentzianLead
    self.gaussianDeviation = gaussianDeviation
    self.relaxationDeviation = relaxationDeviation
    self.shortestRelaxation = shortestRelaxation
    self.couplings = couplings
    self.mostCouplings = mostCouplings
    self.echoTime = echoTime
  }

  /// One plausible shape of a part, as a basis function is: without its natural width.
  ///
  /// - Parameters:
  ///   - known: the basis function's own shape of it.
  ///   - naturalWidth: what the fit gives the function of a width, Hz.
  package func shape(
    of part: UncertainShape.Part, in shape: UncertainShape, known: ComplexVector, naturalWidth: Double,
    on acquisition: Acquisition, from stream: inout RandomStream
  ) -> ComplexVector {
    let hertz = acquisition.spectrometerFrequency.megahertz
    let dwell = acquisition.dwellTime
    let shift = stream.normal(mean: 0, deviation: shiftDeviation) * hertz
    let lorentzian = -lorentzianMean * .log(1 - stream.uniform()) - lorentzianLead
    let gaussian = abs(stream.normal(mean: 0, deviation: gaussianDeviation))
    let t2 = max(shortestRelaxation, stream.normal(mean: shape.relaxationTime, deviation: relaxationDeviation))
    let family = stream.uniform()
    var signal = ComplexVector(zeros: acquisition.points)
    if family < knownShare {
      signal.add(known, scaledBy: 1, damping: 0, rotation: 2 * .pi * dwell * shift)
    } else {
      let offset = acquisition.offset(of: .ppm(part.shift)).hertz + shift
      signal.addLine(
        amplitude: Complex(part.signal), damping: -.pi * dwell * shape.functionWidth, rotation: 2 * .pi * dwell * offset
      )
    }
    if family > (1 + knownShare) / 2, shape.isCoupled {
      for _ in 0..<1 + Int(stream.uniform() * Double(mostCouplings)) {
        let coupling = stream.uniform(in: couplings)
        signal.weight(by: (0..<acquisition.points).map { .cos(.pi * coupling * (Double($0) * dwell + echoTime)) })
      }
    }
    let width = lorentzian + 1 / (.pi * t2) - naturalWidth - shape.functionWidth
    return signal.weighted(by: Lineshape(lorentzian: 0, gaussian: gaussian).envelope(on: acquisition)).damped(
      by: .pi * dwell * width)
  }
}

extension ComplexVector {
  /// Every element n times exp(−rate·n).
  package func damped(by rate: Double) -> ComplexVector { weighted(by: indices.map { .exp(-rate * Double($0)) }) }
}
