import Foundation
import MRSCore
import MRSFitting
import MRSModel
import Numerics
import Testing

/// A small world of singlets, well apart: a case in which the fit must be as good as theory allows.
struct SingletWorld {
  static let acquisition = Acquisition(
    spectrometerFrequency: .megahertz(123.25), dwellTime: 0.5e-3, points: 1024, echoTime: 0.03, repetitionTime: 2)
  static let shifts = ["A": 3.2, "B": 2.4, "C": 1.3]
  static let naturalWidth = 5.0

  static let model = model(shifts)

  /// Singlets of three protons at the given shifts (ppm), by name.
  static func model(_ names: [String: Double], on acquisition: Acquisition = acquisition) -> ForwardModel {
    ForwardModel(
      basis: BasisSet(
        functions: names.sorted { $0.key < $1.key }.map { name, ppm in
          BasisFunction(
            name: name,
            signal: .lines(
              TransitionLines(
                frequencies: [acquisition.offset(of: .ppm(ppm)).hertz],
                amplitudes: ComplexVector(real: [3], imaginary: [0]))))
        }, acquisition: acquisition, source: "test"),
      acquisition: acquisition)
  }

  static let truth = SignalParameters(
    amounts: [2, 3, 5], shifts: [0, 0, 0], lorentzians: [7, 7, 7], gaussian: 6, frequency: 3, phase: 0.4,
    delay: 2e-5)

  /// All parameters free or fixed as the truth has them: no soft constraints, so that the Cramér–Rao bound is exact.
  static var options: LeastSquaresOptions {
    LeastSquaresOptions(
      baselineKnotSpacing: nil, naturalWidths: ["A": naturalWidth, "B": naturalWidth, "C": naturalWidth],
      shiftDeviation: 0, broadeningDeviation: 0, lineshapeTaps: 0)
  }

  static func noisy(_ fid: FID, deviation: Double, stream: RandomStream) -> FID {
    var stream = stream
    var samples = fid.samples
    for i in samples.indices {
      samples.real[i] += deviation * stream.normal()
      samples.imaginary[i] += deviation * stream.normal()
    }
    return FID(samples: samples, acquisition: fid.acquisition)
  }
}

@Suite("LeastSquares")
struct LeastSquaresTests {
  @Test("A noiseless signal of the model is found again: amounts, shift, widths, phases")
  func exactRecovery() throws {
    let fit = try LeastSquares(model: SingletWorld.model, options: SingletWorld.options)
      .fit(SingletWorld.model.fid(SingletWorld.truth))
    // The optimiser stops at 1e-6 of a parameter; the amounts follow the widths to first order.
    let tolerance = 1e-4
    for (found, true_) in zip(fit.parameters.amounts, SingletWorld.truth.amounts) {
      #expect(abs(found / true_ - 1) < tolerance)
    }
    #expect(abs(fit.parameters.frequency - 3) < tolerance * 10)
    #expect(abs(fit.parameters.gaussian - 6) < tolerance * 10)
    #expect(abs(fit.parameters.lorentzians[0] - 7) < tolerance * 10)
    #expect(abs(fit.parameters.phase - 0.4) < tolerance)
    #expect(fit.termination.isConverged)
  }

  @Test("The Cramér–Rao bound equals the scatter of 500 estimates within 10 %, and the estimates are not biased")
  func boundEqualsScatter() throws {
    let clean = SingletWorld.model.fid(SingletWorld.truth)
    let quantifier = LeastSquares(model: SingletWorld.model, options: SingletWorld.options)
    let draws = 500
    let noise = 0.6
    let fits = try (0..<draws).map { draw in
      try quantifier.fit(
        SingletWorld.noisy(clean, deviation: noise, stream: RandomStream(seed: 20).child(draw)))
    }
    for k in 0..<3 {
      let values = fits.map(\.parameters.amounts[k])
      let mean = values.reduce(0, +) / Double(draws)
      let scatter = (values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(draws - 1)).squareRoot()
      let bound = fits.map { $0.covariance[k, k].squareRoot() }.reduce(0, +) / Double(draws)
      // The scatter of 500 draws is itself known to 3.2 %.
      #expect(abs(scatter / bound - 1) < 0.10, "species \(k): scatter \(scatter), bound \(bound)")
      #expect(abs(mean - SingletWorld.truth.amounts[k]) < 4 * bound / Double(draws).squareRoot())
    }
  }

  @Test("An amount of zero is reported at its bound with a doubt, never below zero")
  func zeroAmount() throws {
    var truth = SingletWorld.truth
    truth.amounts[1] = 0
    let quantifier = LeastSquares(model: SingletWorld.model, options: SingletWorld.options)
    let results = try (0..<20).map { draw in
      try quantifier.quantify(
        SingletWorld.noisy(
          SingletWorld.model.fid(truth), deviation: 0.5, stream: RandomStream(seed: 3).child(draw)))
    }
    let held = results.filter { $0.amounts[1].isAtBound }
    // Half of the unbounded estimates would be negative.
    #expect((3...17).contains(held.count))
    #expect(results.allSatisfy { $0.amounts[1].value >= 0 })
    #expect(held.allSatisfy { $0.doubts.contains(.amountAtBound(name: "B")) })
  }

