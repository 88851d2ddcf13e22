import CFourier
import Numerics
import Synchronization

/// The discrete Fourier transform of one length, KissFFT behind a plan that any number of tasks may share.
///
/// forward: X[k] = Σ x[n]·exp(−2πi·kn/N); inverse: x[n] = (1/N)·Σ X[k]·exp(+2πi·kn/N).
public final class FourierTransform: Sendable {
  /// The number of points N.
  public let count: Int
  private let forwardPlan: Plan
  private let inversePlan: Plan

  /// - Precondition: `count` ≥ 1.
  public init(count: Int) {
    precondition(count >= 1, "a Fourier transform needs at least one point")
    self.count = count
    (forwardPlan, inversePlan) = PlanShelf.plans(count: count)
  }

  /// X[k] = Σ x[n]·exp(−2πi·kn/N), shape (N).
  /// - Precondition: `input.count == count`.
  public func forward(_ input: ComplexVector) -> ComplexVector {
    forwardPlan.run(input, scale: 1)
  }

  /// x[n] = (1/N)·Σ X[k]·exp(+2πi·kn/N), shape (N).
  /// - Precondition: `input.count == count`.
  public func inverse(_ input: ComplexVector) -> ComplexVector {
    inversePlan.run(input, scale: 1 / Double(count))
  }

  /// The centred spectrum of an FID, scaled as ``Spectrum`` says.
  public func spectrum(of fid: FID) -> Spectrum {
    Spectrum(
      values: centredSpectrum(of: fid.samples, dwellTime: fid.acquisition.dwellTime), acquisition: fid.acquisition)
  }

  /// The FID of a centred spectrum: the exact inverse of ``spectrum(of:)``.
  public func fid(of spectrum: Spectrum) -> FID {
    let half = count / 2
    let rotated = ComplexVector(
      real: Array(spectrum.values.real[half...] + spectrum.values.real[..<half]),
      imaginary: Array(spectrum.values.imaginary[half...] + spectrum.values.imaginary[..<half]))
    var samples = (1 / spectrum.acquisition.dwellTime) * inverse(rotated)
    samples[0] = 2 * samples[0]
    return FID(samples: samples, acquisition: spectrum.acquisition)
  }

  /// The FID whose spectrum is that of `fid` times exp(2πi·f·τ), a first-order phase; τ in seconds.
  public func delayed(_ fid: FID, by delay: Double) -> FID {
    var halved = fid.samples
    halved[0] = Complex(0.5) * halved[0]
    // Frequencies run from zero up, then from the lowest to −1.
    var spectrum = forward(halved)
    let positive = (count + 1) / 2
    let radiansPerStep = 2 * .pi * delay * fid.acquisition.frequencyStep
    spectrum.turn(0..<positive, by: radiansPerStep, from: 0)
    spectrum.turn(positive..<count, by: radiansPerStep, from: positive - count)
    var result = inverse(spectrum)
    result[0] = Complex(2) * result[0]
    return FID(samples: result, acquisition: fid.acquisition)
  }

  /// The points `range` of the centred spectrum of `samples`, scaled as ``Spectrum`` says: real parts, then imaginary
  /// parts, written to `target` from `offset` on.
  public func centredSpectrum(
    of samples: ComplexVector, dwellTime: Double, in range: Range<Int>, to target: inout [Double], at offset: Int
  ) {
    precondition(range.lowerBound >= 0 && range.upperBound <= count && offset + 2 * range.count <= target.count)
    let first = (range.lowerBound + count - count / 2) % count
    unsafe target.withUnsafeMutableBufferPointer { target in
      guard let start = target.baseAddress, !range.isEmpty else { return }
      unsafe forwardPlan.run(
        samples, scale: dwellTime, head: 0.5, from: first, count: range.count, to: start + offset,
        start + offset + range.count)
    }
  }

  /// The values of the centred spectrum of `samples`, scaled as ``Spectrum`` says.
  public func centredSpectrum(of samples: ComplexVector, dwellTime: Double) -> ComplexVector {
    var halved = samples
    halved.real[0] *= 0.5
    halved.imaginary[0] *= 0.5
    let transformed = forwardPlan.run(halved, scale: dwellTime)
    let half = count - count / 2
    return ComplexVector(
      real: Array(transformed.real[half...] + transformed.real[..<half]),
      imaginary: Array(transformed.imaginary[half...] + transformed.imaginary[..<half]))
  }
}

/// The plans of the lengths that were asked for lately, which take longer to make than a transform.
private enum PlanShelf {
  /// Of a program that transforms many lengths only so many are kept.
  private static let places = 32
  private static let plans = Mutex<[Int: (forward: Plan, inverse: Plan)]>([:])

  static func plans(count: Int) -> (Plan, Plan) {
    plans.withLock { known in
      if let found = known[count] { return found }
      if known.count >= places { known.removeAll() }
      let made = (forward: Plan(count: count, inverse: false), inverse: Plan(count: count, inverse: true))
      known[count] = made
      return made
    }
  }
}

/// One KissFFT plan. It is only read after `init`, so sharing it is safe (Documentation/Decisions/0003).
@safe private final class Plan: @unchecked Sendable {
  private let handle: OpaquePointer
  private let count: Int

  init(count: Int, inverse: Bool) {
    guard let handle = unsafe fourier_plan_make(count, inverse ? 1 : 0) else {
      preconditionFailure("no memory for a Fourier transform of \(count) points")
    }
    unsafe self.handle = handle
    self.count = count
  }

  deinit { unsafe fourier_plan_free(handle) }

  func run(_ input: ComplexVector, scale: Double) -> ComplexVector {
    var output = ComplexVector(zeros: count)
    unsafe output.real.withUnsafeMutableBufferPointer { real in
      unsafe output.imaginary.withUnsafeMutableBufferPointer { imaginary in
        guard let re = real.baseAddress, let im = imaginary.baseAddress else { return }
        unsafe run(input, scale: scale, head: 1, from: 0, count: count, to: re, im)
      }
    }
    return output
  }

  /// The elements `first` ..< `first + number` of the transform, those beyond the last from the first on again; the first
  /// sample counts `head` times.
  func run(
    _ input: ComplexVector, scale: Double, head: Double, from first: Int, count number: Int,
    to real: UnsafeMutablePointer<Double>, _ imaginary: UnsafeMutablePointer<Double>
  ) {
    precondition(input.count == count, "the transform is for \(count) points, the input has \(input.count)")
    unsafe input.real.withUnsafeBufferPointer { inputReal in
      unsafe input.imaginary.withUnsafeBufferPointer { inputImaginary in
        guard let re = inputReal.baseAddress, let im = inputImaginary.baseAddress else { return }
        unsafe fourier_transform(handle, scale, head, re, im, first, number, real, imaginary)
      }
    }
  }
}
