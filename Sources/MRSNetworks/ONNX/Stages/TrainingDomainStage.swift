import MRSCore

/// In what a spectrum is unlike those of the training, in an ONNX graph, as ``TrainingDomain`` has it.
struct TrainingDomainStage {
  typealias Statistic = TrainingDomain.Statistic

  let domain: TrainingDomain

  /// By how much each statistic lies beyond its range, which above zero makes a spectrum unlike the training's, (rows,
  /// 1) each.
  /// - Parameters:
  ///   - inputs: as the encoder gives them, (rows, 2·L).
  ///   - points: L.
  func excesses(inputs: ONNXValue, sideInput: ONNXValue, points: Int) -> [(name: String, value: ONNXValue)] {
    let graph = inputs.graph
    graph.stage = "training"
    let encoded = inputs.cast(to: .double)
    let noise = sideInput.cast(to: .double).exponential
    let found = statistics(encoded, noise: noise, points: points)
    return Statistic.allCases.compactMap { statistic in
      guard let value = found[statistic], let range = domain.ranges[statistic.rawValue], range.count == 2 else {
        return nil
      }
      let above = value - range[1]
      return (statistic.rawValue, statistic.isOneSided ? above : above.maximum(range[0] - value))
    }
  }

  private func statistics(_ encoded: ONNXValue, noise: ONNXValue, points: Int) -> [Statistic: ONNXValue] {
    let graph = encoded.graph
    let plain = (encoded.exponential - (-encoded).exponential) / 2
    let size = (plain.slice(0..<points, axis: 1).squared + plain.slice(points..<2 * points, axis: 1).squared).squareRoot
    let compressed = (size / (noise * 2)).inverseHyperbolicSine
    let centred = compressed - compressed.sum([1]) / Double(points)
    let norm = centred.squared.sum([1]).squareRoot
    let profile = (norm > 0).chosen(centred / norm.atLeast(.leastNormalMagnitude), else: centred)
    let direct = match(profile, points)
    let mirrored = match(profile.gathered((0..<points).reversed(), axis: 1), points)
    let (left, distance) = remainder(encoded)
    let broadening = domain.broadening
    let seen = compressed.slice(broadening.margin..<broadening.margin + broadening.weights.count, axis: 1)
    let edge = size.slice(points - TrainingDomain.edgePoints..<points, axis: 1)
    return [
      .noise: noise, .signalToNoise: size.largest(axis: 1) / noise,
      .displacement: displacement(encoded, points), .remainder: left, .distance: distance,
      .broadening: (seen * graph.row(broadening.weights.map(Double.init))).sum([1]) + broadening.offset,
      .unlikeness: 1 - direct, .mirror: mirrored - direct,
      .upperEdge: (edge.squared.sum([1]) / Double(TrainingDomain.edgePoints)).squareRoot / noise,
    ]
  }

  /// As ``SpectrumFeatures/match(_:to:)``: the products with the mean profile at all places are those with a band
  /// matrix.
  private func match(_ profile: ONNXValue, _ points: Int) -> ONNXValue {
    let graph = profile.graph
    let reach = points / 3
    let zeros = [Double](repeating: 0, count: reach)
    let padded = graph.constant(zeros + domain.profile + zeros, shape: [points + 2 * reach])
    let places =
      graph.constant(ONNXTensor(Array(0..<points), shape: [points, 1])) + Double(2 * reach)
      - graph.indices(2 * reach + 1)
    return profile.times(padded.gathered(places, axis: 0)).largest(axis: 1)
  }

  /// As ``SpectralComponents/remainder(of:)``.
  private func remainder(_ encoded: ONNXValue) -> (left: ONNXValue, distance: ONNXValue) {
    let (graph, components) = (encoded.graph, domain.components)
    func constant(_ values: [Float], _ shape: [Int]) -> ONNXValue {
      graph.constant(FloatArray(shape: shape, values: values), as: .double)
    }
    let (size, count) = (components.mean.count, components.deviations.count)
    let centred = encoded - constant(components.mean, [1, size])
    let shares = centred.times(constant(components.directions, [count, size]).transposed([1, 0]))
    let least = Double(Float.leastNormalMagnitude)
    let ratios = shares / constant(components.deviations, [1, count]).atLeast(least)
    return (
      (centred.squared.sum([1]) - shares.squared.sum([1])).atLeast(0).squareRoot, ratios.squared.sum([1]).squareRoot
    )
  }

  /// The ratio of ``SpectralComponents/displacement(of:)``.
  private func displacement(_ encoded: ONNXValue, _ points: Int) -> ONNXValue {
    let (graph, components) = (encoded.graph, domain.components)
    let margin = SpectralComponents.margin(size: 2 * points, frequencyStep: components.frequencyStep)
    let inside = points - 2 * margin
    guard inside > 0, let mean = components.moved.last else { return encoded.slice(0..<1, axis: 1) * 0 + 1 }
    func dot(_ a: [Double], _ b: [Double]) -> Double { zip(a, b).reduce(0) { $0 + $1.0 * $1.1 } }
    let own = dot(mean, mean)
    let base = Array(0..<inside) + Array(points..<points + inside)
    let lags = graph.constant(ONNXTensor(Array(0...2 * margin), shape: [2 * margin + 1, 1]))
    let here = encoded.gathered(lags + graph.constant(ONNXTensor(base, shape: [1, base.count])), axis: 1)
    let vectors = components.moved
    let products = here.times(
      graph.constant(vectors.flatMap(\.self), shape: [vectors.count, base.count]).transposed([1, 0]))
    let shares =
      products.slice(0..<vectors.count - 1, axis: 2)
      - graph.row(vectors.dropLast().map { dot($0, mean) })
    let along = products.slice(vectors.count - 1..<vectors.count, axis: 2)
    let energy = here.squared.sum([2]) - along * 2 + own - shares.squared.sum([2])
    let left = energy.atLeast(1e-9 * own + .leastNormalMagnitude).reshaped([-1, 2 * margin + 1])
    let near = min(margin, Int(SpectralComponents.near / components.frequencyStep))
    return left.slice(margin - near..<margin + near + 1, axis: 1).smallest(axis: 1) / left.smallest(axis: 1)
  }
}
