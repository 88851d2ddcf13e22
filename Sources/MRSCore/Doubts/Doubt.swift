/// A scientific doubt about a result: a value that travels with it into every output, never a print.
///
/// A case carries the evidence; ``code`` is what tables and programs read, and ``Code`` says how much it weighs, what follows
/// from it and what to do. How often each is raised rightly and wrongly is measured in `Documentation/Doubts.md`.
public enum Doubt: Hashable, Sendable, Codable {
  // MARK: The files

  /// A doubt about one of several files, by the file's name.
  indirect case inFile(String, Doubt)
  /// Samples that are NaN or infinite; the averages that hold them are left out.
  case nonFiniteSamples(count: Int, of: Int)
  /// A time that cannot be, as one so long or short that its unit must be another; it was taken as unknown.
  case impossibleTime(field: String, seconds: Double, reason: String)
  /// The file does not say in what unit its dwell time is; seconds were assumed.
  case dwellTimeUnitAssumed(seconds: Double)
  /// A field that the file should give and does not, or that has no number in it, and what was assumed instead.
  case assumedField(field: String, value: String)
  /// Two fields of one file that contradict one another, and which was used.
  case contradictoryFields(first: String, second: String, used: String)
  /// A frequency offset in the header that was not applied.
  case frequencyOffsetNotApplied(hertz: Double)
  /// The 0 Hz of a basis is not where its format has it; it was measured from its singlets.
  case carrierMeasured(ppm: Double, nominal: Double, singlets: [String])
  /// A basis whose first point is not halved, unlike LCModel's own.
  case firstPointNotHalved
  /// A dimension of the data without tag, and what it was taken for.
  case untaggedDimension(name: String, size: Int, takenAs: String)
  /// Rows that differ in turn, as the conditions of an edited scan do; `ratio` is their difference over the noise.
  case alternatingRows(ratio: Double)
  /// Samples before the echo, which were dropped: what `AcquisitionStartTime` says.
  case samplesBeforeEcho(count: Int)
  /// The signal rises at its beginning, as one does that begins before the echo.
  case startsBeforeEcho(milliseconds: Double)
  /// One of the two channels of a complex signal is empty.
  case singleChannel(empty: String)
  /// Noise that falls along the FID: the signal was apodised, or zeros were appended.
  case noiseNotWhite(kind: String, evidence: Double)
  /// What stands for different numbers of averages was taken as means, not sums.
  case differentAverages(scan: Int, water: Int)

  // MARK: The water and the scale

  /// A time that the file does not say: that of the protocol or basis was taken.
  case assumedTime(quantity: String, of: String, milliseconds: Double, from: String)
  /// The water line is wider than those on which the water fit was tested.
  case waterLineBroad(hertz: Double)
  /// The lines of the scan are far wider or narrower than the water line lets expect, Hz; the fit did not use its width.
  case widthUnlikeWater(scan: Double, water: Double)
  /// Hardly a Gauss width is left to the scan with a basis whose functions have a width of their own, Hz.
  case narrowerThanBasis(width: Double)
  /// The fit of the water scan leaves much of its signal.
  case waterUnexplained(percent: Double)
  /// Water is far from where it is expected; scan and reference were moved.
  case waterOffset(hertz: Double)
  /// The first samples of the water scan are cut off at one height: the receiver was saturated.
  case waterClipped(samples: Int)
  /// The receiver was saturated: so many samples of the signal stand at one height.
  case signalClipped(samples: Int)
  /// Water over the scan's tallest line is not what tissue can have: another receiver gain, scale or file.
  case waterScaleImplausible(ratio: Double)
  /// The water scan has no water, or less signal than the scan: the two may be swapped.
  case waterSwapped(ratio: Double)
  /// The water scan was measured otherwise than the scan.
  case waterMismatch(field: String, scan: String, water: String)
  /// Metabolites of another tissue than that whose water was taken for the scale.
  case otherTissue(found: [String], tissue: String)
  /// Species without relaxation times in the profile: those of its typical metabolite were taken.
  case unknownRelaxation(names: [String])

