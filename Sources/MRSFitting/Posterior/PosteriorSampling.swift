/// How draws from one spectrum's posterior were made, and what they are worth.
public struct PosteriorSampling: Hashable, Sendable, Codable {
  /// What drew.
  public enum Sampler: String, Hashable, Sendable, Codable {
    /// Weighted draws from a proposal by expectation propagation.
    case importance
    /// Markov chains (NUTS), where those weights could not be trusted.
    case chains
  }

  public let sampler: Sampler
  /// The weighted draws, or those of all chains.
  public let draws: Int
  /// Of how many independent draws weighted means are worth; of chains the least of any amount.
  public let effectiveSampleSize: Double
  /// k̂ of the importance weights (Vehtari et al. 2024), below 0.7 where they can be trusted; absent where it could not
  /// be told.
  public let tailIndex: Double?
  /// ln of the evidence but for what all models of one window and baseline share; absent for chains.
  public let logEvidence: Double?

  /// The share of the draws that they are worth.
  public var efficiency: Double { draws > 0 ? effectiveSampleSize / Double(draws) : 0 }

  /// In words, for a table.
  public var words: String {
    let index = tailIndex.map { ", k-hat \(($0 * 100).rounded() / 100)" } ?? ""
    return switch sampler {
    case .importance: "\(draws) importance draws worth \(Int(effectiveSampleSize.rounded()))\(index)"
    case .chains: "\(draws) draws of Markov chains (NUTS), as importance draws missed a part\(index)"
    }
  }
}
