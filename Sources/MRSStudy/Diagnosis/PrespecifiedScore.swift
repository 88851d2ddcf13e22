import MRSModel
import MRSVocabulary
import Numerics

/// A score that was written down before any patient was seen: Σ w·ln a over species and sums, each in units of how it varies
/// between training patients. Only the threshold, half-way between the groups' means, and the scale of the log-odds are learnt.
public struct PrespecifiedScore: DiagnosticRule {
  public let name: String
  /// By species or sum ("tCho", "tLip"): positive where more of it speaks for the positive group.
  let weights: [(name: String, members: [String], weight: Double)]
  /// Amounts are taken under it: patients of either group, as known before.
  let reference: AmountDistribution

  /// - Throws: ``StudyError/unknownName(name:field:known:)``.
  public init(_ weights: [String: Double], reference: AmountDistribution) throws(StudyError) {
    self.reference = reference
    var resolved: [(name: String, members: [String], weight: Double)] = []
    for (name, weight) in weights.sorted(by: { $0.key < $1.key }) {
      let sum = Vocabulary.standard.sums.first { $0.name == name }
      let members = sum?.members(among: reference.names) ?? reference.names.filter { $0 == name }
      guard !members.isEmpty else {
        throw .unknownName(
          name: name, field: "diagnosis.score", known: Vocabulary.standard.sums.map(\.name) + reference.names)
      }
      resolved.append((name, members, weight))
    }
    self.weights = resolved
    name = "score " + resolved.map { ($0.weight < 0 ? "−" : "+") + $0.name }.joined(separator: " ")
  }

  public func logits(training: [MeasuredSubject], test: [MeasuredSubject]) throws -> [Double] {
    let learnt = try training.map(logarithms)
    let scales = weights.indices.map { k in Self.deviation(learnt.map { $0[k] }) }
    func score(_ logarithms: [Double]) -> Double {
      weights.indices.reduce(0) { $0 + weights[$1].weight * logarithms[$1] / scales[$1] }
    }
    func scores(_ isPositive: Bool) -> [Double] {
      zip(training, learnt).filter { $0.0.isPositive == isPositive }.map { score($0.1) }
    }
    let (negative, positive) = (scores(false), scores(true))
    let (low, high) = (Self.mean(negative), Self.mean(positive))
    let variance = (Self.squares(negative) + Self.squares(positive)) / Double(max(1, training.count - 2))
    // Its direction was written down: patients may say how far it leads, not which way.
    let slope = max((high - low) / max(variance, .leastNormalMagnitude), Self.leastSlope)
    return try test.map { slope * (score(try logarithms(of: $0)) - (low + high) / 2) }
  }

  private static let leastSlope = 0.05

  private func logarithms(of subject: MeasuredSubject) throws -> [Double] {
    let known = try subject.evidence.posterior(under: reference).mean
    return weights.map { part in
      .log(part.members.reduce(0) { sum, member in
        sum + (reference.names.firstIndex(of: member).map { Double.exp(known[$0]) } ?? 0)
      })
    }
  }

  private static func mean(_ values: [Double]) -> Double { values.reduce(0, +) / Double(max(1, values.count)) }

  private static func squares(_ values: [Double]) -> Double {
    let middle = mean(values)
    return values.reduce(0) { $0 + ($1 - middle) * ($1 - middle) }
  }

  private static func deviation(_ values: [Double]) -> Double {
    max((squares(values) / Double(max(1, values.count - 1))).squareRoot(), .leastNormalMagnitude)
  }
}
