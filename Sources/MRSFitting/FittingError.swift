/// What cannot be fitted at all, with the value found.
public enum FittingError: Error, Hashable, Sendable {
  case emptyBasis
  case emptyWindow(low: Double, high: Double, covered: ClosedRange<Double>)
  case tooFewPoints(points: Int, unknowns: Int)
  case notFinite(iteration: Int)
  case sampleNotFinite(index: Int)
  case noSignal
  case wrongLength(points: Int, expected: Int)
  case basisNotFinite(name: String)
  case priorIncomplete(names: [String])
  /// The amounts' prior is of another kind than the method needs.
  case needsLogNormalPrior
  case skipsTooMuch(seconds: Double, duration: Double)
}

extension FittingError: CustomStringConvertible {
  public var description: String {
    switch self {
    case .emptyBasis:
      "the basis set has no function with signal in the fit window; give a basis that covers it"
    case .emptyWindow(let low, let high, let covered):
      "the fit window \(low) to \(high) ppm holds no point of the spectrum, which covers \(covered.lowerBound) to \(covered.upperBound) ppm"
    case .tooFewPoints(let points, let unknowns):
      "the fit window holds \(points) points for \(unknowns) unknowns; widen the window or use fewer functions"
    case .notFinite(let iteration):
      "the model is not finite at iteration \(iteration); the data or the basis hold extreme values"
    case .sampleNotFinite(let index):
      "sample \(index) of the FID is not a number; the file is damaged or was read in the wrong format"
    case .noSignal:
      "every sample of the FID is zero: there is nothing to fit"
    case .wrongLength(let points, let expected):
      "the FID has \(points) points, the model is for \(expected); render the basis on the FID's acquisition"
    case .basisNotFinite(let name):
      "the basis function \(name) holds a sample that is not a number; the basis file is damaged"
    case .skipsTooMuch(let seconds, let duration):
      "the fit would skip the first \((seconds * 1e5).rounded() / 100) ms of an FID of \((duration * 1e5).rounded() / 100) ms; "
        + "skip from 0 ms to less than half of it"
    case .needsLogNormalPrior:
      "the posterior is of a fit with a log-normal prior of the amounts; give one, or sample by Markov chains"
    case .priorIncomplete(let names):
      "the log-normal prior says nothing of \(names.joined(separator: ", ")); it must name every function of the basis"
    }
  }
}
