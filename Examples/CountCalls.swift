import MRSStatistics

/// MRSStatistics: a share of few patients with its exact interval, and the area under an ROC curve.
///
/// Prints `16 of 17 right: 0.713 to 0.999` and the area 0.75.
func countCalls() throws {
  let share = try BinomialInterval.clopperPearson(successes: 16, trials: 17)
  print("16 of 17 right: \((share.lower * 1000).rounded() / 1000) to \((share.upper * 1000).rounded() / 1000)")
  let curve = try ROCCurve(scores: [0.9, 0.4, 0.6, 0.2], isPositive: [true, true, false, false])
  print("area \(curve.area)")
}