  @Test("An own width that is none, or of a species that is not there, is no doubt about the model")
  func ownWidthAtNone() throws {
    var truth = SingletWorld.truth
    truth.amounts[1] = 0
    var options = SingletWorld.options
    options.naturalWidths = [:]
    options.broadeningDeviations = ["A": 0.2, "B": 0.2]
    let quantifier = LeastSquares(model: SingletWorld.model, options: options)
    let fits = try (0..<20).map { draw in
      try quantifier.fit(
        SingletWorld.noisy(
          SingletWorld.model.fid(truth), deviation: 0.5, stream: RandomStream(seed: 10).child(draw)))
    }
    // Lines as narrow as the shared width are half of the draws'.
    #expect(fits.contains { $0.parameters.lorentzians[0] == $0.parameters.lorentzians[2] })
    for fit in fits { #expect(fit.parametersAtBound.isEmpty, "\(fit.parametersAtBound)") }
  }

  @Test("The amounts scale with the data over 24 orders of magnitude")
  func scale() throws {
    let quantifier = LeastSquares(model: SingletWorld.model, options: SingletWorld.options)
    let fid = SingletWorld.noisy(
      SingletWorld.model.fid(SingletWorld.truth), deviation: 0.5, stream: RandomStream(seed: 5))
    let reference = try quantifier.quantify(fid).amounts.map(\.value)
    for factor in [1e-12, 1e12] {
      let scaled = try quantifier.quantify(FID(samples: factor * fid.samples, acquisition: fid.acquisition))
      for (a, b) in zip(scaled.amounts, reference) { #expect(abs(a.value / factor / b - 1) < 1e-5) }
    }
  }

  @Test("The linewidth holds what a sampled basis function brings of its own, and not what is broad by nature")
  func ownWidth() throws {
    let lines = SingletWorld.model.signals.map { $0 * Lineshape(lorentzian: 4).decay(on: SingletWorld.acquisition) }
    let broad = Lineshape(shift: SingletWorld.acquisition.offset(of: .ppm(1.6)).hertz, lorentzian: 0, gaussian: 30)
      .decay(on: SingletWorld.acquisition)
    let model = ForwardModel(
      basis: BasisSet(
        functions: zip(SingletWorld.model.names, lines).map { BasisFunction(name: $0, signal: .sampled($1)) }
          + [BasisFunction(name: "MM16", signal: .sampled(broad))],
        acquisition: SingletWorld.acquisition, source: "test"),
      acquisition: SingletWorld.acquisition)
    var truth = SingletWorld.truth
    truth.amounts.append(20)
    truth.shifts.append(0)
    truth.lorentzians = [3, 3, 3, 0]
    var options = SingletWorld.options
    options.naturalWidths = [:]
    let fit = try LeastSquares(model: model, options: options).fit(
      SingletWorld.noisy(model.fid(truth), deviation: 0.1, stream: RandomStream(seed: 9)))
    let expected = Lineshape(lorentzian: 4 + 3, gaussian: truth.gaussian).width
    let found = try #require(fit.quantification.quality.linewidth)
    #expect(abs(found - expected) < 0.2, "\(found), \(expected); \(fit.parameters)")
  }

  @Test("A conjugated signal is recognised")
  func conjugated() throws {
    let fid = SingletWorld.noisy(
      SingletWorld.model.fid(SingletWorld.truth), deviation: 0.5, stream: RandomStream(seed: 6))
    let quantifier = LeastSquares(model: SingletWorld.model, options: SingletWorld.options)
    #expect(try !quantifier.quantify(fid).doubts.contains(.probablyConjugated))
    #expect(try quantifier.quantify(fid.conjugated).doubts.contains(.probablyConjugated))
  }

  @Test("Two equal columns: their sum is right and each is reported as unknown")
  func equalColumns() throws {
    let lines = TransitionLines(
      frequencies: [SingletWorld.acquisition.offset(of: .ppm(3.2)).hertz],
      amplitudes: ComplexVector(real: [3], imaginary: [0]))
    let basis = BasisSet(
      functions: ["A", "Twin"].map { BasisFunction(name: $0, signal: .lines(lines)) },
      acquisition: SingletWorld.acquisition, source: "test")
    let model = ForwardModel(basis: basis, acquisition: SingletWorld.acquisition)
    let truth = SignalParameters(amounts: [2, 2], shifts: [0, 0], lorentzians: [5, 5], gaussian: 6)
    var options = SingletWorld.options
    options.naturalWidths["Twin"] = SingletWorld.naturalWidth
    let fid = SingletWorld.noisy(model.fid(truth), deviation: 0.2, stream: RandomStream(seed: 9))
    let result = try LeastSquares(model: model, options: options).quantify(fid)
    #expect(abs(result.amounts[0].value + result.amounts[1].value - 4) < 0.3)
    #expect(result.amounts.allSatisfy { !$0.standardDeviation.isFinite })
  }

  @Test("What cannot be fitted is refused with its reason")
  func refusals() throws {
    let quantifier = LeastSquares(model: SingletWorld.model, options: SingletWorld.options)
    let zeros = FID(samples: ComplexVector(zeros: 1024), acquisition: SingletWorld.acquisition)
    #expect(throws: FittingError.noSignal) { try quantifier.quantify(zeros) }
    var damaged = SingletWorld.model.fid(SingletWorld.truth)
    damaged.samples.real[17] = .nan
    #expect(throws: FittingError.sampleNotFinite(index: 17)) { try quantifier.quantify(damaged) }
    var options = SingletWorld.options
    options.window = .ppm(40) ... .ppm(50)
    #expect(throws: FittingError.self) {
      try LeastSquares(model: SingletWorld.model, options: options).quantify(
        SingletWorld.model.fid(SingletWorld.truth))
    }
  }
}
