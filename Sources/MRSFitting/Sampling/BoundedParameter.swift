import Numerics

/// A quantity with bounds as a function of a variable without, and the Jacobian that a density gains by it.
enum BoundedParameter: Hashable, Sendable {
  /// a = s·ln(1 + eᵛ) ≥ 0: a for a ≫ s is a straight line in v, so that an amount that is well identified keeps the
  /// Gaussian form of its posterior.
  case nonNegative(scale: Double)
  /// θ = l + s·ln((1 + eᵛ)/(1 + eᵛ⁻ᴸ)) with L = (u − l)/s: a straight line in v but for a few s at either end.
  ///
  /// Data may know the sum of two parameters a thousand times as well as each, as of a shift that all species share and the
  /// own one of fat. Such a ridge stays straight where both are straight lines; over logistic curves it would be bent, and
  /// a sampler had to follow it in steps of its thickness.
  case interval(low: Double, high: Double)

  /// L: a fiftieth of an interval is s.
  private static let length = 50.0

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
      // σ(v) − σ(v − L) = σ(v)·σ(L − v)·(1 − e⁻ᴸ).
      let scale = (high - low) / Self.length
      let rest = Self.length - v
      let restTail = Double.exp(-abs(rest))
      let restShare = rest >= 0 ? 1 / (1 + restTail) : restTail / (1 + restTail)
      let logRest = min(rest, 0) - Double.log(onePlus: restTail)
      // ln(1 + eᵛ) = v − ln σ(v), and ln(1 + eᵛ⁻ᴸ) = −ln σ(L − v).
      return (
        low + scale * (v - logShare + logRest), scale * share * restShare * -Double.expMinusOne(-Self.length),
        logShare + logRest, restShare - share
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
      let (up, down) = (share * Self.length, (1 - share) * Self.length)
      return up + Double.log(-Double.expMinusOne(-up)) - Double.log(-Double.expMinusOne(-down))
    }
  }
}
