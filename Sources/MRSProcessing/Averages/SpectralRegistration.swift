import MRSCore
import Numerics

/// Frequency and phase alignment of averages by spectral registration in the time domain (Near et al. 2015,
/// doi:10.1002/mrm.25094).
///
/// Each average s is turned by (φ, f) so that Σ_n |r(t_n) − s(t_n)·exp(i(φ + 2π·f·t_n))|² is least, r the reference,
/// over the samples in which the reference stands out of the noise. For a given f the best phase is φ = arg C(f),
/// C(f) = Σ conj(s)·r·exp(−2πi·f·t), and the cost is a constant less 2|C(f)|. So |C| is maximised over f: on a grid
/// that cannot miss the highest peak, then by Newton's method. No start value, no local minimum.
public struct SpectralRegistration: Sendable, Hashable {
  /// What was done to one average.
  public struct Correction: Sendable, Hashable, Codable {
    /// The shift applied, in Hz: minus the drift.
    public let frequency: Frequency
    /// The phase applied.
    public let phase: Angle

    public init(frequency: Frequency, phase: Angle) {
      self.frequency = frequency
      self.phase = phase
    }

    public static let none = Correction(frequency: .hertz(0), phase: .radians(0))
  }

  /// The largest shift looked for, either way.
  public var largestShift: Frequency
  /// The samples used, from the first, for an alignment in the time domain; `nil` for one in the window of metabolites.
  public var points: Int?

  public init(largestShift: Frequency = .hertz(30), points: Int? = nil) {
    self.largestShift = largestShift
    self.points = points
  }

  /// The correction that aligns `signal` to `reference` over its first `count` samples.
  public func correction(
    of signal: ComplexVector, to reference: ComplexVector, dwellTime: Double, count: Int
  ) -> Correction {
    let used = max(1, min(count, signal.count, reference.count))
    var product = ComplexVector(zeros: used)
    for i in 0..<used { product[i] = signal[i].conjugate * reference[i] }
    guard product.isFinite, product.energy > 0 else { return .none }

    // |C| is band-limited by the duration T: a grid of 1/(4T) has every peak within an eighth of its width. Sums over
    // blocks of an eighth of the shortest period stand for the samples: they lower |C| by 2.6 % at the ends of the
    // grid.
    let duration = Double(used) * dwellTime
    let step = 0.25 / duration
    let half = Int((largestShift.hertz / step).rounded(.up))
    let block = max(1, Int(1 / (8 * max(largestShift.hertz, step) * dwellTime)))
    let sums = product.blockSums(block)
    var best = 0
    var highest = -1.0
    for index in -half...half {
      let value = Self.moments(of: sums, at: Double(index) * step, dwellTime: Double(block) * dwellTime)
        .zeroth.lengthSquared
      if value > highest { (best, highest) = (index, value) }
    }
    let frequency = Self.peak(of: product, from: Double(best) * step, step: step, dwellTime: dwellTime)
    let phase = Self.moments(of: product, at: frequency, dwellTime: dwellTime).zeroth.phase
    return Correction(frequency: .hertz(frequency), phase: .radians(phase))
  }

  /// Newton's method on P(f) = |C(f)|², kept within one step of the grid.
  static func peak(of product: ComplexVector, from start: Double, step: Double, dwellTime: Double) -> Double {
    var frequency = start
    for _ in 0..<8 {
      let c = moments(of: product, at: frequency, dwellTime: dwellTime)
      let slope = 2 * (c.zeroth.conjugate * c.first).real
      let curvature = 2 * (c.first.lengthSquared + (c.zeroth.conjugate * c.second).real)
      guard curvature < 0 else { break }
      let next = min(max(frequency - slope / curvature, start - step), start + step)
      let change = abs(next - frequency)
      frequency = next
      if change < 1e-6 * step { break }
    }
    return frequency
  }

