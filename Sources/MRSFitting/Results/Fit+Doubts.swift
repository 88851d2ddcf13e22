import MRSCore
import MRSModel

extension Fit {
  /// The same fit with further doubts.
  func doubting(_ doubts: [Doubt]) -> Fit {
    var result = self
    result.quantification = Quantification(
      method: quantification.method, unit: quantification.unit, amounts: quantification.amounts,
      covariance: quantification.covariance, quality: quantification.quality, doubts: quantification.doubts + doubts)
    return result
  }
}
