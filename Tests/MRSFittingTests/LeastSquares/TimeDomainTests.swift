import MRSCore
import MRSFitting
import MRSModel
import Numerics
import Testing

@Suite("Fits in the time domain")
struct TimeDomainTests {
  /// Without a first-order phase, which is one of spectra.
  static let truth: SignalParameters = {
    var truth = SingletWorld.truth
    truth.delay = 0
    return truth
  }()

  /// The singlets and a hump of 300 Hz that is gone after 6 ms.
  static func humped(_ seed: UInt64, noise: Double) -> FID {
    let hump = Lineshape(
      shift: SingletWorld.acquisition.offset(of: .ppm(2.6)).hertz, lorentzian: 0, gaussian: 300
    ).decay(on: SingletWorld.acquisition)
    var fid = SingletWorld.noisy(
      SingletWorld.model.fid(Self.truth), deviation: noise, stream: RandomStream(seed: seed))
    fid.samples.add(hump, scaledBy: 30)
    return fid
  }

  static func fit(_ fid: FID, _ domain: FitDomain, window: ClosedRange<ChemicalShift>? = nil) throws -> Fit {
    var options = SingletWorld.options
    options.domain = domain
    options.firstOrderPhaseDeviation = 0
    if let window { options.window = window }
    return try LeastSquares(model: SingletWorld.model, options: options).fit(fid)
  }

  /// Everything but half a point at either end.
  static let whole = SingletWorld.acquisition.shift(at: .hertz(-999))...SingletWorld.acquisition.shift(at: .hertz(999))

  @Test("What decays in the samples that are skipped does not touch the amounts", arguments: [true, false])
  func hump(isWhole: Bool) throws {
    let fid = Self.humped(93, noise: 0.05)
    let window = isWhole ? Self.whole : nil
    let skipping = try Self.fit(fid, .time(skipped: 0.008), window: window)
    for (amount, truth) in zip(skipping.quantification.amounts, Self.truth.amounts) {
      #expect(abs(amount.value - truth) < 4 * amount.standardDeviation, "\(amount)")
      #expect(amount.standardDeviation < 0.02 * truth)
    }
    // What is left is the noise, of as many samples as there are.
    let acquisition = SingletWorld.acquisition
    let noise = 0.05 * acquisition.dwellTime * Double(acquisition.points).squareRoot()
    #expect(abs(skipping.residualToNoise * skipping.noise / noise - 1) < 0.05)
    // With them in, it does.
    #expect(try Self.fit(fid, .time(skipped: 0), window: window).residualToNoise > 2)
  }

  @Test("Without skipping, over the whole spectrum, it is the fit of the spectrum without a baseline")
  func parseval() throws {
    let fid = SingletWorld.noisy(SingletWorld.model.fid(Self.truth), deviation: 0.3, stream: RandomStream(seed: 94))
    let (time, frequency) = (
      try Self.fit(fid, .time(skipped: 0), window: Self.whole), try Self.fit(fid, .frequency, window: Self.whole)
    )
    for (a, b) in zip(time.quantification.amounts, frequency.quantification.amounts) { #expect(a == b) }
  }

  @Test("The amounts are those of linear least squares over the samples, with the other parameters as they were found")
  func samples() throws {
    let fid = SingletWorld.noisy(SingletWorld.model.fid(Self.truth), deviation: 0.3, stream: RandomStream(seed: 95))
    let skipped = 12
    let fit = try Self.fit(
      fid, .time(skipped: Double(skipped) * SingletWorld.acquisition.dwellTime), window: Self.whole)
    var columns: [[Double]] = []
    for k in 0..<3 {
      var own = fit.parameters
      own.amounts = (0..<3).map { $0 == k ? 1 : 0 }
      let signal = SingletWorld.model.fid(own).samples
      columns.append(Array(signal.real[skipped...]) + Array(signal.imaginary[skipped...]))
    }
    let design = Matrix(columns: columns)
    let right = design.transposedTimes(Array(fid.samples.real[skipped...]) + Array(fid.samples.imaginary[skipped...]))
    // The window leaves out one point of the spectrum.
    let solution = try design.gram.solvedPositiveDefinite(Matrix(rows: 3, columns: 1, elements: right))
    for (found, expected) in zip(fit.parameters.amounts, solution.elements) {
      #expect(abs(found / expected - 1) < 1e-4, "\(found), \(expected)")
    }
  }

  @Test("To skip half of the FID or less than nothing is refused with both times")
  func refusal() throws {
    let fid = SingletWorld.model.fid(Self.truth)
    for seconds in [0.3, -0.001] {
      #expect(throws: FittingError.skipsTooMuch(seconds: seconds, duration: 0.512)) {
        try Self.fit(fid, .time(skipped: seconds))
      }
    }
  }
}
