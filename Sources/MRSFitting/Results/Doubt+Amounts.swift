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

  /// Whether it is of the spectrum and the model: draws that begin from a fit share it, as they do not share what that doubts of its
  /// amounts and of its search.
  var isOfModel: Bool {
    let codes: Set<Doubt.Code> = [
      .probablyConjugated, .poorFit, .unexplained, .unlikePhases, .unlikeShapes, .foreignLine, .widthUnlikeWater,
      .narrowerThanBasis, .unlikeMacromolecules,
    ]
    return codes.contains(code)
  }
}
