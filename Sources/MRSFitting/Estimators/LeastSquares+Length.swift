import MRSCore
import MRSModel
import Numerics

extension LeastSquares {
  /// The full result, and where the search over the likeliest baseline ended.
  ///
  /// Where lines are wide, an FID soon holds noise alone, and the spectrum of its beginning has fewer points and the same likelihood
  /// but for a constant. The search is made there; curves and residual are those of the spectrum of all samples.
  func found(
    _ fid: FID, startingFrom known: FirstGuess? = nil, expecting lineshape: ExpectedLineshape?
  ) throws -> (fit: Fit, best: Estimate) {
    let input = try FitInput(fid, model: model, options: options)
    let guess = try known ?? firstGuess(of: fid)
    let plans = try plans.get()
    let noise = NoiseEstimate(of: fid)
    let beginning = try shortest(of: fid, guess, noise, plans).map {
      try searched(
        fid, $0, guess, lineshape, noise,
        leftOut: plans.whole.all.spectral.dataCount - $0.all.spectral.dataCount)
    }
    // What the model does not explain weighs otherwise in another spectrum.
    if let beginning, beginning.best.residualToNoise < Self.leastMisfit,
      beginning.best.hasDecayed(noise: noise.temporal)
    {
      let whole = try whole(beginning, guess, fid, plans.whole, noise)
      return (try finished(beginning, result(of: beginning.best, in: whole), input), beginning.best)
    }
    let all = try searched(fid, plans.whole, guess, lineshape, noise)
    guard !others.isEmpty else { return (try finished(all, result(of: all.best), input), all.best) }
    let rivals = try alternatives(to: all.best, of: fid, guess, noise, expecting: all.expected)
    return try averaged(all.best, with: rivals) { fitter, best in
      let own = Searched(best: best, unlike: all.unlike, expected: all.expected)
      return try fitter.finished(own, fitter.result(of: best), input)
    }
  }

  /// In how many of its first samples an FID is searched: fewer than it has where the rest is noise.
  /// - Throws: ``FittingError``.
  package func searchedSamples(of fid: FID) throws -> Int {
    try shortest(of: fid, firstGuess(of: fid), NoiseEstimate(of: fid), plans.get())?.points ?? fid.samples.count
  }

  /// Where a search ended, and what of the water was believed.
  private struct Searched {
    let best: Estimate
    /// The doubt that the spectrum has the water's lineshape.
    let unlike: Doubt?
    /// What of the lineshape was expected.
    let expected: ExpectedLineshape?
  }

  /// - Parameter plans: of the first samples of `fid`, or of all.
  private func searched(
    _ fid: FID, _ plans: FitPlans.Pair, _ guess: FirstGuess, _ lineshape: ExpectedLineshape?, _ noise: NoiseEstimate,
    leftOut: Double = 0
  ) throws -> Searched {
    let plans = try plans.moved(by: guess.frequency)
    let isWhole = plans.points == fid.samples.count
    let fid = isWhole ? fid : fid.resized(to: plans.points)
    let deviation = isWhole ? noise.spectral : fid.acquisition.spectralNoise(ofSample: noise.temporal)
    var setup = FitSetup(fid: fid, plan: plans.all, guess: guess, noise: deviation, leftOut: leftOut)
    let unlike = try lineshape.flatMap { try expect($0, in: &setup) }
    let expected = unlike == nil ? lineshape : nil
    let rough = try smoothed(setup, varying: setup.shared)
    let known = plans.known.map {
      FitSetup(fid: fid, plan: $0, guess: guess, expecting: expected, noise: deviation, leftOut: leftOut)
    }
    return Searched(best: try likeliest(setup, or: known, rough), unlike: unlike, expected: expected)
  }

