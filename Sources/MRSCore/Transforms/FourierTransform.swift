import CFourier

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
    forwardPlan = Plan(count: count, inverse: false)
    inversePlan = Plan(count: count, inverse: true)
  }

  public func forward(_ input: ComplexVector) -> ComplexVector {
    forwardPlan.run(input, scale: 1)
  }

  public func inverse(_ input: ComplexVector) -> ComplexVector {
    inversePlan.run(input, scale: 1 / Double(count))
  }

  /// The centred spectrum of an FID, scaled as ``Spectrum`` says.
  public func spectrum(of fid: FID) -> Spectrum {
    Spectrum(values: centredSpectrum(of: fid.samples, dwellTime: fid.acquisition.dwellTime), acquisition: fid.acquisition)
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
    precondition(input.count == count, "the transform is for \(count) points, the input has \(input.count)")
    var interleaved = [Double](repeating: 0, count: 2 * count)
    for i in 0..<count {
      interleaved[2 * i] = input.real[i]
      interleaved[2 * i + 1] = input.imaginary[i]
    }
    let transformed = unsafe [Double](unsafeUninitializedCapacity: 2 * count) { buffer, initialized in
      unsafe interleaved.withUnsafeBufferPointer { source in
        unsafe fourier_transform(handle, source.baseAddress!, buffer.baseAddress!)
      }
      initialized = 2 * count
    }
    var output = ComplexVector(zeros: count)
    for i in 0..<count {
      output.real[i] = scale * transformed[2 * i]
      output.imaginary[i] = scale * transformed[2 * i + 1]
    }
    return output
  }
}
