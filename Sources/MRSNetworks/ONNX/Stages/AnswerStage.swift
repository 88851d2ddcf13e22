import Numerics

/// What a quantification network's outputs mean, in an ONNX graph, as ``GaussianPrediction`` and ``NetworkAnswer`` have
/// it.
struct AnswerStage {
  let card: NetworkCard
  let loss: LossFunction
  private var targets: Int { card.targets.count }

  /// Of natural logarithms of amounts, (rows, targets), and of the amounts, in mM; the covariance of the logarithms,
  /// (rows, targets, targets), where the network tells it.
  struct Answer {
    let logMean, logDeviation, amounts, deviations: ONNXValue
    let logCovariance: ONNXValue?
  }

  func answer(_ outputs: ONNXValue) -> Answer {
    let graph = outputs.graph
    graph.stage = "answer"
    let own = outputs.cast(to: .double)
    let scales = (own.slice(targets..<2 * targets, axis: 1) * 0.5).exponential
    let factors = card.calibration?.factors ?? [Double](repeating: 1, count: targets)
    let units = zip(card.logDeviations, factors).map { $0 * $1 }
    var logCovariance: ONNXValue?
    var deviations = scales
    if loss == .gaussianCovariance {
      let covariance = covariance(
        scales: scales, lower: own.slice(2 * targets..<loss.outputs(forTargets: targets), axis: 1))
      let diagonal = covariance.reshaped([-1, targets * targets]).gathered(
        (0..<targets).map { $0 * (targets + 1) }, axis: 1)
      deviations = diagonal.squareRoot
      logCovariance =
        covariance * graph.constant(units.flatMap { one in units.map { one * $0 } }, shape: [1, targets, targets])
    }
    let reach = NetworkAnswer.reach
    let logMean = (own.slice(0..<targets, axis: 1) * graph.row(card.logDeviations) + graph.row(card.logMeans))
      .clamped(-reach.logMean, reach.logMean)
    let logDeviation = (deviations * graph.row(units)).clamped(0, reach.logDeviation)
    let amounts = (logMean + logDeviation.squared / 2).exponential
    return Answer(
      logMean: logMean, logDeviation: logDeviation, amounts: amounts,
      deviations: amounts * logDeviation.squared.exponentialMinusOne.squareRoot, logCovariance: logCovariance)
  }

  /// Kᵀ·K with K = diag(scales)·(1 + N)⁻¹, the rows of the inverse one after the other: e_i − Σ_{j<i} N_ij·row j.
  private func covariance(scales: ONNXValue, lower: ONNXValue) -> ONNXValue {
    let graph = scales.graph
    func unit(_ row: Int) -> ONNXValue {
      graph.constant((0..<targets).map { $0 == row ? 1 : 0 }, shape: [1, 1, targets])
    }
    // Zeros of the batch's size give the first row one for each.
    var inverse = unit(0) + scales.slice(0..<1, axis: 1).reshaped([-1, 1, 1]) * 0
    for i in 1..<max(targets, 1) {
      let row = lower.slice(i * (i - 1) / 2..<i * (i + 1) / 2, axis: 1).reshaped([-1, 1, i])
      inverse = .concatenated([inverse, unit(i) - row.times(inverse)], axis: 1)
    }
    let root = scales.reshaped([-1, targets, 1]) * inverse
    return root.transposed([0, 2, 1]).times(root)
  }
}
