import MRSCore

/// Tests against the distribution of a statistic under random relabelling.
public struct PermutationTest: Hashable, Sendable, Codable {
  /// The statistic of the data as they are.
  public let observed: Double
  /// The number of random relabellings drawn.
  public let permutations: Int
  public let alternative: Alternative
  /// (1 + number of relabellings at least as extreme)/(1 + number drawn), never zero (Phipson & Smyth 2010,
  /// doi:10.2202/1544-6115.1585).
  public let pValue: Double

  /// The test of two independent groups whose labels are exchangeable; relabelling `i` draws from child `i` of
  /// `stream`.
  /// Two-sided counts |statistic| ≥ |observed|, so the statistic should be centred on zero under the null hypothesis.
  /// - Throws: ``StatisticsError/tooFew(quantity:found:needed:)``.
  public static func twoSample<Value: Sendable>(
    _ first: [Value], _ second: [Value], permutations: Int, alternative: Alternative = .twoSided,
    stream: RandomStream, statistic: ([Value], [Value]) -> Double
  ) throws(StatisticsError) -> PermutationTest {
    let smaller = min(first.count, second.count)
    guard smaller > 0 else { throw .tooFew(quantity: "a group of the permutation test", found: smaller, needed: 1) }
    let all = first + second
    return try run(
      observed: statistic(first, second), permutations: permutations, alternative: alternative, stream: stream
    ) { stream in
      let order = stream.permutation(all.count)
      return statistic(order[..<first.count].map { all[$0] }, order[first.count...].map { all[$0] })
    }
  }

  /// The test of paired differences, each of which is as likely to have either sign.
  /// - Throws: ``StatisticsError/tooFew(quantity:found:needed:)``,
  ///   ``StatisticsError/notFinite(quantity:index:value:)``.
  public static func paired(
    differences: [Double], permutations: Int, alternative: Alternative = .twoSided, stream: RandomStream
  ) throws(StatisticsError) -> PermutationTest {
    try StatisticsError.requireFinite(differences, "the differences of the permutation test")
    guard !differences.isEmpty else {
      throw .tooFew(quantity: "the differences of the permutation test", found: 0, needed: 1)
    }
    let n = Double(differences.count)
    return try run(
      observed: differences.reduce(0, +) / n, permutations: permutations, alternative: alternative, stream: stream
    ) { stream in
      differences.reduce(0.0) { stream.next() & 1 == 0 ? $0 + $1 : $0 - $1 } / n
    }
  }

  private static func run(
    observed: Double, permutations: Int, alternative: Alternative, stream: RandomStream,
    relabelled: (inout RandomStream) -> Double
  ) throws(StatisticsError) -> PermutationTest {
    guard permutations > 0 else {
      throw .outOfRange(
        quantity: "the number of permutations", value: Double(permutations), expected: "at least 1")
    }
    // Sums in another order differ in the last digits; what is equal but for these counts as equal.
    let slack = 1e-12 * abs(observed)
    var extreme = 0
    for index in 0..<permutations {
      var child = stream.child(index)
      let value = relabelled(&child)
      let isExtreme =
        switch alternative {
        case .twoSided: abs(value) >= abs(observed) - slack
        case .greater: value >= observed - slack
        case .less: value <= observed + slack
        }
      if isExtreme { extreme += 1 }
    }
    return PermutationTest(
      observed: observed, permutations: permutations, alternative: alternative,
      pValue: Double(extreme + 1) / Double(permutations + 1))
  }
}
