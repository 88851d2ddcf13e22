/// How far inputs are from those of the training, in an ONNX graph, as ``FeatureDomain`` has it.
struct DomainStage {
  let domain: FeatureDomain

  /// Its two numbers, less what 99.95 % of training spectra stay below: above zero a spectrum is unlike them; (rows, 1)
  /// each.
  func excesses(_ inputs: ONNXValue) -> [(name: String, value: ONNXValue)] {
    let graph = inputs.graph
    graph.stage = "domain"
    func row(_ array: FloatArray) -> ONNXValue { graph.constant(array, shape: [1, array.count], as: .double) }
    let compressed = (inputs.cast(to: .double) / 3).inverseHyperbolicSine * 3
    let directions = graph.constant(domain.directions, as: .double).transposed([1, 0])
    let squares = ((compressed - row(domain.means)).times(directions) / row(domain.deviations)).squared
    let count = Double(max(domain.deviations.count, 1))
    let energy = (squares.sum([1]) / count).atLeast(.leastNormalMagnitude).logarithm
    let spread = (squares + 1).logarithm.sum([1]) / count
    return zip([("inputDistance", energy), ("inputSpread", spread)], domain.limits.values).map {
      ($0.0, $0.1 - Double($1))
    }
  }
}
