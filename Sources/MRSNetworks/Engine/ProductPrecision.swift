import CTorch

/// How precise the factors are that training multiplies in convolutions and linear layers.
///
/// Weights, their moments, losses and sums stay float32, and so does everything that a trained network computes; this is
/// what others call mixed precision (Micikevicius et al. 2018, arXiv:1710.03740; Kalamkar et al. 2019, arXiv:1905.12322).
public enum ProductPrecision: String, Hashable, Sendable, Codable, CaseIterable {
  /// 24 bits of mantissa.
  case float32
  /// 8 bits of mantissa and the range of float32: up to four times as fast where the processor multiplies such numbers.
  case bfloat16

  /// What this processor can do of it: libtorch multiplies bfloat16 number by number where the processor does not.
  public var available: ProductPrecision {
    self == .bfloat16 && !ct_multiplies_bfloat16() ? .float32 : self
  }
}