  // MARK: The basis

  /// The basis is for another echo time.
  case basisEchoTime(basis: Double, signal: Double)
  /// The basis does not say its echo time.
  case basisEchoTimeUnknown(signal: Double)
  /// The basis was made for another field and was stretched to the signal's, as was asked for; MHz.
  case basisField(basis: Double, signal: Double)
  /// The basis is for another sequence.
  case basisSequence(basis: String, signal: String)
  /// Species of a difference of sub-spectra with which macromolecules are edited that the basis does not have.
  case coEdited(names: [String])
  /// Residual water is so large that it reaches into the window.
  case residualWater(ratio: Double)
  /// The data fit better when conjugated: the file's sign of frequency is probably the other one.
  case probablyConjugated
  /// The species leave much of the signal in the window, at the best shift and phase.
  case unexplained(percent: Double)
  /// The lines of the basis turned by 90° would explain much of the residual: this many times what they would of noise.
  case unlikePhases(excess: Double)
  /// What fat had to look like is farther from what it may look like than its plausible shapes are from one another: χ² of the
  /// components' coefficients, this many times what is plausible.
  case unlikeShapes(excess: Double)
  /// Macromolecules are likelier unlike those of all sources than like those of one: how likely.
  case unlikeMacromolecules(percent: Double)
  /// A line that no species of the basis has would explain much of what the fit has left: by how much χ² would fall, beyond what the
  /// species could take of it.
  case foreignLine(ppm: Double, fall: Double, limit: Double)

  // MARK: The result

  /// The amount is at its lower bound of zero.
  case amountAtBound(name: String)
  /// The relative uncertainty exceeds 50 %: the amount is not identified.
  case unidentified(name: String, percent: Double)
  /// What is known of these amounts was assumed more than measured.
  case mostlyPrior(names: [String])
  /// Basis functions that are the same in the window but for a factor: only their sum is determined.
  case indistinguishable(names: [String])
  /// A nonlinear parameter ended at the end of its allowed range.
  case parameterAtBound(name: String, value: Double)
  /// The optimiser stopped before it converged.
  case notConverged(iterations: Int)
  /// The residual is larger than the noise allows.
  case poorFit(residualToNoise: Double)
  /// The reference of the ratios was not detected.
  case referenceAbsent(name: String)
  /// The Markov chains do not agree on an amount, or their draws are worth too few independent ones (R̂ above 1.01, an
  /// effective sample size below 400).
  case notMixed(name: String, rHat: Double, sampleSize: Double)
  /// Transitions of the sampler that diverged: a part of the posterior may not have been entered.
  case divergences(count: Int, draws: Int)
  /// Markov chains ran over an approximation of the posterior that is not near enough to it: ln of the two densities' ratio
  /// scatters by this much over the draws.
  case inexactDensity(scatter: Double)
  /// Importance weights of so heavy a tail (k̂ above 0.7) that the posterior was drawn by Markov chains instead.
  case heavyTailedWeights(tailIndex: Double)
  /// A quantity of the input lies outside what the network was trained on.
  case outsideTraining(quantity: String, value: Double, trained: ClosedRange<Double>)
  /// The spectrum is unlike those the network was trained on, in a way that no single quantity tells.
  case unlikeTraining(what: String, value: Double, limit: Double)
  /// A network that was shown such spectra says that this one is not an ordinary one: the logarithm of the odds, the limit that
  /// it passed, and the share of ordinary spectra that pass it too.
  case looksLike(what: String, odds: Double, limit: Double, falseAlarms: Double)
  /// The forward model does not explain the spectrum at the amounts that a network tells: the limit is what all but a share of
  /// ordinary spectra keep; the value is infinite where no fit came to an end.
  case notReconstructed(what: String, value: Double, limit: Double, falseAlarms: Double)
  /// The network's bundle does not say what its training spectra were like: one unlike them would not be noticed.
  case trainingNotRecorded
  /// A prior that reaches beyond that of a network's training.
  case priorBeyondTraining(names: [String])
}
