/// Why a density cannot be sampled.
public enum SamplerError: Error, Hashable, Sendable {
  /// A chain cannot begin where the density is zero or not finite.
  case badStart(value: String)
  /// The draws hold fewer chains, or fewer draws a chain, than convergence can be judged from.
  case tooFewDraws(chains: Int, draws: Int)
  /// Chains of unequal length, or a draw that is not finite.
  case damagedDraws(chain: Int)
}

extension SamplerError: CustomStringConvertible {
  public var description: String {
    switch self {
    case .badStart(let value):
      "chains cannot begin: the log density at their start is \(value); it must be finite. "
        + "The data or the model hold extreme values, or a prior excludes the start"
    case .tooFewDraws(let chains, let draws):
      "\(chains) chains of \(draws) draws are too few to judge convergence; at least 1 chain of 8 draws is needed"
    case .damagedDraws(let chain):
      "chain \(chain) differs in length from the first or holds a draw that is not finite"
    }
  }
}
