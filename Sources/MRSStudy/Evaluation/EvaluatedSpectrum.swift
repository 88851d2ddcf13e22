import MRSCore
import MRSModel

/// What methods said of one spectrum, beside its truth.
struct EvaluatedSpectrum: Sendable {
  /// What one method said.
  struct Answer: Sendable {
    /// `nil` where the method refused.
    let quantification: Quantification?
    /// What a user is told to doubt.
    let doubts: [Doubt]

    init(_ quantification: Quantification, doubts: [Doubt]? = nil) {
      self.quantification = quantification
      self.doubts = doubts ?? quantification.doubts
    }

    private init() { (quantification, doubts) = (nil, []) }

    /// A refusal, which names what is wrong as an error does.
    static let refusal = Answer()

    /// Whether a careful user takes the numbers with care, or has none: a doubt of the rank *wrong* or *caution*, or a refusal.
    var isTold: Bool { quantification == nil || doubts.contains { $0.rank <= .caution } }
  }

  let truth: SpectrumTruth
  var answers: [EvaluationMethod: Answer]
  /// The bound at the truth of the conventional fit, mM², by name of the quantity; empty where it was not found.
  var variances: [String: Double] = [:]
}
