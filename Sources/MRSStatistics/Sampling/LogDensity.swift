/// A probability density on ℝᵈ known up to a factor, with its gradient: what a sampler needs.
///
/// A quantity with bounds is sampled in a variable without; the density then holds the Jacobian of that change.
public protocol LogDensity: Sendable {
  /// d.
  var dimension: Int { get }
  /// ln p(x) up to a constant, −∞ or not a number where x is impossible, and ∂ln p/∂x, shape (d).
  func evaluate(_ point: [Double]) -> (value: Double, gradient: [Double])
}
