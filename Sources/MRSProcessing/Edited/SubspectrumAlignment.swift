import MRSCore
import Numerics

/// Frequency and phase of one sub-spectrum of an edited scan against another, told by lines that editing leaves alone.
///
/// The least Σ w_k·|S_k − exp(iφ)·T_k(f)|² over the points of 2.7 to 4.1 ppm is found by Gauss and
/// Newton's method, started on the lines about choline and the CH₂ of creatine alone (3.12 to 3.65 and 3.86 to 4 ppm: GABA, GSH and Glx,
/// which differ between conditions, are elsewhere). The weights w = 1/(1 + |d/c|²) of the differences d, c = 2.5 deviations of
/// noise, keep edited lines out.
struct SubspectrumAlignment {
  private let acquisition: Acquisition
  private let plan: FourierTransform
  private let window: Range<Int>
  /// Whether a point of the window is one of lines that are never edited.
  private let isSafe: [Bool]

  init?(on acquisition: Acquisition) {
    let window = acquisition.spectralIndices(in: .ppm(2.7) ... .ppm(4.1))
    guard window.count >= 24 else { return nil }
    self.acquisition = acquisition
    self.window = window
    plan = FourierTransform(count: acquisition.points)
    isSafe = window.map { index in
      let ppm = acquisition.shift(at: .hertz(Double(index - acquisition.points / 2) * acquisition.frequencyStep)).ppm
      return (3.12...3.65).contains(ppm) || (3.86...4.0).contains(ppm)
    }
  }

  /// By what `signal` must be moved and turned to lie on `reference`.
  /// - Parameter noise: of a point of the spectrum of either, real and imaginary part each.
  func correction(
    of signal: ComplexVector, to reference: ComplexVector, noise: Double, largestShift: Frequency
  ) -> SpectralRegistration.Correction {
    let target = spectrum(reference)
    // The best phase at each shift is that of the inner product.
    let step = 0.25 * acquisition.frequencyStep
    let half = Int((largestShift.hertz / step).rounded(.up))
    var (shift, phase, best) = (0.0, 0.0, -1.0)
    for index in -half...half {
      let moved = spectrum(signal, shift: Double(index) * step)
      let (product, energy) = overlap(moved, target)
      let value = energy > 0 ? product.lengthSquared / energy : 0
      if value > best { (shift, phase, best) = (Double(index) * step, product.phase, value) }
    }
    let scale = 2.5 * 2.0.squareRoot() * max(noise, 1e-9 * target.energy.squareRoot())
    for round in 0..<12 {
      let isRobust = round >= 4
      let moved = Complex<Double>(length: 1, phase: phase) * spectrum(signal, shift: shift)
      let width = 0.05 * acquisition.frequencyStep
      let turn = Complex<Double>(length: 1, phase: phase)
      let slope = (0.5 / width) * (turn * spectrum(signal, shift: shift + width) - turn * spectrum(signal, shift: shift - width))
      let difference = target - moved
      var (aa, ab, bb, ra, rb) = (0.0, 0.0, 0.0, 0.0, 0.0)
      for k in difference.indices {
        let d = difference[k]
        let weight = isRobust ? 1 / (1 + d.lengthSquared / (scale * scale)) : isSafe[k] ? 1 : 0
        let byPhase = Complex(-moved[k].imaginary, moved[k].real)
        aa += weight * slope[k].lengthSquared
        bb += weight * byPhase.lengthSquared
        ab += weight * (slope[k].conjugate * byPhase).real
        ra += weight * (slope[k].conjugate * d).real
        rb += weight * (byPhase.conjugate * d).real
      }
      let determinant = aa * bb - ab * ab
      guard determinant > 1e-12 * aa * bb else { break }
      shift += min(max((bb * ra - ab * rb) / determinant, -2 * step), 2 * step)
      phase += min(max((aa * rb - ab * ra) / determinant, -0.5), 0.5)
    }
    return .init(frequency: .hertz(shift), phase: .radians(phase - 2 * .pi * (phase / (2 * .pi)).rounded()))
  }

  private func overlap(_ moved: ComplexVector, _ target: ComplexVector) -> (product: Complex<Double>, energy: Double) {
    var (product, energy) = (Complex<Double>.zero, 0.0)
    for k in moved.indices where isSafe[k] {
      product += moved[k].conjugate * target[k]
      energy += moved[k].lengthSquared
    }
    return (product, energy)
  }

  /// The window of the spectrum.
  private func spectrum(_ samples: ComplexVector, shift: Double = 0) -> ComplexVector {
    var target = [Double](repeating: 0, count: 2 * window.count)
    plan.centredSpectrum(
      of: samples.turned(phase: 0, radiansPerSample: 2 * .pi * shift * acquisition.dwellTime),
      dwellTime: acquisition.dwellTime, in: window, to: &target, at: 0)
    return ComplexVector(real: Array(target[..<window.count]), imaginary: Array(target[window.count...]))
  }
}
