import MRSModel
import MRSStatistics
import MRSVocabulary
import Numerics

/// A score that was written down before any patient was seen: Σ w·ln a/s over species and sums, s the deviation of ln a between
/// patients by the literature. Only the threshold and the scale of the log-odds are learnt (`PrespecifiedScore`).
public struct ScoreRule: DiagnosticRule {
  public let name: String
  private let terms: [(name: String, members: [Int], deviation: Double)]
  private let trainer: PrespecifiedScore
  /// Amounts are taken under it: patients as known before.
  private let reference: AmountDistribution

  /// - Parameter weights: by species or sum ("tCho", "tLip"): positive where more of it speaks for the positive group.
  /// - Throws: ``StudyError/unknownName(name:field:known:)``.
  public init(_ weights: [String: Double], reference: AmountDistribution) throws {
    self.reference = reference
    let names = weights.keys.sorted()
    terms = try names.map { name in
      let sum = Vocabulary.standard.sums.first { $0.name == name }
      let members = sum?.members(among: reference.names) ?? reference.names.filter { $0 == name }
      guard let (mean, deviation) = reference.moments(ofSum: members) else {
        throw StudyError.unknownName(
          name: name, field: "diagnosis.score", known: Vocabulary.standard.sums.map(\.name) + reference.names)
      }
      let relative = deviation / mean
      return (
        name, members.compactMap { reference.names.firstIndex(of: $0) },
        Double.log(onePlus: relative * relative).squareRoot()
      )
    }
    name = "score " + names.map { ((weights[$0] ?? 0) < 0 ? "−" : "+") + $0 }.joined(separator: " ")
    trainer = try PrespecifiedScore(name: name, features: names, terms: weights)
  }

  public func logOdds(
    learntFrom subjects: [MeasuredSubject]
  ) throws -> @Sendable (MeasuredSubject) throws -> Double {
    let score = try trainer.model(of: try subjects.map { $0.example(try features(of: $0)) })
    return { [self] in Probability.logit(try score.probability(of: features(of: $0))) }
  }

  private func features(of subject: MeasuredSubject) throws -> [Double] {
    let known = try subject.evidence.posterior(under: reference).mean
    return terms.map { term in
      Double.log(term.members.reduce(0) { $0 + Double.exp(known[$1]) }) / term.deviation
    }
  }
}
