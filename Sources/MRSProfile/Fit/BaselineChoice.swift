import Foundation
import MRSFitting

/// How smooth the baseline of a fit is.
///
/// As text `adaptive`, `none`, or how far the spline coefficients bend in percent of the tallest point, as `0.3`.
public enum BaselineChoice: Hashable, Sendable, Codable {
  /// As smooth as the data make likely, by restricted likelihood.
  case adaptive
  /// ``LeastSquaresOptions/baselineBend``, a share of the tallest point. LCModel's and ABfit's own rules choose smoother
  /// baselines than the likelihood does where the model misses something.
  case bend(Double)
  case none

  /// The options with this baseline.
  public func applied(to options: LeastSquaresOptions) -> LeastSquaresOptions {
    var options = options
    switch self {
    case .adaptive: break
    case .bend(let share): (options.adaptsBaseline, options.baselineBend) = (false, share)
    case .none: options.baselineKnotSpacing = nil
    }
    return options
  }
}

extension BaselineChoice: LosslessStringConvertible {
  public init?(_ text: String) {
    switch text {
    case "adaptive": self = .adaptive
    case "none": self = .none
    default:
      guard let percent = Double(text), percent.isFinite, percent > 0 else { return nil }
      self = .bend(percent / 100)
    }
  }

  public var description: String {
    switch self {
    case .adaptive: "adaptive"
    case .bend(let share): "\((share * 1e6).rounded() / 1e4)"
    case .none: "none"
    }
  }
}
