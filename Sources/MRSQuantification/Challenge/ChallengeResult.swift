import MRSCore
import MRSModel
import MRSVocabulary

/// What was found in one of the challenge's sets.
public struct ChallengeResult: Sendable {
  public let set: ChallengeSet
  public let scan: QuantifiedScan

  /// How white its residual is.
  public var whiteness: ResidualWhiteness? { scan.fit.map { ResidualWhiteness(of: $0.data - $0.model) } }

  /// An amount or a sum by the vocabulary's name, mM.
  public func amount(_ name: String) -> Amount? {
    let wanted = Vocabulary.standard.canonicalName(of: name)
    return scan.sums.first { $0.amount.name == name }?.amount
      ?? scan.quantification.amounts.first { Vocabulary.standard.canonicalName(of: $0.name) == wanted }
  }

  /// What the spectrum alone says of an amount or sum, mM: without the uncertainty of T2, which errs alike in all sets.
  func estimate(of name: String) -> ChallengeScores.Estimate? {
    amount(name).map { found in
      ChallengeScores.Estimate(
        set: set.name, value: found.value, deviation: scan.signalDeviation(of: found, members(of: name)))
    }
  }

  /// The ratio of an amount or sum to the reference.
  func ratio(of name: String) -> ChallengeScores.Estimate? {
    scan.ratio(of: members(of: name)).map {
      ChallengeScores.Estimate(set: set.name, value: $0.value, deviation: $0.standardDeviation)
    }
  }

  private func members(of name: String) -> [String] {
    scan.sums.first { $0.amount.name == name }?.members ?? [amount(name)?.name].compactMap(\.self)
  }
}
