import MRSCore
import MRSModel
import Numerics

/// What a quantification network says of spectra, as the inputs of another network: of each amount the standardised mean of
/// its logarithm, then of each the logarithm of its deviation over that of the prior.
///
/// With M and S of ``NetworkQuantifier`` and the card's μ and σ these are (M − μ)/σ and ln(S/σ).
public struct AnswerInputs: Sendable {
  public let quantifier: NetworkQuantifier

  public init(_ quantifier: NetworkQuantifier) { self.quantifier = quantifier }

  /// Numbers a spectrum.
  public var count: Int { 2 * quantifier.card.targets.count }

  /// Those of many spectra, one behind the other.
  /// - Throws: ``NetworkError/protocolMismatch(_:)`` when a signal is not of the kind the network was trained on.
  public func encoded(_ fids: [FID]) throws -> [Float] {
    try quantifier.answers(to: fids).flatMap { answer in
      answer.means.map { Float($0) } + answer.deviations.map { Float(Double.log($0)) }
    }
  }

  /// Those of what the quantifier has said already.
  public func encoded(_ answer: Quantification) -> [Float] {
    let card = quantifier.card
    var means: [Float] = []
    var deviations: [Float] = []
    for (k, name) in card.targets.enumerated() {
      guard case .logNormal(let mean, let deviation)? = answer[name]?.distribution else {
        preconditionFailure("a network tells log-normal amounts of all its targets")
      }
      means.append(Float((mean - card.logMeans[k]) / card.logDeviations[k]))
      deviations.append(Float(Double.log(deviation / card.logDeviations[k])))
    }
    return means + deviations
  }
}
