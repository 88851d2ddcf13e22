import MRSCore

/// Coefficients on lines of fat and what they leave, in an ONNX graph, as ``LipidCoefficients`` has them.
struct LipidStage {
  let lipids: LipidCoefficients
  let learnt: FeatureExtractor.Learnt

  /// The features, (rows, 4·count), and the rest of the windows, (rows, 2·points).
  func split(_ spectra: RegistrationStage.Spectra) -> (features: ONNXValue, rest: ONNXValue) {
    let graph = spectra.shift.graph
    graph.stage = "lipids"
    let count = lipids.count
    let size = lipids.bases[0].real.rows
    let bases = graph.constant(
      lipids.bases.flatMap(\.real.firstOfPairs), shape: [lipids.bases.count, count, size])
    let own = bases.gathered(spectra.widthIndex, axis: 0)
    // (rows, 2, count): real and imaginary parts.
    let found = spectra.windows.stacked.times(own.transposed([0, 2, 1]))
    let products = found.times(own)
    let turned = products.plane(1, axis: 1)
    let explained =
      products.plane(0, axis: 1)
      + .concatenated([-turned.slice(size / 2..<size, axis: 1), turned.slice(0..<size / 2, axis: 1)], axis: 1)
    let windows = ONNXValue.concatenated([spectra.windows.real, spectra.windows.imaginary], axis: 1)

    let coefficients = found.transposed([0, 2, 1]).reshaped([-1, 2 * count])
    let height = coefficients.slice(0..<2, axis: 1).squared.sum([1]).squareRoot.atLeast(.leastNormalMagnitude)
    func row(_ array: FloatArray) -> ONNXValue { graph.constant(array, shape: [1, array.count], as: .double) }
    let ratios = (coefficients / height - row(learnt.middles)) / row(learnt.spreads)
    return (
      .concatenated(
        [
          (coefficients / row(learnt.scales)).inverseHyperbolicSine,
          (ratios.clamped(-30, 30) / 2).inverseHyperbolicSine,
        ], axis: 1), windows - explained
    )
  }
}

/// Scores on principal components, in an ONNX graph, as ``PrincipalComponents`` has them.
struct ComponentStage {
  let components: PrincipalComponents

  /// (rows, count).
  func scores(of rest: ONNXValue) -> ONNXValue {
    let graph = rest.graph
    graph.stage = "components"
    func row(_ array: FloatArray) -> ONNXValue { graph.constant(array, shape: [1, array.count], as: .double) }
    let directions = graph.constant(components.directions, as: .double).transposed([1, 0])
    let scores = (rest - row(components.middle)).times(directions) / row(components.deviations)
    let size = scores.magnitude
    return (size < 3).chosen(scores, else: scores.changed("Sign") * ((size - 2).atLeast(1).logarithm + 3))
  }
}
