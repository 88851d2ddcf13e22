import MRSModel
import MRSStatistics
import Numerics

/// How methods did on one quantity of the same spectra.
package struct QuantityScore: Sendable {
  /// Paired tests of |error| of the network against another method, before any correction.
  package struct PairedTest: Sendable {
    package let less: Double
    package let greater: Double
    package let twoSided: Double
    /// Whether the median |error| of the network is the smaller.
    package let isBelow: Bool
  }

  package let quantity: EvaluatedQuantity
  /// The root mean square bound at the truth, mM; `nil` without one.
  package let bound: Double?
  /// By method: those that said something of at least three spectra whose truth is known.
  package let methods: [EvaluationMethod: MethodScore]
  /// By the method that the network is held against.
  package let paired: [EvaluationMethod: PairedTest]

  /// - Throws: `StatisticsError`.
  package init(
    _ quantity: EvaluatedQuantity, of spectra: [EvaluatedSpectrum], methods asked: [EvaluationMethod],
    thirds: SpectrumThirds
  ) throws {
    self.quantity = quantity
    let variances = spectra.compactMap { $0.variances[quantity.name] }
    let bound = variances.isEmpty ? nil : (variances.reduce(0, +) / Double(variances.count)).squareRoot()
    self.bound = bound
    let truths = spectra.map { quantity.truth(in: $0.truth) }
    var errors: [EvaluationMethod: [Double?]] = [:]
    var methods: [EvaluationMethod: MethodScore] = [:]
    for method in asked {
      let answers = spectra.map { $0.answers[method]?.quantification }
      let amounts = answers.map { $0.flatMap(quantity.amount) }
      errors[method] = zip(amounts, truths).map { amount, truth in
        amount.flatMap { amount in truth.map { abs(amount.value - $0) } }
      }
      let known = spectra.indices.compactMap { i in
        amounts[i].flatMap { amount in truths[i].map { (place: i, amount: amount, truth: $0) } }
      }
      guard known.count >= 3 else { continue }
      methods[method] = try MethodScore(
        of: quantity, known, bound: bound, missing: answers.compactMap(\.self).first.map(quantity.missing) ?? [],
        thirds: thirds)
    }
    self.methods = methods
    var paired: [EvaluationMethod: PairedTest] = [:]
    for (method, others) in errors where method != .network {
      let differences = zip(errors[.network] ?? [], others).compactMap { own, other in
        own.flatMap { own in other.map { own - $0 } }
      }
      guard !differences.isEmpty else { continue }
      func pValue(_ alternative: Alternative) throws -> Double {
        try WilcoxonSignedRank(differences: differences, alternative: alternative).pValue
      }
      paired[method] = PairedTest(
        less: try pValue(.less), greater: try pValue(.greater), twoSided: try pValue(.twoSided),
        isBelow: differences.sorted()[differences.count / 2] < 0)
    }
    self.paired = paired
  }
}
