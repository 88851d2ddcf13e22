import Numerics

/// The response of uncoupled spins to a pulse, by the Bloch equations without relaxation: one rotation a sample.
public struct SliceProfile: Hashable, Sendable {
  /// γB₁/2π in Hz.
  public let waveform: ComplexVector
  /// Seconds a sample.
  public let dwellTime: Double
  /// The gradient during each sample over its largest; `nil` for one that is constant.
  public let gradient: [Double]?

  public init(waveform: ComplexVector, dwellTime: Double, gradient: [Double]? = nil) {
    self.waveform = waveform
    self.dwellTime = dwellTime
    self.gradient = gradient
  }

  /// The rotation of spins at a place to which the largest gradient gives `offset` Hz from the pulse's own frequency, and that
  /// are `shift` Hz off wherever they are.
  public func rotation(at offset: Double, shift: Double = 0) -> SpinRotation {
    var rotation = SpinRotation.identity
    for i in waveform.indices {
      let own = (gradient?[i] ?? 1) * offset + shift
      rotation = rotation.followed(by: SpinRotation(offset: own, nutation: waveform[i], time: dwellTime))
    }
    return rotation
  }

  /// |M₊| after excitation, or |b|² of refocusing.
  public func response(of purpose: RFPulse.Purpose, at offset: Double) -> Double {
    let rotation = rotation(at: offset)
    switch purpose {
    case .excitation: return rotation.transverse.length
    case .refocusing: return rotation.refocusing
    }
  }

  /// The band around 0 Hz in which the response is above half its value at 0 Hz, in Hz. Each edge is found in steps of
  /// an eighth of the inverse duration, then by bisection to a millionth of the step.
  public func band(of purpose: RFPulse.Purpose) -> ClosedRange<Double> {
    let half = response(of: purpose, at: 0) / 2
    let step = 1 / (8 * dwellTime * Double(waveform.count))
    let limit = 0.5 / dwellTime
    func edge(_ direction: Double) -> Double {
      var inside = 0.0
      while inside < limit {
        var outside = inside + step
        if response(of: purpose, at: direction * outside) < half {
          for _ in 0..<20 {
            let middle = (inside + outside) / 2
            if response(of: purpose, at: direction * middle) < half { outside = middle } else { inside = middle }
          }
          return direction * (inside + outside) / 2
        }
        inside = outside
      }
      return direction * limit
    }
    return edge(-1)...edge(1)
  }

  /// The slope of the phase of M₊ over the middle half of a band, over 2π, in seconds: neighbouring offsets' phase
  /// steps, weighted by the product of their magnitudes.
  public func phaseSlope(across band: ClosedRange<Double>) -> Double {
    let count = 33
    let width = (band.upperBound - band.lowerBound) / 2
    let step = width / Double(count - 1)
    let start = band.lowerBound + width / 2
    let values = (0..<count).map { rotation(at: start + Double($0) * step).transverse }
    var sum = Complex<Double>.zero
    for (next, value) in zip(values.dropFirst(), values) { sum += next * value.conjugate }
    return sum.phase / (2 * .pi * step)
  }
}
