import MRSCore
import MRSStatistics

/// What the published result, 16 of 17 test patients called rightly, says of the effect, if the study was like this one.
///
/// The share of cohorts with 16 or more right rises with the effect; where it crosses one half such a result is likelier than
/// not. Its interval is that of a bootstrap over replicates. The likelihood of each effect is the share of cohorts with exactly
/// 16 of 17.
public struct PublishedResult: Sendable, Codable, Hashable {
  /// One effect.
  public struct Likelihood: Sendable, Codable, Hashable {
    public let effect: Double
    /// The share of cohorts with exactly one wrong call, over the sum of those shares: the probability of the effect if all
    /// effects of the list were as likely beforehand.
    public let probability: Double
  }

  public let rule: String
  /// `nil` where no effect of the list makes it likelier than not.
  public let effectOfEvenOdds: Double?
  /// 95 %; an end is `nil` where the bootstrap leaves the list's effects.
  public let effectInterval: [Double?]
  public let likelihoods: [Likelihood]

  private static let resamples = 2000

  /// - Parameter results: of each replicate.
  init(_ rule: String, effects: [Double], of results: [ReplicateResult], stream: RandomStream) {
    self.rule = rule
    // By replicate: wrong calls at each effect.
    let wrong = results.map { result in
      effects.map { effect in
        result.rows.first { $0.rule == rule && $0.effect == effect && $0.control == .none }
          .map { $0.total - $0.correct }
      }
    }
    func shares(_ indices: [Int], _ isMet: (Int) -> Bool) -> [Double] {
      effects.indices.map { e in
        let known = indices.compactMap { wrong[$0][e] }
        return known.isEmpty ? 0 : Double(known.count(where: isMet)) / Double(known.count)
      }
    }
    let all = Array(results.indices)
    effectOfEvenOdds = Self.crossing(shares(all) { $0 <= 1 }, effects)
    var stream = stream
    let crossings = (0..<Self.resamples).map { _ -> Double in
      let drawn = all.map { _ in min(Int(stream.uniform() * Double(all.count)), all.count - 1) }
      return Self.crossing(shares(drawn) { $0 <= 1 }, effects) ?? .infinity
    }.sorted()
    effectInterval = [0.025, 0.975].map { share in
      let end = crossings[min(Int(share * Double(crossings.count)), crossings.count - 1)]
      return end.isFinite ? end : nil
    }
    let exact = shares(all) { $0 == 1 }
    let sum = exact.reduce(0, +)
    likelihoods = zip(effects, exact).map { Likelihood(effect: $0, probability: sum > 0 ? $1 / sum : 0) }
  }

  /// Where rising shares cross one half, on straight lines between effects.
  private static func crossing(_ shares: [Double], _ effects: [Double]) -> Double? {
    var rising: [Double] = []
    for share in shares { rising.append(max(share, rising.last ?? 0)) }
    guard let above = rising.firstIndex(where: { $0 >= 0.5 }) else { return nil }
    guard above > 0, rising[above] > rising[above - 1] else { return effects[above] }
    let part = (0.5 - rising[above - 1]) / (rising[above] - rising[above - 1])
    return effects[above - 1] + part * (effects[above] - effects[above - 1])
  }
}
