import Numerics

/// A free induction decay: complex samples, shape (L), with sample 0 at time zero, and how they were acquired.
///
/// The sign of frequency is fixed: a resonance at offset f from the carrier is exp(+2πi·f·t), f > 0 downfield (see the
/// article *Conventions*).
public struct FID: Hashable, Sendable, Codable {
  public var samples: ComplexVector
  public var acquisition: Acquisition

  /// - Precondition: `samples.count == acquisition.points`.
  public init(samples: ComplexVector, acquisition: Acquisition) {
    precondition(samples.count == acquisition.points, "an FID has as many samples as its acquisition has points")
    self.samples = samples
    self.acquisition = acquisition
  }

  /// The FID that runs the other way in frequency, for data stored in the opposite convention.
  public var conjugated: FID { FID(samples: samples.conjugated, acquisition: acquisition) }

  /// Multiplied by exp(iφ).
  public func phased(by phase: Angle) -> FID {
    FID(samples: Complex(length: 1, phase: phase.radians) * samples, acquisition: acquisition)
  }

  /// Multiplied by exp(2πi·f·t): moved f downfield.
  public func shifted(by frequency: Frequency) -> FID {
    multiplied { Complex(length: 1, phase: 2 * .pi * frequency.hertz * $0) }
  }

  /// Multiplied by exp(−π·w·t): a Lorentzian of full width w at half maximum convolved with every line.
  public func broadened(byLorentzian width: Frequency) -> FID {
    multiplied { Complex(.exp(-.pi * width.hertz * $0)) }
  }

  /// Multiplied by exp(−(π·w·t)²/(4·ln 2)): a Gaussian of full width w at half maximum convolved with every line.
  public func broadened(byGaussian width: Frequency) -> FID {
    multiplied { t in
      let argument = Double.pi * width.hertz * t
      return Complex(.exp(-argument * argument / (4 * .log(2))))
    }
  }

  /// Cut to, or filled with zeros up to, `points` samples.
  public func resized(to points: Int) -> FID {
    var cut = ComplexVector(zeros: points)
    for i in 0..<min(points, samples.count) { cut[i] = samples[i] }
    return FID(samples: cut, acquisition: acquisition.with(points: points))
  }

  /// Σ of an FID and another of the same grid.
  public static func + (left: FID, right: FID) -> FID {
    FID(samples: left.samples + right.samples, acquisition: left.acquisition)
  }

  private func multiplied(by factor: (_ time: Double) -> Complex<Double>) -> FID {
    var product = samples
    for i in product.indices { product[i] = product[i] * factor(acquisition.time(ofSample: i)) }
    return FID(samples: product, acquisition: acquisition)
  }
}
