import Numerics

/// A quantity with bounds as a function of a variable without, and the Jacobian that a density gains by it.
enum BoundedParameter: Hashable, Sendable {
  /// a = s·ln(1 + eᵛ) ≥ 0: a for a ≫ s is a straight line in v, so that an amount that is well identified keeps the
  /// Gaussian form of its posterior.
  case nonNegative(scale: Double)
  /// θ = l + (u − l)/(1 + e⁻ᵛ).
  case interval(low: Double, high: Double)

  /// The value, ∂value/∂v, ln|∂value/∂v| up to a constant, and the derivative of that.
  func evaluate(_ v: Double) -> (value: Double, slope: Double, logJacobian: Double, logJacobianSlope: Double) {
    // 1/(1 + e⁻ᵛ) and ln of it without overflow on either side.
    let tail = Double.exp(-abs(v))
    let share = v >= 0 ? 1 / (1 + tail) : tail / (1 + tail)
    let logShare = min(v, 0) - Double.log(onePlus: tail)
    switch self {
    case .nonNegative(let scale):
      return (scale * (max(v, 0) + Double.log(onePlus: tail)), scale * share, logShare, 1 - share)
    case .interval(let low, let high):
      return (
        low + (high - low) * share, (high - low) * share * (1 - share), 2 * logShare - v, 1 - 2 * share
      )
    }
  }

  /// The v of a value, moved off the bounds by a hundredth of the interval or a twentieth of the scale.
  func variable(of value: Double) -> Double {
    switch self {
    case .nonNegative(let scale):
      let ratio = max(value / scale, 0.05)
      return ratio > 30 ? ratio : Double.log(Double.expMinusOne(ratio))
    case .interval(let low, let high):
      let share = min(max((value - low) / (high - low), 0.01), 0.99)
      return Double.log(share / (1 - share))
    }
  }
}
