import MRSCore
import MRSModel

extension Doubt {
  /// What amounts alone give reason to doubt: that one is at zero, or known to no better than half of itself.
  static func about(_ amounts: [Amount]) -> [Doubt] {
    amounts.compactMap { amount in
      if amount.isAtBound { return .amountAtBound(name: amount.name) }
      guard let percent = amount.percentDeviation, percent > 50 else { return nil }
      return .unidentified(name: amount.name, percent: percent)
    }
  }
}
