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
  /// The root mean square bound at the truth, mM; `nil` without one. Where widths and noise vary much it is that of the worst
  /// spectra.
  package let bound: Double?
  /// The median one, mM.
  package let medianBound: Double?
  /// By method: those that said something of at least three spectra whose truth is known.
  package let methods: [EvaluationMethod: MethodScore]
  /// By method, the members that it does not tell: nothing is scored there.
  package let untold: [EvaluationMethod: [String]]
  /// By the method that the network is held against: of the values that are printed, mM.
  package let paired: [EvaluationMethod: PairedTest]
  /// The same of the logarithms of medians.
  package let pairedLogarithms: [EvaluationMethod: PairedTest]

  /// - Throws: `StatisticsError`.
  package init(
    _ quantity: EvaluatedQuantity, of spectra: [EvaluatedSpectrum], methods asked: [EvaluationMethod],
    thirds: SpectrumThirds
  ) throws {
    self.quantity = quantity
    let variances = spectra.compactMap { $0.variances[quantity.name] }
    bound = variances.isEmpty ? nil : (variances.reduce(0, +) / Double(variances.count)).squareRoot()
    medianBound = variances.isEmpty ? nil : variances.sorted()[variances.count / 2].squareRoot()
    let truths = spectra.map { quantity.truth(in: $0.truth) }
    var (errors, logErrors): ([EvaluationMethod: [Double?]], [EvaluationMethod: [Double?]]) = ([:], [:])
    var methods: [EvaluationMethod: MethodScore] = [:]
    var untold: [EvaluationMethod: [String]] = [:]
    for method in asked {
      let answers = spectra.map { $0.answers[method]?.quantification }
      let amounts = answers.map { $0.flatMap(quantity.amount) }
      let missing = answers.compactMap(\.self).first.map(quantity.missing) ?? []
      if !missing.isEmpty { untold[method] = missing }
      errors[method] = zip(amounts, truths).map { amount, truth in
        amount.flatMap { amount in truth.map { abs(amount.value - $0) } }
      }
      logErrors[method] = zip(amounts, truths).map { amount, truth in
        guard let amount, let truth, truth > 0 else { return nil }
        return abs(amount.logMedian(least: quantity.leastAmount) - .log(truth))
      }
      let known = spectra.indices.compactMap { i in
        amounts[i].flatMap { amount in truths[i].map { (place: i, amount: amount, truth: $0) } }
      }
      guard known.count >= 3 else { continue }
      methods[method] = try MethodScore(
        of: quantity, known, bounds: spectra.map { $0.variances[quantity.name]?.squareRoot() }, thirds: thirds)
    }
    self.methods = methods
    self.untold = untold
    paired = try Self.tests(of: errors)
    pairedLogarithms = try Self.tests(of: logErrors)
  }

  /// The network's errors against those of each other method, of spectra that both told something of.
  private static func tests(of errors: [EvaluationMethod: [Double?]]) throws -> [EvaluationMethod: PairedTest] {
    var tests: [EvaluationMethod: PairedTest] = [:]
    for (method, others) in errors where method != .network {
      let differences = zip(errors[.network] ?? [], others).compactMap { own, other in
        own.flatMap { own in other.map { own - $0 } }
      }
      guard !differences.isEmpty else { continue }
      func pValue(_ alternative: Alternative) throws -> Double {
        try WilcoxonSignedRank(differences: differences, alternative: alternative).pValue
      }
      tests[method] = PairedTest(
        less: try pValue(.less), greater: try pValue(.greater), twoSided: try pValue(.twoSided),
        isBelow: differences.sorted()[differences.count / 2] < 0)
    }
    return tests
  }
}
