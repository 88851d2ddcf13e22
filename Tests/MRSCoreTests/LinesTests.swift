import MRSCore
import Numerics
import Testing

@Suite("Damped rotations")
struct LinesTests {
  @Test(
    "Adding, modulating and envelopes are the closed forms, at whole and broken blocks",
    arguments: [1, 31, 32, 100, 1024])
  func closedForms(count: Int) {
    let (damping, rotation) = (-0.0123, 0.7)
    let signal = ComplexVector(
      real: (0..<count).map { Double($0 % 7) - 2 }, imaginary: (0..<count).map { 1.5 - Double($0 % 5) })
    let envelope = [Double].gaussian(count: count, rate: 3e-5)
    let amplitude = Complex(0.3, -1.1)
    var added = signal
    added.add(signal, scaledBy: 2, damping: damping, rotation: rotation)
    var line = signal
    line.addLine(amplitude: amplitude, damping: damping, rotation: rotation)
    var shaped = signal
    shaped.addLine(amplitude: amplitude, envelope: envelope, damping: damping, rotation: rotation)
    var turned = signal
    turned.modulate(amplitude: amplitude, rotation: rotation)
    var enveloped = signal
    enveloped.modulate(by: envelope, amplitude: amplitude, rotation: rotation)
    let broadened = signal.shaped(by: envelope, damping: damping, rotation: rotation)
    let product = signal * line
    for n in 0..<count {
      let z = Complex(length: .exp(damping * Double(n)), phase: rotation * Double(n))
      let turn = amplitude * Complex(length: 1, phase: rotation * Double(n))
      let w = Double.exp(-3e-5 * Double(n) * Double(n))
      #expect(abs(envelope[n] / w - 1) < 1e-10)
      #expect((added[n] - (signal[n] + Complex(2) * z * signal[n])).length < 1e-12)
      #expect((line[n] - (signal[n] + amplitude * z)).length < 1e-12)
      #expect((shaped[n] - (signal[n] + Complex(w) * amplitude * z)).length < 1e-12)
      #expect((turned[n] - turn * signal[n]).length < 1e-12)
      #expect((enveloped[n] - Complex(w) * turn * signal[n]).length < 1e-12)
      #expect((broadened[n] - Complex(w) * z * signal[n]).length < 1e-12)
      #expect((product[n] - signal[n] * line[n]).length < 1e-12)
    }
  }

  @Test("A fast Gaussian ends in zeros, not in subnormal numbers")
  func underflow() {
    let envelope = [Double].gaussian(count: 1024, rate: 0.01)
    #expect(envelope[1023] == 0)
    #expect(envelope.allSatisfy { $0 == 0 || $0 > 1e-101 })
    #expect(abs(envelope[10] / .exp(-1) - 1) < 1e-12)
    let short = [Double].gaussian(count: 1024, rate: 0.01, leavingOutZeros: true)
    #expect(short.count == 152)
    #expect(short == Array(envelope[..<152]) && envelope[152...].allSatisfy { $0 == 0 })
    var (whole, cut) = (ComplexVector(zeros: 1024), ComplexVector(zeros: 1024))
    whole.addLine(amplitude: Complex(1), envelope: envelope, damping: 0, rotation: 0.3)
    cut.addLine(amplitude: Complex(1), envelope: short, damping: 0, rotation: 0.3)
    #expect(whole == cut)
  }

  @Test(
    "Any rate and any count have an envelope: rates near zero leave out nothing, an infinite one all but the first",
    arguments: [0, .leastNonzeroMagnitude, 1e-300, 1e-36, 1e-18, 2.4e-17, 1e-9, 1, 1e300, .infinity], [0, 1, 9, 512])
  func anyRate(rate: Double, count: Int) {
    let whole = [Double].gaussian(count: count, rate: rate)
    let short = [Double].gaussian(count: count, rate: rate, leavingOutZeros: true)
    #expect(whole.count == count && short == Array(whole[..<short.count]))
    #expect(whole[short.count...].allSatisfy { $0 == 0 })
    for (n, value) in whole.enumerated() {
      let expected = n == 0 ? 1 : Double.exp(-rate * Double(n * n))
      #expect(abs(value - expected) <= 1e-10 * expected + 1e-100, "\(n)")
    }
  }
}
