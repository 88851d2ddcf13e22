import MRSCore
import Numerics
import Testing

@Suite("Fourier transforms of lengths with large prime factors")
struct FourierLengthTests {
  private static func signal(_ count: Int) -> ComplexVector {
    var stream = RandomStream(seed: 3).child(count)
    return ComplexVector(
      real: (0..<count).map { _ in stream.normal() }, imaginary: (0..<count).map { _ in stream.normal() })
  }

  @Test("They are the sum that defines them, and the inverse undoes them", arguments: [307, 614, 1009, 1324, 2488])
  func sums(count: Int) {
    let signal = Self.signal(count)
    let transform = FourierTransform(count: count)
    let found = transform.forward(signal)
    for k in [0, 1, count / 3, count / 2, count - 1] {
      var sum = Complex<Double>.zero
      for n in 0..<count {
        sum += signal[n] * Complex(length: 1, phase: -2 * .pi * Double(k * n % count) / Double(count))
      }
      #expect((found[k] - sum).length < 1e-10 * Double(count).squareRoot(), "\(k): \(found[k]), \(sum)")
    }
    let back = transform.inverse(found)
    let error = zip(back.real + back.imaginary, signal.real + signal.imaginary).map { abs($0 - $1) }.max() ?? 1
    #expect(error < 1e-11)
  }

  @Test("A length that is a large prime takes no longer than a few of the next power of two")
  func large() {
    // By the definition this would take minutes.
    let signal = Self.signal(52_583)
    let transform = FourierTransform(count: 52_583)
    var found = signal
    for _ in 0..<10 { found = transform.inverse(transform.forward(found)) }
    #expect(abs(found[52_582].real - signal[52_582].real) < 1e-10)
  }
}
