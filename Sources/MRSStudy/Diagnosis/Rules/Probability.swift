import Numerics

/// Probabilities and their logits, kept away from the ends at which a logit is infinite.
enum Probability {
  /// The least distance from 0 and 1: no study of this size knows more.
  private static let end = 1e-6

  static func logit(_ probability: Double) -> Double {
    let inside = min(max(probability, end), 1 - end)
    return .log(inside / (1 - inside))
  }

  static func of(logit: Double) -> Double { 1 / (1 + .exp(-logit)) }
}
