import Numerics

/// A rotation of spins as its Cayley–Klein parameters: the element [[a, −b*], [b, a*]] of SU(2), |a|² + |b|² = 1.
///
/// Of magnetisation along z it leaves M₊ = 2·a*·b and M_z = |a|² − |b|²; of M₊ between crushers, which pass p → −p only,
/// it leaves b²·M₊*, so that |b|² is the refocusing efficiency (Pauly et al. 1991, doi:10.1109/42.75611).
public struct SpinRotation: Hashable, Sendable {
  public let a: Complex<Double>
  public let b: Complex<Double>

  public init(a: Complex<Double>, b: Complex<Double>) {
    self.a = a
    self.b = b
  }

  public static let identity = SpinRotation(a: 1, b: 0)

  /// exp(−i·t·(Ω·I_z + ω₁ₓ·I_x + ω₁ᵧ·I_y)): precession at `offset` (Hz) in a field `nutation` (γB₁/2π in Hz, real part
  /// along x) for `time` seconds.
  public init(offset: Double, nutation: Complex<Double>, time: Double) {
    let field = (offset * offset + nutation.lengthSquared).squareRoot()
    guard field > 0, time != 0 else {
      self = .identity
      return
    }
    let half = Double.pi * field * time
    let sine = Double.sin(half) / field
    a = Complex(Double.cos(half), -sine * offset)
    b = Complex(0, -sine) * nutation
  }

  /// A rotation by `flip` about the axis at `phase` from x in the transverse plane. Whole multiples of 180° are exact.
  public init(flip: Angle, phase: Angle) {
    let halfTurns = flip.radians / .pi
    var cosine = Double.cos(flip.radians / 2)
    var sine = Double.sin(flip.radians / 2)
    if halfTurns == halfTurns.rounded() {
      cosine = cosine.rounded()
      sine = sine.rounded()
    }
    a = Complex(cosine)
    b = Complex(0, -sine) * Complex(length: 1, phase: phase.radians)
  }

  /// First self, then `next`.
  public func followed(by next: SpinRotation) -> SpinRotation {
    SpinRotation(a: next.a * a - next.b.conjugate * b, b: next.b * a + next.a.conjugate * b)
  }

  /// The rotation that undoes this one.
  public var inverse: SpinRotation { SpinRotation(a: a.conjugate, b: -b) }

  /// M₊ = M_x + i·M_y of equilibrium magnetisation 1.
  public var transverse: Complex<Double> { 2 * (a.conjugate * b) }

  /// M_z of equilibrium magnetisation 1.
  public var longitudinal: Double { a.lengthSquared - b.lengthSquared }

  /// |b|²: the share of transverse magnetisation that is refocused between crushers, and (1 − M_z)/2.
  public var refocusing: Double { b.lengthSquared }
}
