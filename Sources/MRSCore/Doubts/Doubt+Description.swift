import Numerics

extension Doubt: CustomStringConvertible {
  /// What was found, with the evidence; ``Code/advice`` says what to do.
  public var description: String {
    switch self {
    case .inFile(let name, let doubt): "\(name): \(doubt)"
    case .nonFiniteSamples(let count, let total):
      "\(count) of \(total) samples are NaN or infinite; averages that hold them are left out"
    case .impossibleTime(let field, let seconds, let reason):
      "'\(field)' is \(seconds) s, which cannot be: \(reason); it was taken as unknown"
    case .dwellTimeUnitAssumed(let seconds):
      "the file does not say in what unit the dwell time is; \(seconds) was taken as seconds"
    case .assumedField(let field, let value): "'\(field)' is missing or holds no value; \(value) was assumed"
    case .contradictoryFields(let first, let second, let used): "\(first), but \(second): \(used)"
    case .frequencyOffsetNotApplied(let hertz):
      "'offset_frequency' is \(hertz) Hz; 0 Hz was still taken as water: check the water's position"
    case .carrierMeasured(let ppm, let nominal, let singlets):
      "0 Hz lies at \(ppm) ppm, not at \(nominal): the singlets of \(singlets.joined(separator: ", ")) say so; the basis "
        + "was read with the former"
    case .firstPointNotHalved:
      "the first point of the functions is not halved as in LCModel's own basis files; it was left as it is"
    case .untaggedDimension(let name, let size, let taken):
      "'\(name)' is missing for a dimension of \(size); it was taken as \(taken)"
    case .alternatingRows(let ratio):
      "rows differ in turn by \(Self.short(ratio)) times the noise, as the conditions of an edited scan do; they were averaged"
    case .samplesBeforeEcho(let count): "\(count) samples before the echo were dropped (AcquisitionStartTime)"
    case .startsBeforeEcho(let milliseconds):
      "the signal is largest \(Self.short(milliseconds)) ms after its first sample: it seems to begin before the echo"
    case .singleChannel(let empty): "the \(empty) part of every sample is zero"
    case .noiseNotWhite(let kind, let evidence):
      kind == NoiseKind.zeroFilled.rawValue
        ? "the last \(Self.short(100 * evidence)) % of the samples are zero: the signal was \(kind)"
        : "the noise falls along the FID by a factor of \(Self.short(evidence)): the signal was \(kind)"
    case .differentAverages(let scan, let water):
      "the scan stands for \(scan) averages, its water for \(water): both were taken as means, not sums"
    case .assumedTime(let quantity, let file, let milliseconds, let source):
      "\(file) does not say its \(quantity); that of \(source), \(milliseconds) ms, was taken"
    case .widthUnlikeWater(let scan, let water):
      "lines of the scan are about \(Self.short(scan)) Hz wide, those of its water would make \(Self.short(water)) Hz"
    case .narrowerThanBasis(let width):
      "no width was left to the scan's lines beyond those of the basis (of \(Self.short(width)) Hz or more)"
    case .waterLineBroad(let hertz): "the water line is \(Self.short(hertz)) Hz wide"
    case .waterUnexplained(let percent): "the fit of the water scan leaves \(Self.short(percent)) % of its signal"
    case .waterOffset(let hertz):
      "water is \(Self.short(hertz)) Hz from where it is expected; scan and water were moved by that"
    case .waterClipped(let samples):
      "\(samples) samples of the water scan are cut off at one height: the receiver was saturated"
    case .signalClipped(let samples):
      "\(samples) samples of the signal stand at its largest height: the receiver was saturated"
    case .waterScaleImplausible(let ratio):
      "the water is \(Self.short(ratio)) times the scan's tallest line: tissue has ten to twenty thousand"
    case .waterSwapped(let ratio):
      "the water scan has \(Self.short(ratio)) times the signal of the scan, and no water stands out: files swapped?"
    case .waterMismatch(let field, let scan, let water):
      "the \(field) of the scan is \(scan), that of its water \(water)"
    case .otherTissue(let found, let tissue):
      "\(found.joined(separator: ", ")) is found, which \(tissue) does not have, and the scale is that of \(tissue)'s water"
    case .unknownRelaxation(let names):
      "the profile has no relaxation times for \(names.joined(separator: ", ")): those of its typical metabolite were taken"
    case .basisEchoTime(let basis, let signal):
      "the basis is for an echo time of \(Self.short(basis * 1000)) ms, the signal has \(Self.short(signal * 1000)) ms"
    case .basisEchoTimeUnknown(let signal):
      "the basis does not say its echo time: that of the signal, \(Self.short(signal * 1000)) ms, was taken"
    case .basisField(let basis, let signal):
      "the basis is for \(basis) MHz, the signal was measured at \(signal) MHz: it was stretched to that"
    case .coEdited(let names):
      "\(names.joined(separator: ", ")) holds what macromolecules have near 3.0 ppm: they are edited too, and are not in the basis"
    case .basisSequence(let basis, let signal): "the basis is for \(basis), the signal was measured with \(signal)"
    case .residualWater(let ratio):
      "residual water is \(Self.short(ratio)) times the tallest line of the window and reaches into it"
    case .probablyConjugated: "the data fit better with the frequency axis reversed: the file is probably conjugated"
    case .unexplained(let percent): "the basis leaves \(Self.short(percent)) % of the signal in the window unexplained"
    case .unlikePhases(let excess):
      "the lines of the basis turned by 90° explain the residual \(Self.short(excess)) times as well as chance"
    case .unlikeShapes(let excess):
      "fat was bent \(Self.short(excess)) times as much as its known shapes differ from one another"
    case .unlikeMacromolecules(let percent):
      "macromolecules are with \(Self.short(percent)) % unlike those of every source that the profile knows"
    case .foreignLine(let ppm, let fall, let limit):
      "a line near \(Self.short(ppm)) ppm that no species of the basis has would lower χ² by \(Self.short(fall)) (at most \(Self.short(limit)) by chance and usual misfit)"
    case .amountAtBound(let name): "\(name) is at its lower bound of zero: read it as 'not detected'"
    case .unidentified(let name, let percent):
      "\(name) is not identified: its uncertainty is \(Self.short(percent)) % of its value"
    case .mostlyPrior(let names): "assumed more than measured: \(names.joined(separator: ", "))"
    case .indistinguishable(let names):
      "\(names.joined(separator: " and ")) cannot be told apart in the fit window: only their sum is determined"
    case .parameterAtBound(let name, let value):
      "\(name) ended at the end of its allowed range (\((value * 1000).rounded() / 1000)): the model may not suit the data"
    case .notConverged(let iterations): "the fit had not converged after \(iterations) iterations"
    case .poorFit(let ratio):
      "the residual is \(Self.short(ratio)) times the noise: the model does not explain the data"
    case .referenceAbsent(let name): "the reference \(name) was not detected: there are no ratios"
    case .heavyTailedWeights(let tailIndex):
      "importance draws missed a part of the posterior (k-hat \(Self.short(tailIndex)), expected below 0.7); "
        + "it was drawn by Markov chains instead"
    case .notMixed(let name, let rHat, let sampleSize):
      "\(name): the chains have not settled (R-hat \((rHat * 1000).rounded() / 1000), expected below 1.01; "
        + "\(sampleSize.rounded()) effective draws, expected 400)"
    case .inexactDensity(let scatter):
      "the chains ran over an approximation of the posterior that errs by \(Self.short(scatter)) in ln p "
        + "(expected below 0.5): amounts may be those of another density"
    case .divergences(let count, let draws):
      "\(count) of \(draws) transitions of the sampler diverged: the posterior has a corner that was not fully entered"
    case .outsideTraining(let quantity, let value, let trained):
      "\(quantity) is \(Self.short(value)), outside the \(Self.short(trained.lowerBound)) to "
        + "\(Self.short(trained.upperBound)) the network was trained on"
    case .trainingNotRecorded:
      "the network's bundle does not say what its training spectra were like: a spectrum unlike them is not noticed"
    case .priorBeyondTraining(let names):
      "the prior expects amounts that the network was not trained on: \(names.joined(separator: ", "))"
    case .looksLike(let what, let odds, let limit, let falseAlarms):
      "the spectrum looks like \(what) (log odds \(Self.short(odds)); of ordinary spectra "
        + "\(Self.short(100 * falseAlarms)) % are above \(Self.short(limit)))"
    case .notReconstructed(let what, let value, let limit, let falseAlarms):
      value.isFinite
        ? "\(what) is \(Self.short(value)); of ordinary spectra \(Self.short(100 * falseAlarms)) % are above \(Self.short(limit))"
        : what
    case .unlikeTraining(let what, let value, let limit):
      "\(what) is \(Self.short(value)), beyond \(Self.short(limit)), which 99.9 % of the network's training spectra keep"
    }
  }

  /// What makes noise that is not white.
  public enum NoiseKind: String, Hashable, Sendable {
    case apodised
    case zeroFilled = "zero-filled"
  }

  /// Three significant digits.
  private static func short(_ value: Double) -> String {
    guard value.isFinite, value != 0 else { return "\(value)" }
    let digits = 2 - Int(Double.log10(abs(value)).rounded(.down))
    if digits <= 0, abs(value) < 1e6 { return "\(Int(value.rounded()))" }
    if digits < -2 || digits > 6 { return "\(Float(value))" }
    let power = Double.pow(10, Double(digits))
    return "\((value * power).rounded() / power)"
  }
}