  /// C(f) and its first two derivatives: Σ (−2πi·t)^k·p·exp(−2πi·f·t).
  static func moments(
    of product: ComplexVector, at frequency: Double, dwellTime: Double
  ) -> (zeroth: Complex<Double>, first: Complex<Double>, second: Complex<Double>) {
    let turn = Complex<Double>(length: 1, phase: -2 * .pi * frequency * dwellTime)
    var (c, s) = (1.0, 0.0)
    var (re0, im0, re1, im1, re2, im2) = (0.0, 0.0, 0.0, 0.0, 0.0, 0.0)
    for i in product.real.indices {
      let re = product.real[i] * c - product.imaginary[i] * s
      let im = product.real[i] * s + product.imaginary[i] * c
      let n = Double(i)
      re0 += re
      im0 += im
      re1 += n * re
      im1 += n * im
      re2 += n * n * re
      im2 += n * n * im
      (c, s) = (c * turn.real - s * turn.imaginary, c * turn.imaginary + s * turn.real)
    }
    let scale = 2 * Double.pi * dwellTime
    return (
      Complex(re0, im0), Complex(scale * im1, -scale * re1), Complex(-scale * scale * re2, -scale * scale * im2)
    )
  }

  /// Where metabolites and fat are, away from water.
  static let metabolites = ChemicalShift.ppm(0.5) ... .ppm(4.1)
  static let withWater = ChemicalShift.ppm(0.2) ... .ppm(5.6)
  /// Of the energy: lines a hundredth as high as the water.
  static let leastShare = 1e-4
  /// A deviation below which water is not asked for more, where metabolites and fat are ``mostShare`` of all there is.
  static let fine = Frequency.hertz(0.1)
  static let mostShare = 0.3
  /// How much more than expected the two windows may differ.
  static let agreement = 1.3
}

extension FIDArray {
  /// Every average turned by its correction: s(t)·exp(i(φ + 2π·f·t)); the same for all coils.
  /// - Precondition: one correction an average.
  public func corrected(by corrections: [SpectralRegistration.Correction]) -> FIDArray {
    precondition(corrections.count == averages, "one correction an average is needed")
    let turned = samples.indices.map { index in
      let correction = corrections[index % averages]
      return samples[index].turned(
        phase: correction.phase.radians, radiansPerSample: 2 * .pi * correction.frequency.hertz * acquisition.dwellTime)
    }
    return FIDArray(acquisition: acquisition, coils: coils, averages: averages, samples: turned)
  }

  /// The averages of one coil aligned, and what was done to each.
  ///
  /// Within the window of metabolites and fat, ¹H, where residual water and what is smooth do not count; or with the water, where
  /// that has the smaller uncertainty and says the same (``WindowRegistration``). With ``SpectralRegistration/points`` in the time
  /// domain, against the average nearest the median, then twice against the median of what came out. Averages with samples
  /// that are no numbers stay as they are.
  /// The corrections are given relative to their medians: the aligned scan keeps the frequency and phase of the middle
  /// average.
  /// - Precondition: one coil.
  public func aligned(
    by registration: SpectralRegistration = SpectralRegistration()
  ) -> (scan: FIDArray, corrections: [SpectralRegistration.Correction]) {
    aligned(by: registration, known: nil)
  }

  /// - Parameter known: what `registration` has already found of these averages.
  func aligned(
    by registration: SpectralRegistration, known: [SpectralRegistration.Correction]?
  ) -> (scan: FIDArray, corrections: [SpectralRegistration.Correction]) {
    precondition(coils == 1, "combine the coils before the averages are aligned")
    var corrections = [SpectralRegistration.Correction](repeating: .none, count: averages)
    let finite = samples.indices.filter { samples[$0].isFinite }
    guard finite.count > 1 else { return (self, corrections) }
    let kept = selecting(averages: finite)
    let found =
      (known?.count == averages ? known.map { all in finite.map { all[$0] } } : nil)
      ?? registration.points.map { kept.timeCorrections(registration, points: $0) }
      ?? kept.windowAlignment(registration)?.corrections
      ?? kept.timeCorrections(registration, points: acquisition.points)
    let middle = SpectralRegistration.median(of: found)
    for (index, correction) in zip(finite, found) { corrections[index] = correction.relative(to: middle) }
    return (corrected(by: corrections), corrections)
  }

