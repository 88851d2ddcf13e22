import MRSCore

/// Linear estimates by cells of width and fat, in an ONNX graph, as ``LinearTable`` has them.
struct TableStage {
  /// What ``LinearTable/Estimate`` holds, (rows, amounts) and (rows, 2).
  struct Estimate {
    let amounts, deviations, energies: ONNXValue
  }

  let table: LinearTable

  /// - Parameter areRelative: whether its spectra are over the methylene line's amplitude.
  func estimate(_ spectra: RegistrationStage.Spectra, areRelative: Bool) -> Estimate {
    let graph = spectra.shift.graph
    var windows = ONNXValue.concatenated([spectra.windows.real, spectra.windows.imaginary], axis: 1)
    var noise = spectra.noise
    if areRelative {
      let factor = (-spectra.logFat).exponential
      (windows, noise) = (windows * factor, noise * factor)
    }
    let cell = cell(of: spectra)
    let (cells, size) = (table.means.shape[0], table.means.shape[1])
    let (count, amounts) = (table.directionCount, table.amounts)
    // Picked first and converted then: the numbers of one cell, not of all.
    func own(_ array: FloatArray, _ shape: [Int]) -> ONNXValue {
      graph.constant(ONNXTensor(array.values, shape: [cells] + shape)).gathered(cell, axis: 0).cast(to: .double)
    }
    let centred = windows - own(table.means, [size])
    let coordinates = own(table.directions, [count, size]).times(centred.reshaped([-1, size, 1])).reshaped([-1, count])
    let variance = noise.squared.atLeast(.leastNormalMagnitude)
    let weights = 1 / (own(table.variances, [count]) + variance)
    let responses = own(table.responses, [count, amounts])
    func collected(_ weights: ONNXValue, _ responses: ONNXValue) -> ONNXValue {
      weights.reshaped([-1, 1, count]).times(responses).reshaped([-1, amounts])
    }
    let priors = own(table.amountVariances, [amounts])
    let variances = priors - collected(weights, responses.squared)
    let explained = (coordinates.squared * weights).sum([1]) / Double(count)
    let left = centred.squared.sum([1]) - coordinates.squared.sum([1])
    return Estimate(
      amounts: own(table.amountMeans, [amounts]) + collected(weights * coordinates, responses),
      deviations: variances.maximum(priors * 1e-4).squareRoot,
      energies: .concatenated([explained, left.atLeast(0) / (variance * Double(max(size - count, 1)))], axis: 1))
  }

  /// (rows).
  private func cell(of spectra: RegistrationStage.Spectra) -> ONNXValue {
    let graph = spectra.shift.graph
    func passed(_ edges: [Double], _ value: ONNXValue) -> ONNXValue {
      guard !edges.isEmpty else { return graph.scalar(0, .int64) }
      return (graph.row(edges) <= value).cast(to: .int64).sum([1])
    }
    let cell =
      passed(table.widthEdges, spectra.width) * Double(table.fatEdges.count + 1)
      + passed(table.fatEdges, spectra.logFat)
    // Of tables with a single cell one for each row all the same.
    return (cell + spectra.width.cast(to: .int64) * 0).reshaped([-1])
  }
}
