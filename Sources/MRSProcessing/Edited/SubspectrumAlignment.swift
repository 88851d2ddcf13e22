import MRSCore
import Numerics

/// Frequency and phase of one sub-spectrum of an edited scan against another, told by lines that editing leaves alone.
///
/// The least Σ|S_k − exp(iφ)·T_k(f)|² over the points about choline (3.15 to 3.6 ppm) and the CH₂ of creatine (3.88 to 4 ppm), found on a
/// grid of shifts and then by Gauss and Newton's method. GABA, GSH, Glx and NAA, which differ between the conditions, are elsewhere;
/// their skirts and those of water, const/(δ − δ_0), are projected out of both with a constant and a slope: without, the skirts of NAA
/// alone pulled the frequency by 0.1 Hz and a difference at 3 ppm by a tenth, and those of Glx at 3.75 ppm, of simulated brains, by as much
/// and by 3.6°, which leaves as much of creatine as GABA has.
struct SubspectrumAlignment {
  private let acquisition: Acquisition
  private let plan: FourierTransform
  private let window: Range<Int>
  /// Of the window's points.
  private let used: [Int]
  /// Real, orthonormal, over the points used.
  private let nuisances: [[Double]]

  private static let window = ChemicalShift.ppm(3.1) ... .ppm(4.05)
  private static let lines = [3.15...3.6, 3.88...4.0]
  /// Where what reaches in is, ppm: NAA, GABA, Glx, water.
  private static let skirts = [2.0, 3.0, 3.75, 4.65]

  /// `nil` where the spectrum has too few points there.
  init?(on acquisition: Acquisition) {
    let window = acquisition.spectralIndices(in: Self.window)
    let shifts = window.map {
      acquisition.shift(at: .hertz(Double($0 - acquisition.points / 2) * acquisition.frequencyStep)).ppm
    }
    let used = shifts.indices.filter { index in Self.lines.contains { $0.contains(shifts[index]) } }
    let places = used.map { shifts[$0] }
    let functions = [places.map { _ in 1.0 }, places] + Self.skirts.map { skirt in places.map { 1 / ($0 - skirt) } }
    guard used.count >= 4 * functions.count else { return nil }
    self.acquisition = acquisition
    self.window = window
    self.used = used
    plan = FourierTransform(count: acquisition.points)
    nuisances = WindowRegistration.orthonormal(functions)
  }

  /// By what `signal` must be moved and turned to lie on `reference`.
  func correction(
    of signal: ComplexVector, to reference: ComplexVector, largestShift: Frequency
  ) -> SpectralRegistration.Correction {
    let target = spectrum(reference)
    // The best phase at each shift is that of the inner product.
    let step = 0.25 * acquisition.frequencyStep
    let half = Int((largestShift.hertz / step).rounded(.up))
    var (shift, phase, best) = (0.0, 0.0, -1.0)
    for index in -half...half {
      let moved = spectrum(signal, shift: Double(index) * step)
      let (product, energy) = (moved.innerProduct(target), moved.energy)
      let value = energy > 0 ? product.lengthSquared / energy : 0
      if value > best { (shift, phase, best) = (Double(index) * step, product.phase, value) }
    }
    let width = 0.05 * acquisition.frequencyStep
    for _ in 0..<12 {
      let turn = Complex<Double>(length: 1, phase: phase)
      let moved = turn * spectrum(signal, shift: shift)
      let difference = spectrum(signal, shift: shift + width) - spectrum(signal, shift: shift - width)
      let byShift = Complex(0.5 / width) * (turn * difference)
      let byPhase = Complex<Double>.i * moved
      let rest = target - moved
      let (aa, bb, ab) = (byShift.energy, byPhase.energy, byShift.innerProduct(byPhase).real)
      let (ra, rb) = (byShift.innerProduct(rest).real, byPhase.innerProduct(rest).real)
      let determinant = aa * bb - ab * ab
      guard determinant > 1e-12 * aa * bb else { break }
      shift += min(max((bb * ra - ab * rb) / determinant, -2 * step), 2 * step)
      phase += min(max((aa * rb - ab * ra) / determinant, -0.5), 0.5)
    }
    return .init(frequency: .hertz(shift), phase: .radians(phase - 2 * .pi * (phase / (2 * .pi)).rounded()))
  }

  /// The points used of the spectrum, without the nuisances.
  private func spectrum(_ samples: ComplexVector, shift: Double = 0) -> ComplexVector {
    var target = [Double](repeating: 0, count: 2 * window.count)
    plan.centredSpectrum(
      of: samples.turned(phase: 0, radiansPerSample: 2 * .pi * shift * acquisition.dwellTime),
      dwellTime: acquisition.dwellTime, in: window, to: &target, at: 0)
    return WindowRegistration.projected(
      used.map { target[$0] }, used.map { target[window.count + $0] }, off: nuisances)
  }
}
