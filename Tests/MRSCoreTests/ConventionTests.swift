import MRSCore
import Numerics
import Testing

/// Every sentence of the article *Conventions* (Sources/MRSCore/MRSCore.docc) that a test of this module can hold.
@Suite("Conventions")
struct ConventionTests {
  /// Rounding of a transform of some thousand points, relative to its largest value.
  static let rounding = 1e-12

  static func acquisition(points: Int, dwellTime: Double = 5e-4) -> Acquisition {
    Acquisition(spectrometerFrequency: .megahertz(123.25), dwellTime: dwellTime, points: points)
  }

  /// a·exp(2πi·f·t − π·L·t).
  static func line(
    at frequency: Double, amplitude: Double = 1, width: Double = 0, delay: Double = 0, on acquisition: Acquisition
  ) -> FID {
    FID(
      samples: ComplexVector(
        (0..<acquisition.points).map { n in
          let t = acquisition.time(ofSample: n) + delay
          return Complex(length: amplitude * .exp(-.pi * width * t), phase: 2 * .pi * frequency * t)
        }), acquisition: acquisition)
  }

  static func random(_ count: Int, seed: UInt64 = 1) -> ComplexVector {
    var stream = RandomStream(seed: seed)
    return ComplexVector((0..<count).map { _ in Complex(stream.normal(), stream.normal()) })
  }

  static func largestDifference(_ a: ComplexVector, _ b: ComplexVector) -> Double {
    (a - b).magnitude.max() ?? 0
  }

  static func peak(of fid: FID) -> (index: Int, spectrum: Spectrum) {
    let spectrum = FourierTransform(count: fid.samples.count).spectrum(of: fid)
    let magnitude = spectrum.values.magnitude
    let index = magnitude.indices.max { magnitude[$0] < magnitude[$1] } ?? -1
    return (index, spectrum)
  }

  // MARK: Frequency and chemical shift

  @Test("A line at +100 Hz is 100/Δf points above ⌊N/2⌋ and downfield of the carrier", arguments: [1000, 1001])
  func positiveFrequencyIsDownfield(points: Int) {
    // 100 Hz is a whole number of points on both grids.
    let acquisition = Self.acquisition(points: points, dwellTime: 1 / (2 * Double(points)))
    let (index, spectrum) = Self.peak(of: Self.line(at: 100, on: acquisition))
    #expect(abs(acquisition.frequencyStep - 2) < 1e-12)
    #expect(index == points / 2 + 50)
    #expect(abs(spectrum.shift(at: index).ppm - (4.65 + 100 / 123.25)) < 1e-9)
    #expect(spectrum.ppmAxis[index] > ChemicalShift.bodyWater.ppm)
    #expect(spectrum.ppmAxis == spectrum.ppmAxis.sorted())
    #expect(Self.peak(of: Self.line(at: 100, on: acquisition).conjugated).index == points / 2 - 50)
  }

  @Test("The carrier of an acquisition is water at 4.65 ppm, at 0 Hz")
  func carrierIsWater() {
    let acquisition = Self.acquisition(points: 8)
    #expect(acquisition.carrierShift.ppm == 4.65)
    #expect(acquisition.offset(of: .bodyWater).hertz == 0)
    #expect(acquisition.offset(of: .ppm(5.65)).hertz > 123.249)
    for ppm in [-3.0, 0, 1.3, 12] {
      #expect(abs(acquisition.shift(at: acquisition.offset(of: .ppm(ppm))).ppm - ppm) < 1e-12)
    }
  }

  @Test("A spectral window holds exactly the points whose shift lies in it")
  func window() {
    for points in [64, 65] {
      let acquisition = Self.acquisition(points: points)
      let spectrum = Spectrum(values: ComplexVector(zeros: points), acquisition: acquisition)
      let expected = (0..<points).filter { (1.0...4.0).contains(spectrum.shift(at: $0).ppm) }
      #expect(Array(spectrum.indices(in: .ppm(1) ... .ppm(4))) == expected)
      #expect(spectrum.indices(in: .ppm(50) ... .ppm(60)).isEmpty)
    }
  }

  @Test("A basis rendered for another carrier keeps its ppm, whether lines or samples")
  func carriers() {
    let source = Self.acquisition(points: 1024)
    var target = source
    target.carrierShift = .ppm(3.0)
    let offset = source.offset(of: .ppm(2)).hertz
    let lines = TransitionLines(frequencies: [offset], amplitudes: ComplexVector(real: [1], imaginary: [0]))
    let basis = BasisSet(
      functions: [
        BasisFunction(name: "lines", signal: .lines(lines)),
        BasisFunction(name: "samples", signal: .sampled(lines.fid(on: source).samples)),
      ], acquisition: source, source: "test")
    for fid in basis.rendered(on: target) {
      let (index, spectrum) = Self.peak(of: fid)
      #expect(abs(spectrum.shift(at: index).ppm - 2) < 0.5 * target.frequencyStep / 123.25)
      let expected = Self.line(at: target.offset(of: .ppm(2)).hertz, on: target)
      #expect(Self.largestDifference(fid.samples, expected.samples) < 1e-10)
    }
    #expect(basis.rendered(on: source)[0] == lines.fid(on: source))
  }

