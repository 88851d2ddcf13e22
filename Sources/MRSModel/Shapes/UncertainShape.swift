import MRSCore

/// A basis function whose shape is only nearly known: the resonances that it is made of, each of which may in truth look
/// otherwise.
///
/// The functions of liver fat are simulated with shifts, couplings and decays that stand for a mixture of many molecules. A
/// scanner's fat has others, and at the signal-to-noise ratio of fat (thousands) the difference is larger than most
/// metabolites.
public struct UncertainShape: Hashable, Sendable {
  /// One resonance of the function.
  public struct Part: Hashable, Sendable {
    /// Where it is, ppm.
    public let shift: Double
    /// The signal that it has in one unit of the function at time zero if no coupling turns it, after relaxation.
    public let signal: Double

    public init(shift: Double, signal: Double) {
      self.shift = shift
      self.signal = signal
    }
  }

  /// The function.
  public let name: String
  public let parts: [Part]
  /// The function with which it occurs, of which an estimate is more certain than of itself.
  public let reference: String
  /// Its usual amount over that of the reference.
  public let ratio: Double
  /// T2 that its natural width stands for, s.
  public let relaxationTime: Double
  /// The Lorentz width that the basis function brings itself, Hz: other shapes are given it too.
  public let functionWidth: Double
  /// Whether its couplings turn it within TE. Those of the many methylenes of a chain hardly do: all have nearly one shift.
  public let isCoupled: Bool

  public init(
    name: String, parts: [Part], reference: String, ratio: Double, relaxationTime: Double, functionWidth: Double = 0,
    isCoupled: Bool = true
  ) {
    self.name = name
    self.parts = parts
    self.reference = reference
    self.ratio = ratio
    self.relaxationTime = relaxationTime
    self.functionWidth = functionWidth
    self.isCoupled = isCoupled
  }

  /// A function's signal by its parts, in their order: its spectrum cut halfway between them.
  /// - Parameter naturalWidth: what is given to the function of a width, Hz.
  package func parts(
    of signal: ComplexVector, naturalWidth: Double, on acquisition: Acquisition
  ) -> [ComplexVector] {
    guard parts.count > 1 else { return [signal] }
    let transform = FourierTransform(count: acquisition.points)
    let rate = .pi * naturalWidth * acquisition.dwellTime
    let spectrum = transform.forward(signal.damped(by: rate))
    let offsets = parts.map { acquisition.offset(of: .ppm($0.shift)).hertz }
    let (points, step) = (acquisition.points, acquisition.frequencyStep)
    return offsets.indices.map { index in
      var part = ComplexVector(zeros: points)
      for bin in 0..<points {
        let offset = Double(bin < (points + 1) / 2 ? bin : bin - points) * step
        let nearest = offsets.indices.min { abs(offsets[$0] - offset) < abs(offsets[$1] - offset) }
        if nearest == index { part[bin] = spectrum[bin] }
      }
      return transform.inverse(part).damped(by: -rate)
    }
  }
}
