import Numerics

/// How many patients a prediction model of a yes-or-no outcome needs to be learnt from (Riley et al. 2019,
/// doi:10.1002/sim.7992; Riley et al. 2020, doi:10.1136/bmj.m441).
///
/// With p predictors, prevalence φ, and R² of Cox & Snell:
/// 1. shrinkage of at least S: n₁ = p/((S − 1)·ln(1 − R²/S));
/// 2. R² of Nagelkerke that seems at most δ higher than it is: n₂ as n₁ with S = R²/(R² + δ·R²max),
///    R²max = 1 − (φ^φ·(1−φ)^(1−φ))²;
/// 3. the mean risk known to ± ε: n₃ = (1.96/ε)²·φ(1 − φ).
///
/// Each is rounded up; the greatest counts. With 17 of 37 patients ill, δ = ε = 0.05 and S = 0.9 the third alone asks for
/// 382, whatever the predictors.
public struct SampleSizeCriteria: Hashable, Sendable, Codable {
  /// p: all that the model might have used, not only what it kept.
  public let predictors: Int
  /// φ, the share of positive patients.
  public let prevalence: Double
  /// R² of Cox & Snell that is expected.
  public let coxSnell: Double
  /// S: by how much the model's log-odds have to be multiplied to be right for new patients.
  public let shrinkage: Double
  /// δ.
  public let optimism: Double
  /// ε.
  public let margin: Double

  /// - Throws: ``StatisticsError/outOfRange(quantity:value:expected:)``: no predictors, a prevalence, shrinkage,
  ///   optimism or margin outside 0…1, an R² outside 0…R²max or above the shrinkage.
  public init(
    predictors: Int, prevalence: Double, coxSnell: Double, shrinkage: Double = 0.9, optimism: Double = 0.05,
    margin: Double = 0.05
  ) throws(StatisticsError) {
    guard predictors >= 1 else {
      throw .outOfRange(quantity: "the number of predictors", value: Double(predictors), expected: "at least 1")
    }
    for (quantity, value) in [
      ("the prevalence", prevalence), ("the shrinkage", shrinkage), ("the optimism of R²", optimism),
      ("the margin of the mean risk", margin),
    ] {
      guard value > 0, value < 1 else {
        throw .outOfRange(quantity: quantity, value: value, expected: "between 0 and 1")
      }
    }
    let bound = min(CoxSnellR2.greatest(prevalence: prevalence), shrinkage)
    guard coxSnell > 0, coxSnell < bound else {
      throw .outOfRange(
        quantity: "R² of Cox and Snell", value: coxSnell,
        expected: "above 0 and below \(bound), the most at this prevalence")
    }
    self.predictors = predictors
    self.prevalence = prevalence
    self.coxSnell = coxSnell
    self.shrinkage = shrinkage
    self.optimism = optimism
    self.margin = margin
  }

  /// n₁.
  public var forShrinkage: Int { patients(shrinkage: shrinkage) }

  /// n₂.
  public var forOptimism: Int {
    patients(shrinkage: coxSnell / (coxSnell + optimism * CoxSnellR2.greatest(prevalence: prevalence)))
  }

  /// n₃.
  public var forMeanRisk: Int {
    let z = NormalDistribution.deviations(confidence: 0.95)
    return Self.roundedUp((z / margin) * (z / margin) * prevalence * (1 - prevalence))
  }

  /// The greatest of the three.
  public var patients: Int { max(forShrinkage, forOptimism, forMeanRisk) }

  /// 1 + p/(n·ln(1 − R²)): the shrinkage to expect of a model learnt from n patients. At or below zero the model is
  /// expected to be worse than none.
  public func expectedShrinkage(patients: Int) -> Double {
    1 + Double(predictors) / (Double(patients) * .log(onePlus: -coxSnell))
  }

  private func patients(shrinkage: Double) -> Int {
    Self.roundedUp(Double(predictors) / ((shrinkage - 1) * .log(onePlus: -coxSnell / shrinkage)))
  }

  /// A bound that R² near zero would push beyond any number is held at 10¹⁵.
  private static func roundedUp(_ value: Double) -> Int { Int(min(value.rounded(.up), 1e15)) }
}