  /// What a search in the beginning of an FID is in the spectrum of all samples.
  private func whole(
    _ search: Searched, _ guess: FirstGuess, _ fid: FID, _ plans: FitPlans.Pair, _ noise: NoiseEstimate
  ) throws -> FitSetup {
    let best = search.best
    let plan = plans.known.flatMap { $0.options == best.setup.plan.options ? $0 : nil } ?? plans.all
    return try FitSetup(
      fid: fid, plan: plan.moved(by: guess.frequency), guess: guess, expecting: search.expected, noise: noise.spectral
    ).beginning(like: best.setup, at: best.end, amounts: best.amounts)
  }

  /// - Parameter found: in the spectrum of all samples.
  private func finished(_ search: Searched, _ found: Fit, _ input: FitInput) throws -> Fit {
    let fit = try overBaselines(search.best, found)
    let doubts =
      try (search.unlike.map { [$0] } ?? []) + foreignLine(beside: search.best)
      + input.indistinguishable(in: fit.covariance)
    return fit.doubting(doubts)
  }

  /// The plans of as few samples as hold all signal, by the first guess and by the data; `nil` where that are all.
  private func shortest(
    of fid: FID, _ guess: FirstGuess, _ noise: NoiseEstimate, _ plans: FitPlans
  ) -> FitPlans.Pair? {
    let all = fid.samples.count
    // Macromolecules of unknown shape and baseline divide what is broad otherwise in another spectrum: tNAA moved by a percent.
    guard options.broadLines.isEmpty, others.isEmpty, all.isMultiple(of: Self.parts) else { return nil }
    // Beside the noise of a sample a stronger signal takes longer to decay.
    let strongest = fid.samples.magnitude.max() ?? 0
    let leastDecay = Double.log(max(strongest / (Self.leastLeft * noise.temporal), 1))
    let points = Self.lengths.map { $0 * all / Self.parts }.first { points in
      let time = fid.acquisition.dwellTime * Double(points)
      let decay =
        Lineshape.gaussianRate(guess.gaussian) * time * time + .pi * RegistrationTemplates.lorentzian * time
      return decay > leastDecay
    }
    guard let points, isNoise(fid, from: points, guess, noise) else { return nil }
    return plans.shortened(to: points)
  }

  /// Whether the samples from one on are noise in the window, and no more of it or less.
  private func isNoise(_ fid: FID, from first: Int, _ guess: FirstGuess, _ noise: NoiseEstimate) -> Bool {
    let acquisition = fid.acquisition.with(points: fid.samples.count - first)
    let window = acquisition.spectralIndices(in: options.window, movedBy: guess.frequency)
    let rest = FourierTransform(count: acquisition.points).centredSpectrum(
      of: fid.samples[first..<fid.samples.count], dwellTime: acquisition.dwellTime)[window]
    let deviation = acquisition.spectralNoise(ofSample: noise.temporal)
    let excess = rest.energy / (2 * deviation * deviation * Double(rest.count)) - 1
    return abs(excess) < Self.mostExcess / Double(rest.count).squareRoot()
  }

  /// In how many parts the samples are thought, and how many of them are tried: lengths that are quickly transformed.
  private static let parts = 32
  private static let lengths = [6, 8, 9, 10, 12, 15, 16, 18, 20, 24]
  /// How much of a signal is left where samples end, beside the noise of one.
  private static let leastLeft = 0.03
  /// How far the energy of noise may be from what is expected, in standard deviations of that energy alone: the noise is estimated.
  private static let mostExcess = 4.5
}

extension LeastSquares.Estimate {
  /// Whether nothing of the model is left at the end of its samples, beside the noise of one of them.
  fileprivate func hasDecayed(noise: Double) -> Bool {
    let signals = state.columns.signals
    let points = signals[0].count
    let last = points - points / 8..<points
    var sum = ComplexVector(zeros: last.count)
    for (signal, amount) in zip(signals, amounts) where amount != 0 { sum.add(signal[last], scaledBy: amount) }
    return sum.energy < Self.mostLeft * 2 * noise * noise * Double(last.count)
  }

  /// The share of the noise's energy.
  private static let mostLeft = 0.01
}
