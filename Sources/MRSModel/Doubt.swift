/// A scientific doubt about a result: a value that travels with it, never a print.
public enum Doubt: Hashable, Sendable, Codable {
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
  /// The data fit better when conjugated: the file's sign of frequency is probably the other one.
  case probablyConjugated
  /// The species leave much of the signal in the window, at the best shift and phase.
  case unexplained(percent: Double)
  /// The lines of the basis turned by 90° would explain much of the residual: this many times what they would of noise.
  case unlikePhases(excess: Double)
  /// The input lies outside what the network was trained on.
  case outsideTraining(quantity: String, value: Double, trained: ClosedRange<Double>)
  /// The residual is larger than the noise allows.
  case poorFit(residualToNoise: Double)
  /// The Markov chains do not agree on an amount, or their draws are worth too few independent ones (R̂ above 1.01, an
  /// effective sample size below 400).
  case notMixed(name: String, rHat: Double, sampleSize: Double)
  /// Transitions of the sampler that diverged: a part of the posterior may not have been entered.
  case divergences(count: Int, draws: Int)
}

extension Doubt: CustomStringConvertible {
  public var description: String {
    switch self {
    case .amountAtBound(let name):
      "\(name) is at its lower bound of zero: read it as 'not detected'"
    case .unidentified(let name, let percent):
      "\(name) is not identified: its uncertainty is \(Int(percent.rounded())) % of its value"
    case .mostlyPrior(let names):
      "assumed more than measured: \(names.joined(separator: ", "))"
    case .indistinguishable(let names):
      "\(names.joined(separator: " and ")) cannot be told apart in the fit window: only their sum is determined"
    case .parameterAtBound(let name, let value):
      "\(name) ended at the end of its allowed range (\((value * 1000).rounded() / 1000)): the model may not suit the data"
    case .notConverged(let iterations):
      "the fit had not converged after \(iterations) iterations"
    case .probablyConjugated:
      "the data fit better with the frequency axis reversed: the file is probably conjugated (try --conjugate)"
    case .unexplained(let percent):
      "the basis explains the spectrum badly: it leaves \(Int(percent.rounded())) % of the signal in the window (5 % is "
        + "much): its field, its species or the spectrum's frequency scale may be others"
    case .unlikePhases(let excess):
      "the basis explains the spectrum badly: its lines turned by 90° explain the residual \(Int(excess.rounded())) times "
        + "as well as chance (6 is much): it may be for another echo time or sequence, or the spectrum has an artefact"
    case .outsideTraining(let quantity, let value, let trained):
      "\(quantity) is \(value), outside the \(trained.lowerBound) to \(trained.upperBound) the network was trained on"
    case .poorFit(let ratio):
      "the residual is \((ratio * 10).rounded() / 10) times the noise: the model does not explain the data"
    case .notMixed(let name, let rHat, let sampleSize):
      "\(name): the chains have not settled (R-hat \((rHat * 1000).rounded() / 1000), expected below 1.01; "
        + "\(sampleSize.rounded()) effective draws, expected 400): draw more"
    case .divergences(let count, let draws):
      "\(count) of \(draws) transitions of the sampler diverged: the posterior has a corner that was not fully entered"
    }
  }
}