  /// The alignment in the window of metabolites and fat, or that with the water; `nil` where the spectrum is too short for both.
  /// - Precondition: one coil, at least two averages, all finite.
  func windowAlignment(_ registration: SpectralRegistration) -> WindowRegistration.Alignment? {
    func window(_ range: ClosedRange<ChemicalShift>?, skirts: Bool) -> WindowRegistration? {
      WindowRegistration(on: acquisition, window: range, skirts: skirts, largestShift: registration.largestShift)
    }
    let rows = Array(samples)
    guard acquisition.nucleus == "1H" else { return window(nil, skirts: false)?.alignment(of: rows) }
    let withWater = window(SpectralRegistration.withWater, skirts: false)
    let metabolites = window(SpectralRegistration.metabolites, skirts: true)?.alignment(of: rows)
    if let metabolites, let withWater, metabolites.deviation < SpectralRegistration.fine.hertz {
      let all = Double(averages) * withWater.projected(componentMedian).energy
      if metabolites.energy > SpectralRegistration.mostShare * all { return metabolites }
    }
    let whole = withWater?.alignment(of: rows)
    guard let metabolites, let whole else { return metabolites ?? whole }
    // Beside water that is not suppressed the window holds little but its skirts.
    guard metabolites.energy > SpectralRegistration.leastShare * whole.energy else { return whole }
    // Residual water that is stable adds to what is known; one that changes from average to average misleads.
    let differences = zip(whole.corrections, metabolites.corrections).map { $0.frequency.hertz - $1.frequency.hertz }
    let middle = differences.median
    let spread = 1.4826 * differences.map { abs($0 - middle) }.median
    let expected = max(0, metabolites.deviation * metabolites.deviation - whole.deviation * whole.deviation)
      .squareRoot()
    let agrees = spread <= SpectralRegistration.agreement * expected + 1e-6
    return whole.deviation < metabolites.deviation && agrees ? whole : metabolites
  }

  private func timeCorrections(
    _ registration: SpectralRegistration, points: Int
  ) -> [SpectralRegistration.Correction] {
    let median = componentMedian
    let distances = samples.map { ($0 - median).energy }
    var reference = samples[distances.indices.min { distances[$0] < distances[$1] } ?? 0]
    var corrections: [SpectralRegistration.Correction] = []
    for _ in 0..<3 {
      corrections = samples.map {
        registration.correction(of: $0, to: reference, dwellTime: acquisition.dwellTime, count: points)
      }
      reference = corrected(by: corrections).componentMedian
    }
    return corrections
  }
}

extension SpectralRegistration {
  /// The median frequency, and the phase of the mean phasor.
  fileprivate static func median(of corrections: [Correction]) -> Correction {
    let phasor = corrections.reduce(Complex<Double>.zero) { $0 + Complex(length: 1, phase: $1.phase.radians) }
    return Correction(
      frequency: .hertz(corrections.map(\.frequency.hertz).median), phase: .radians(phasor == .zero ? 0 : phasor.phase))
  }
}

extension SpectralRegistration.Correction {
  /// The correction that is left after `other`, its phase within ±π.
  fileprivate func relative(to other: Self) -> Self {
    let angle = phase.radians - other.phase.radians
    return Self(
      frequency: .hertz(frequency.hertz - other.frequency.hertz),
      phase: .radians(angle - 2 * .pi * (angle / (2 * .pi)).rounded()))
  }
}

extension ComplexVector {
  /// The sums of every `size` neighbours; the last block may be shorter.
  func blockSums(_ size: Int) -> ComplexVector {
    guard size > 1 else { return self }
    var sums = ComplexVector(zeros: (count + size - 1) / size)
    for i in indices {
      sums.real[i / size] += real[i]
      sums.imaginary[i / size] += imaginary[i]
    }
    return sums
  }

  /// Every sample n times exp(i(phase + n·radiansPerSample)), by complex rotation restarted every 64 samples.
  func turned(phase: Double, radiansPerSample: Double) -> ComplexVector {
    var result = self
    let step = Complex<Double>(length: 1, phase: radiansPerSample)
    var start = 0
    while start < count {
      let first = Complex<Double>(length: 1, phase: phase + radiansPerSample * Double(start))
      var (c, s) = (first.real, first.imaginary)
      for i in start..<min(start + 64, count) {
        let re = real[i]
        let im = imaginary[i]
        result.real[i] = re * c - im * s
        result.imaginary[i] = re * s + im * c
        (c, s) = (c * step.real - s * step.imaginary, c * step.imaginary + s * step.real)
      }
      start += 64
    }
    return result
  }
}
