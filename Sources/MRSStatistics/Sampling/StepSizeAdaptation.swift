import Numerics

/// Dual averaging of the leapfrog step's logarithm towards a target acceptance (Hoffman & Gelman 2014, section 3.2,
/// https://jmlr.org/papers/v15/hoffman14a.html, with their γ = 0.05, t₀ = 10, κ = 0.75).
struct StepSizeAdaptation {
  private let target: Double
  private let anchor: Double
  private var count = 0.0
  private var shortfall = 0.0
  private var averaged = 0.0
  private(set) var stepSize: Double

  init(initial: Double, target: Double) {
    self.target = target
    stepSize = initial
    anchor = .log(10 * initial)
  }

  /// Takes the mean acceptance probability of one trajectory into account.
  mutating func learn(_ acceptance: Double) {
    count += 1
    let weight = 1 / (count + 10)
    shortfall = (1 - weight) * shortfall + weight * (target - acceptance)
    let logStep = anchor - count.squareRoot() / 0.05 * shortfall
    let fade = Double.pow(count, -0.75)
    averaged = fade * logStep + (1 - fade) * averaged
    stepSize = .exp(logStep)
  }

  /// The step to keep.
  var final: Double { count > 0 ? .exp(averaged) : stepSize }
}
