import Numerics

/// R² of Cox & Snell, 1 − exp(2(ℓ₀ − ℓ)/n): by how much a model's log-likelihood ℓ beats that of the prevalence alone.
public enum CoxSnellR2 {
  /// The most that can be had: 1 − (φ^φ·(1−φ)^(1−φ))², of a model that is certain and right.
  public static func greatest(prevalence: Double) -> Double {
    1 - Double.exp(2 * meanLogLikelihood(prevalence))
  }

  /// R² of a score that is normal in both groups with one variance and has the given area under its ROC curve
  /// (Riley, Van Calster & Collins 2021, doi:10.1002/sim.8806).
  ///
  /// Their random sample is replaced by its expectation: with μ = √2·Φ⁻¹(area) the log-odds at x are
  /// μx − μ²/2 + logit φ, and the mean log-likelihood is summed over a grid of x.
  /// - Throws: ``StatisticsError/outOfRange(quantity:value:expected:)`` unless the area is above ½ and below 1 and the
  ///   prevalence between 0 and 1.
  public static func expected(area: Double, prevalence: Double) throws(StatisticsError) -> Double {
    guard area > 0.5, area < 1 else {
      throw .outOfRange(quantity: "the area under the ROC curve", value: area, expected: "above 0.5 and below 1")
    }
    guard prevalence > 0, prevalence < 1 else {
      throw .outOfRange(quantity: "the prevalence", value: prevalence, expected: "between 0 and 1")
    }
    let shift = 2.0.squareRoot() * NormalDistribution.quantile(area)
    let offset = Double.log(prevalence / (1 - prevalence)) - shift * shift / 2
    // Sums of smooth functions that vanish at both ends are exact to all digits from steps of a fifth on.
    let step = 0.05
    var likelihood = 0.0
    for index in 0...Int((18 + shift) / step) {
      let x = -9 + step * Double(index)
      let eta = shift * x + offset
      let positive = prevalence * density(x - shift)
      let negative = (1 - prevalence) * density(x)
      likelihood -= positive * softplus(-eta) + negative * softplus(eta)
    }
    return 1 - Double.exp(2 * (meanLogLikelihood(prevalence) - likelihood * step))
  }

  /// φ·ln φ + (1 − φ)·ln(1 − φ).
  private static func meanLogLikelihood(_ prevalence: Double) -> Double {
    prevalence * .log(prevalence) + (1 - prevalence) * .log(onePlus: -prevalence)
  }

  private static func density(_ x: Double) -> Double { Double.exp(-x * x / 2) / (2 * Double.pi).squareRoot() }

  /// ln(1 + eˣ).
  private static func softplus(_ x: Double) -> Double { max(x, 0) + .log(onePlus: Double.exp(-abs(x))) }
}
