import MRSCore
import MRSModel

extension Fit {
  /// The same fit with further doubts.
  func doubting(_ doubts: [Doubt]) -> Fit {
    guard !doubts.isEmpty else { return self }
    return Fit(
      parameters: parameters, covariance: covariance, indices: indices, ppm: ppm, data: data, model: model,
      baseline: baseline,
      components: components, noise: noise, residualToNoise: residualToNoise, baselineBend: baselineBend,
      baselineSensitivity: baselineSensitivity,
      lineshape: lineshape, termination: termination, iterations: iterations, parametersAtBound: parametersAtBound,
      suitability: suitability,
      quantification: Quantification(
        method: quantification.method, unit: quantification.unit, amounts: quantification.amounts,
        covariance: quantification.covariance, quality: quantification.quality, doubts: quantification.doubts + doubts))
  }
}
