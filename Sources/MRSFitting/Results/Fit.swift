import MRSCore
import MRSModel

/// A spectrum explained: the parameters found, the curves they make, and how the search ended.
public struct Fit: Sendable {
  /// The parameters of ``ForwardModel``.
  public let parameters: SignalParameters
  /// The covariance of the amounts, shape (K, K).
  public internal(set) var covariance: Matrix
  /// Where the fitted points are in the spectrum.
  let indices: Range<Int>
  /// The chemical shift of every fitted point, ppm, rising, shape (M).
  public let ppm: [Double]
  /// The data, model (with baseline) and baseline in the window, with the fitted phases taken off, shape (M).
  public let data: ComplexVector
  public let model: ComplexVector
  public let baseline: ComplexVector
  /// The part of each species, same phase, shape (K) of (M).
  public let components: [ComplexVector]
  /// The species, in the order of ``components``.
  public var names: [String] { quantification.amounts.map(\.name) }
  /// The standard deviation of the noise in the real (or imaginary) spectrum.
  public let noise: Double
  /// The residual's standard deviation over the noise's, degrees of freedom taken off.
  public let residualToNoise: Double
  /// How far the baseline could bend: the standard deviation of second differences of its spline coefficients, in units of
  /// the noise.
  public let baselineBend: Double
  /// What the amounts would be over other baselines; `nil` where no others were tried.
  public internal(set) var baselineSensitivity: BaselineSensitivity?
  /// How likely each of the assumptions is over which amounts are averaged; empty where there is one.
  public internal(set) var assumptions: [AssumptionShare] = []
  /// How the shared lineshape deviates from a Voigt line: the share κ_j of every line that is moved by f_j, Hz; all zero
  /// for a Voigt line.
  let lineshape: [(offset: Double, share: Double)]
  /// Whether the lineshape is no Voigt line.
  public var isSkewed: Bool { lineshape.contains { $0.share != 0 } }
  public let termination: LevenbergMarquardt.Termination
  public let iterations: Int
  /// The nonlinear parameters at the end of their range, by name.
  public let parametersAtBound: [String: Double]
  /// How well the basis suits the spectrum.
  package let suitability: BasisSuitability
  /// The result as every quantifier gives it.
  public internal(set) var quantification: Quantification
}
