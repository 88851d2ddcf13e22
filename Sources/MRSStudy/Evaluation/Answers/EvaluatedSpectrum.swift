import MRSCore
import MRSModel

/// What methods said of one spectrum, beside its truth.
package struct EvaluatedSpectrum: Sendable {
  /// What one method said.
  package struct Answer: Sendable {
    /// `nil` where the method refused.
    let quantification: Quantification?
    /// What a user is told to doubt.
    let doubts: [Doubt]

    package init(_ quantification: Quantification, doubts: [Doubt]) {
      self.quantification = quantification
      self.doubts = doubts
    }

    private init() { (quantification, doubts) = (nil, []) }

    /// A refusal, which names what is wrong as an error does.
    package static let refusal = Answer()

    /// Whether a careful user takes the numbers with care, or has none: a doubt of the rank *wrong* or *caution*, or a
    /// refusal.
    var isTold: Bool { quantification == nil || doubts.contains { $0.rank <= .caution } }
  }

  package let truth: SpectrumTruth
  package var answers: [EvaluationMethod: Answer]
  /// The bound at the truth of the conventional fit, mM², by name of the quantity; empty where it was not found.
  package var variances: [String: Double]

  package init(
    truth: SpectrumTruth, answers: [EvaluationMethod: Answer], variances: [String: Double] = [:]
  ) {
    self.truth = truth
    self.answers = answers
    self.variances = variances
  }
}