  // MARK: Fourier transform

  @Test("The transforms are Σ x·exp(∓2πi·kn/N), the inverse over N", arguments: [1, 2, 15, 31, 64, 4095])
  func directTransform(points: Int) {
    let x = Self.random(points)
    let transform = FourierTransform(count: points)
    // Rotations by a table: exp(−2πi·m/N) for m = kn mod N.
    let table = (0..<points).map { Complex(length: 1, phase: -2 * .pi * Double($0) / Double(points)) }
    var direct = ComplexVector(zeros: points)
    for k in 0..<points {
      var sum = Complex<Double>(0)
      var m = 0
      for n in 0..<points {
        sum = sum + x[n] * table[m]
        m += k
        if m >= points { m -= points }
      }
      direct[k] = sum
    }
    let forward = transform.forward(x)
    let largest = direct.magnitude.max() ?? 0
    #expect(Self.largestDifference(forward, direct) < Self.rounding * largest)
    #expect(Self.largestDifference(transform.inverse(forward), x) < Self.rounding * largest)
  }

  @Test("A spectrum is Δt·Σ′ s·exp(−2πi·f·t) at its own offsets", arguments: [1, 2, 15, 64])
  func spectrumDefinition(points: Int) {
    let acquisition = Self.acquisition(points: points)
    let fid = FID(samples: Self.random(points, seed: 2), acquisition: acquisition)
    let spectrum = FourierTransform(count: points).spectrum(of: fid)
    for k in 0..<points {
      var sum = Complex(0.5) * fid.samples[0]
      for n in 1..<points {
        sum =
          sum + fid.samples[n]
          * Complex(length: 1, phase: -2 * .pi * spectrum.offset(at: k).hertz * acquisition.time(ofSample: n))
      }
      let expected = acquisition.dwellTime * sum.real
      #expect(abs(spectrum.values.real[k] - expected) < Self.rounding)
      #expect(abs(spectrum.values.imaginary[k] - acquisition.dwellTime * sum.imaginary) < Self.rounding)
    }
    #expect(spectrum.offset(at: points / 2).hertz == 0)
  }

  @Test("The FID of the spectrum of an FID is that FID", arguments: [1, 2, 3, 15, 16, 1024, 1025])
  func identity(points: Int) {
    let fid = FID(samples: Self.random(points, seed: 3), acquisition: Self.acquisition(points: points))
    let transform = FourierTransform(count: points)
    let back = transform.fid(of: transform.spectrum(of: fid))
    #expect(Self.largestDifference(back.samples, fid.samples) < Self.rounding * 10)
    #expect(back.acquisition == fid.acquisition)
  }

  @Test("The integral over Hz is half the FID at time zero; a Lorentz line is a/(π·L) high", arguments: [1.0, 0.5])
  func scale(dwellShare: Double) {
    let acquisition = Self.acquisition(points: 8192, dwellTime: 2e-4 * dwellShare)
    let (amplitude, width) = (3.0, 8.0)
    let (index, spectrum) = Self.peak(of: Self.line(at: 0, amplitude: amplitude, width: width, on: acquisition))
    let integral = spectrum.values.real.reduce(0, +) * acquisition.frequencyStep
    #expect(abs(integral - amplitude / 2) < 1e-9)
    // The trapezoidal rule errs by (π·L·Δt)²/12 of the height, the cut tail by exp(−π·L·T).
    let duration = acquisition.dwellTime * 8192
    let tolerance = 1e-5 + 2 * Double.exp(-.pi * width * duration)
    #expect(abs(spectrum.values.real[index] / (amplitude / (.pi * width)) - 1) < tolerance)
    #expect(index == 4096)
  }

  @Test("Half weight of sample 0 takes away the constant under a spectrum")
  func firstPoint() {
    let acquisition = Self.acquisition(points: 4096)
    let fid = Self.line(at: 300, amplitude: 10, width: 10, on: acquisition)
    let transform = FourierTransform(count: 4096)
    let halved = transform.spectrum(of: fid).values.real
    let full = transform.forward(fid.samples).real.map { $0 * acquisition.dwellTime }
    // At −900 Hz a Lorentz line's real part is a·π·L/(2π·Δ)² of a distant line: 5.5e-6 of 10/(π·10).
    let far = 2048 - Int(900 / acquisition.frequencyStep)
    let unshifted = far - 2048 + 4096
    #expect(abs(full[unshifted] - acquisition.dwellTime * 10 / 2) < 1e-4)
    #expect(abs(halved[far]) < 1e-4)
  }

