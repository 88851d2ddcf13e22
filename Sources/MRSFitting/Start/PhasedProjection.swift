import MRSCore
import Numerics

/// The least-squares projection of a signal on a few others with one common phase and amounts that are not negative, in
/// closed form.
///
/// With c_g = ⟨h_g, s⟩ and G the real part of the Gram matrix, what amounts a and phase φ explain of ‖s‖² is
/// 2·aᵀRe(e^{−iφ}c) − aᵀGa. Over a it is largest at a = G⁻¹Re(e^{−iφ}c), then over φ at φ = ½·arg(cᵀG⁻¹c), where it is
/// ½(cᴴG⁻¹c + |cᵀG⁻¹c|). Amounts that are not negative: the best of all subsets of the signals whose closed form has only
/// positive amounts, since the constrained optimum is the free one of its own support.
struct PhasedProjection: Sendable {
  /// What is explained, and how.
  struct Solution: Sendable {
    /// Of ‖s‖².
    let energy: Double
    /// rad, −π … π.
    let phase: Double
    let amounts: [Double]
  }

  private struct Support: Sendable {
    let members: [Int]
    /// G⁻¹ of the members, row after row.
    let inverse: [Double]
  }

  /// Every subset of signals that do not depend on one another; the first holds the most members.
  private let supports: [Support]
  private let count: Int

  /// - Parameter gram: Re⟨h_g, h_g′⟩, at most 8 × 8.
  init(gram: Matrix) {
    precondition(gram.rows <= 8, "there are too many subsets")
    count = gram.rows
    supports = (1..<max(1, 1 << gram.rows)).compactMap { bits -> Support? in
      let members = (0..<gram.rows).filter { bits >> $0 & 1 == 1 }
      guard members.allSatisfy({ gram[$0, $0] > 0 }),
        let inverse = try? gram.submatrix(members).invertedPositiveDefinite()
      else { return nil }
      return Support(
        members: members, inverse: members.indices.flatMap { i in members.indices.map { inverse[i, $0] } })
    }.sorted { $0.members.count > $1.members.count }
  }

  /// What amounts of any sign explain: never less than the energy of ``solution(_:)``.
  func bound(_ correlations: [Complex<Double>]) -> Double {
    guard let whole = supports.first, whole.members.count == count else { return .infinity }
    let (hermitian, symmetric) = forms(whole, correlations)
    return (hermitian + symmetric.length) / 2
  }

  /// The best phase and amounts; `nil` where nothing is explained.
  func solution(_ correlations: [Complex<Double>]) -> Solution? {
    var best: Solution?
    for support in supports {
      let (hermitian, symmetric) = forms(support, correlations)
      let energy = (hermitian + symmetric.length) / 2
      guard energy > best?.energy ?? 0 else { continue }
      var phase = symmetric.phase / 2
      var values = amounts(support, correlations, phase: phase)
      if values.allSatisfy({ $0 <= 0 }) {
        phase += phase > 0 ? -.pi : .pi
        values = values.map { -$0 }
      }
      guard values.allSatisfy({ $0 >= 0 }) else { continue }
      var all = [Double](repeating: 0, count: count)
      for (member, value) in zip(support.members, values) { all[member] = value }
      best = Solution(energy: energy, phase: phase, amounts: all)
    }
    return best
  }

  /// cᴴG⁻¹c and cᵀG⁻¹c.
  private func forms(_ support: Support, _ c: [Complex<Double>]) -> (hermitian: Double, symmetric: Complex<Double>) {
    let size = support.members.count
    var (hermitian, re, im) = (0.0, 0.0, 0.0)
    for i in 0..<size {
      let a = c[support.members[i]]
      for j in 0..<size {
        let b = c[support.members[j]]
        let weight = support.inverse[i * size + j]
        hermitian += weight * (a.real * b.real + a.imaginary * b.imaginary)
        re += weight * (a.real * b.real - a.imaginary * b.imaginary)
        im += weight * (a.real * b.imaginary + a.imaginary * b.real)
      }
    }
    return (hermitian, Complex(re, im))
  }

  /// G⁻¹Re(e^{−iφ}c).
  private func amounts(_ support: Support, _ c: [Complex<Double>], phase: Double) -> [Double] {
    let (cosine, sine) = (Double.cos(phase), Double.sin(phase))
    let real = support.members.map { c[$0].real * cosine + c[$0].imaginary * sine }
    return real.indices.map { i in
      real.indices.reduce(0) { $0 + support.inverse[i * real.count + $1] * real[$1] }
    }
  }
}
