import MRSModel

/// An amount as an estimator leaves it, before misfit widens its uncertainty.
struct FitAmount {
  /// The estimate.
  let value: Double
  /// What the curves are drawn with: the mode, where the estimate is a posterior's mean.
  let fitted: Double
  let uncertainty: Amount.UncertaintyKind
  /// Of its logarithm, where its posterior was found in it.
  var spread: Amount.LogarithmicSpread?
}