  @Test("Noise σ of a sample is Δt·σ·√(N − 3/4) in a spectral point, and NoiseEstimate gives both")
  func noise() {
    let acquisition = Self.acquisition(points: 2048)
    let draws = 40
    var spectral = 0.0
    var estimated = (spectral: 0.0, temporal: 0.0)
    for draw in 0..<draws {
      let fid = FID(samples: 2.5 * Self.random(2048, seed: UInt64(100 + draw)), acquisition: acquisition)
      let spectrum = FourierTransform(count: 2048).spectrum(of: fid)
      spectral += spectrum.values.energy / Double(2 * 2048 * draws)
      let estimate = NoiseEstimate(of: fid)
      estimated.spectral += estimate.spectral / Double(draws)
      estimated.temporal += estimate.temporal / Double(draws)
    }
    let expected = acquisition.dwellTime * 2.5 * (2048 - 0.75).squareRoot()
    // 40·4096 values: the deviation is known to 0.18 %; the median of some 1500 correlated differences a draw to 1 %.
    #expect(abs(spectral.squareRoot() / expected - 1) < 4 * 0.0018)
    #expect(abs(estimated.spectral / expected - 1) < 0.015)
    #expect(abs(estimated.temporal / 2.5 - 1) < 0.015)
  }

  @Test("Noise is estimated beside strong signals to within 5 %")
  func noiseBesideSignals() {
    let acquisition = Self.acquisition(points: 2048)
    var fid = FID(samples: Self.random(2048, seed: 4), acquisition: acquisition)
    for ppm in [4.65, 1.3, 0.9] {
      fid = fid + Self.line(at: acquisition.offset(of: .ppm(ppm)).hertz, amplitude: 200, width: 10, on: acquisition)
    }
    #expect(abs(NoiseEstimate(of: fid).temporal - 1) < 0.05)
  }

  // MARK: Phase and time

  @Test("A phase φ multiplies by exp(+iφ)")
  func phase() {
    let fid = Self.line(at: 0, on: Self.acquisition(points: 4)).phased(by: .degrees(90))
    #expect(abs(fid.samples[0].real) < 1e-15)
    #expect(abs(fid.samples[0].imaginary - 1) < 1e-15)
    #expect(Angle.degrees(180).radians == .pi)
  }

  @Test("A shift by f moves a line f downfield")
  func shift() {
    let acquisition = Self.acquisition(points: 1000)
    let fid = Self.line(at: 100, on: acquisition).shifted(by: .hertz(40))
    #expect(Self.largestDifference(fid.samples, Self.line(at: 140, on: acquisition).samples) < 1e-10)
  }

  // MARK: Linewidth

  @Test("A Lorentz or Gauss broadening by w makes a line w wide at half its height", arguments: [true, false])
  func broadening(isLorentzian: Bool) {
    let width = 12.0
    let acquisition = Self.acquisition(points: 8192)
    let line = Self.line(at: 0, on: acquisition)
    let fid = isLorentzian ? line.broadened(byLorentzian: .hertz(width)) : line.broadened(byGaussian: .hertz(width))
    let (index, spectrum) = Self.peak(of: fid)
    let real = spectrum.values.real
    var right = index
    while real[right + 1] > real[index] / 2 { right += 1 }
    let part = (real[right] - real[index] / 2) / (real[right] - real[right + 1])
    let halfWidth = (Double(right - index) + part) * acquisition.frequencyStep
    // Straight lines between points a quarter of a Hz apart.
    #expect(abs(2 * halfWidth - width) < 0.01)
  }

  // MARK: Grids

  @Test("Twice the sampling rate keeps the old samples, and halving it again gives them back")
  func resampling() {
    let acquisition = Self.acquisition(points: 512)
    let fid = Self.line(at: -130, width: 15, on: acquisition) + Self.line(at: 210, width: 9, on: acquisition)
    let fine = fid.resampled(dwellTime: 2.5e-4, points: 1024)
    #expect(fine.acquisition.points == 1024)
    #expect(fine.acquisition.dwellTime == 2.5e-4)
    for n in 0..<512 {
      #expect(abs(fine.samples.real[2 * n] - fid.samples.real[n]) < 1e-10)
      #expect(abs(fine.samples.imaginary[2 * n] - fid.samples.imaginary[n]) < 1e-10)
    }
    let back = fine.resampled(dwellTime: 5e-4, points: 512)
    #expect(Self.largestDifference(back.samples, fid.samples) < 1e-10)
    #expect(Self.peak(of: fine).spectrum.offset(at: Self.peak(of: fine).index).hertz > 200)
  }

  @Test("Cutting and filling with zeros keep time zero at sample 0")
  func resizing() {
    let fid = Self.line(at: 30, on: Self.acquisition(points: 8))
    #expect(fid.resized(to: 4).samples == fid.samples[0..<4])
    let filled = fid.resized(to: 12)
    #expect(filled.samples[0..<8] == fid.samples)
    #expect(filled.samples[8..<12] == ComplexVector(zeros: 4))
    #expect(filled.acquisition.points == 12)
  }
}
