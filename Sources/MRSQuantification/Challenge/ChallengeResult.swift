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
}
