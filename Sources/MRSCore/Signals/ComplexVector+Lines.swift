import CSignal
import Numerics

/// Damped rotations z(n) = exp((α + iω)·n), the time courses of spectral lines, one sample a step of n.
extension ComplexVector {
  /// self(n) += a·z(n)·signal(n).
  public mutating func add(_ signal: ComplexVector, scaledBy amplitude: Double, damping: Double, rotation: Double) {
    precondition(count == signal.count)
    unsafe withMutablePlanes { real, imaginary in
      unsafe signal.withPlanes { signalReal, signalImaginary in
        unsafe signal_add_damped(
          real, imaginary, signalReal, signalImaginary, signal.count, amplitude, damping, rotation)
      }
    }
  }

  /// Adds z(n)·self(n) to a place of `target`, all real parts before all imaginary ones.
  public func add(damping: Double, rotation: Double, to target: inout [Double], at start: Int) {
    precondition(start >= 0 && start + 2 * count <= target.count)
    unsafe target.withUnsafeMutableBufferPointer { target in
      guard let place = target.baseAddress else { return }
      unsafe withPlanes { ownReal, ownImaginary in
        unsafe signal_add_damped(
          place + start, place + start + count, ownReal, ownImaginary, count, 1, damping, rotation)
      }
    }
  }

  /// w(n)·z(n)·self(n) with the envelope w.
  public func shaped(by envelope: [Double], damping: Double, rotation: Double) -> ComplexVector {
    let count = self.count
    precondition(envelope.count == count)
    return unsafe Self.written(count) { real, imaginary in
      unsafe withPlanes { ownReal, ownImaginary in
        unsafe Self.withPointer(envelope) { envelope in
          guard let envelope = unsafe envelope else { return }
          unsafe signal_shape(real, imaginary, ownReal, ownImaginary, envelope, count, damping, rotation)
        }
      }
    }
  }

  /// The element-wise product.
  public static func * (left: ComplexVector, right: ComplexVector) -> ComplexVector {
    let count = left.count
    precondition(count == right.count)
    return unsafe written(count) { real, imaginary in
      unsafe left.withPlanes { leftReal, leftImaginary in
        unsafe right.withPlanes { rightReal, rightImaginary in
          unsafe signal_multiply(real, imaginary, leftReal, leftImaginary, rightReal, rightImaginary, count)
        }
      }
    }
  }

  /// A vector whose planes are written by `body`, every element of them.
  private static func written(
    _ count: Int, by body: (UnsafeMutablePointer<Double>, UnsafeMutablePointer<Double>) -> Void
  ) -> ComplexVector {
    var imaginary: [Double] = []
    let real = unsafe [Double](unsafeUninitializedCapacity: count) { real, realCount in
      unsafe imaginary = [Double](unsafeUninitializedCapacity: count) { imaginary, imaginaryCount in
        if let re = real.baseAddress, let im = imaginary.baseAddress { unsafe body(re, im) }
        imaginaryCount = count
      }
      realCount = count
    }
    return ComplexVector(real: real, imaginary: imaginary)
  }

  /// self(n) += a·w(n)·z(n) with the envelope w, zero where it has ended, 1 everywhere where there is none.
  public mutating func addLine(
    amplitude: Complex<Double>, envelope: [Double]? = nil, damping: Double, rotation: Double
  ) {
    let count = envelope?.count ?? self.count
    precondition(count <= self.count)
    unsafe withMutablePlanes { real, imaginary in
      unsafe Self.withPointer(envelope) { envelope in
        unsafe signal_add_line(
          real, imaginary, envelope, count, amplitude.real, amplitude.imaginary, damping, rotation)
      }
    }
  }

  /// self(n) ← a·w(n)·exp(iω·n)·self(n) with the envelope w, 1 where there is none.
  public mutating func modulate(by envelope: [Double]? = nil, amplitude: Complex<Double>, rotation: Double) {
    let count = self.count
    precondition(envelope == nil || envelope?.count == count)
    unsafe withMutablePlanes { real, imaginary in
      unsafe Self.withPointer(envelope) { envelope in
        unsafe signal_modulate(real, imaginary, envelope, count, amplitude.real, amplitude.imaginary, rotation)
      }
    }
  }

  /// self(n) ← w(n)·self(n) with real weights.
  public mutating func weight(by weights: [Double]) {
    precondition(weights.count == count)
    unsafe withMutablePlanes { real, imaginary in
      unsafe weights.withUnsafeBufferPointer { weights in
        guard let start = weights.baseAddress else { return }
        unsafe signal_weight(real, imaginary, start, weights.count)
      }
    }
  }

  /// w(n)·self(n) with real weights.
  public func weighted(by weights: [Double]) -> ComplexVector {
    var result = self
    result.weight(by: weights)
    return result
  }

  /// self(n) ← exp(iω·(first + n − range.lowerBound))·self(n) over `range`.
  mutating func turn(_ range: Range<Int>, by rotation: Double, from first: Int) {
    precondition(range.lowerBound >= 0 && range.upperBound <= count)
    let start = Complex(length: 1, phase: rotation * Double(first))
    unsafe withMutablePlanes { real, imaginary in
      unsafe signal_modulate(
        real + range.lowerBound, imaginary + range.lowerBound, nil, range.count, start.real, start.imaginary, rotation)
    }
  }

  private mutating func withMutablePlanes(_ body: (UnsafeMutablePointer<Double>, UnsafeMutablePointer<Double>) -> Void)
  {
    unsafe real.withUnsafeMutableBufferPointer { real in
      unsafe imaginary.withUnsafeMutableBufferPointer { imaginary in
        guard let re = real.baseAddress, let im = imaginary.baseAddress else { return }
        unsafe body(re, im)
      }
    }
  }

  private func withPlanes(_ body: (UnsafePointer<Double>, UnsafePointer<Double>) -> Void) {
    unsafe real.withUnsafeBufferPointer { real in
      unsafe imaginary.withUnsafeBufferPointer { imaginary in
        guard let re = real.baseAddress, let im = imaginary.baseAddress else { return }
        unsafe body(re, im)
      }
    }
  }

  private static func withPointer(_ envelope: [Double]?, _ body: (UnsafePointer<Double>?) -> Void) {
    if let envelope {
      unsafe envelope.withUnsafeBufferPointer { unsafe body($0.baseAddress) }
    } else {
      body(nil)
    }
  }
}

extension [Double] {
  /// exp(−rate·n²) for n = 0 ..< count; what falls below 10⁻¹⁰⁰ is zero or, on request, left out. An infinite rate leaves
  /// the first sample alone.
  public static func gaussian(count: Int, rate: Double, leavingOutZeros: Bool = false) -> [Double] {
    // exp(−230.3) = 10⁻¹⁰⁰. The end is compared as a Double: that of a rate near zero lies beyond every Int.
    let end = leavingOutZeros && rate > 0 ? (230.3 / rate).squareRoot() : .infinity
    let count = end < Double(count) ? Swift.min(count, Int(end) + 1) : count
    return unsafe [Double](unsafeUninitializedCapacity: count) { buffer, initialized in
      if let start = buffer.baseAddress { unsafe signal_gaussian(start, count, rate) }
      initialized = count
    }
  }
}
