import MRSCore
import MRSModel
import Numerics

/// Estimates priors between patients from what their scans say, measurement error taken off: expectation–maximisation.
///
/// Patient i of group g has logarithms x_i ~ N(μ_g, Σ), and its scan says N(P_i, h_i) of them (``AmountEvidence``). The
/// expectation is the posterior N(m_i, S_i) under the present prior; the maximisation makes μ_g the mean of the m_i and Σ the
/// mean of S_i + (m_i − μ_g)². So a species that no scan tells keeps the reference's deviation, and is not given that of its noise.
///
/// Σ is diagonal in the eigenvectors of the reference's covariance C: fat's resonances vary together, all else by itself. What is
/// believed beforehand: the reference, mostly the literature, weighs as ``referencePatients`` patients in every variance; what
/// groups have in common is m ~ N(reference, C); groups lie about it, μ_g ~ N(m, κ²·C). κ comes from the data: how far groups lie
/// apart beyond chance, over all species. So a difference that the data do not show is not taught to a classifier.
public struct GroupPriorEstimate: Sendable {
  /// How amounts vary between patients of one group, as known before.
  public let reference: AmountDistribution

  /// Patients that the reference counts as in a variance. Of 10, 20, 40 and 200 on simulated cohorts of 10 + 10, 40 and 200 gave
  /// the best calls, by .005 of accuracy (`Documentation/Decisions/0019`).
  static let referencePatients = 40.0
  /// κ of the first pass, and what it may be.
  private static let reaches = 0.15...1.0
  /// Rounds at most, and the change of a mean, in deviations, at which they end.
  private static let rounds = 200
  private static let tolerance = 1e-4

  public init(reference: AmountDistribution) { self.reference = reference }

  /// - Parameters:
  ///   - evidence: of each patient, of the reference's species in its order.
  ///   - groups: of each patient.
  /// - Throws: ``StudyError/noPatients``, `LinearAlgebraError`.
  public func priors(of evidence: [AmountEvidence], groups: [String]) throws -> GroupPriors {
    precondition(evidence.count == groups.count && evidence.allSatisfy { $0.names == reference.names })
    guard !evidence.isEmpty else { throw StudyError.noPatients }
    let (expected, axes) = try reference.logCovariance.symmetricEigen()
    let names = Set(groups).sorted()
    let scans = evidence.map { scan in
      (precision: axes.transposedTimes(scan.precision * axes), information: axes.transposedTimes(scan.information))
    }
    let members = names.map { name in groups.indices.filter { groups[$0] == name }.map { scans[$0] } }
    let centre = axes.transposedTimes(reference.logMeans)
    var state = State(
      means: names.map { _ in centre }, variances: expected, information: names.map { _ in centre.map { _ in 0 } })
    try maximise(&state, members, centre: centre, expected: expected, reach: Self.reaches.upperBound)
    let reach = names.count == 2 ? Self.reach(state) : Self.reaches.upperBound
    try maximise(&state, members, centre: centre, expected: expected, reach: reach)
    let covariance = (axes * Matrix(diagonal: state.variances)).timesTransposed(axes)
    var priors: [String: AmountDistribution] = [:]
    var errors: [String: [Double]] = [:]
    for (g, name) in names.enumerated() {
      priors[name] = try AmountDistribution(
        names: reference.names, logMeans: axes * state.means[g], logCovariance: covariance)
      let own = zip(state.information[g], expected).map { 1 / ($0 + 1 / ((1 + reach * reach) * $1)) }
      errors[name] = (axes * Matrix(diagonal: own)).timesTransposed(axes).diagonal.map { $0.squareRoot() }
    }
    return GroupPriors(groups: priors, meanErrors: errors, reach: reach)
  }

  /// In the reference's eigenvectors.
  private struct State {
    var means: [[Double]]
    var variances: [Double]
    /// Of each group's means, what its scans hold: Σ (1 − S/v)/v.
    var information: [[Double]]
  }

  private func maximise(
    _ state: inout State, _ members: [[(precision: Matrix, information: [Double])]], centre: [Double],
    expected: [Double], reach: Double
  ) throws {
    let patients = Double(members.reduce(0) { $0 + $1.count })
    for _ in 0..<Self.rounds {
      let posteriors = try members.enumerated().map { g, scans in
        try scans.map { scan in
          try Self.posterior(
            precision: scan.precision, information: scan.information, mean: state.means[g],
            variances: state.variances)
        }
      }
      var moved = 0.0
      var variances = state.variances
      for k in centre.indices {
        let own = posteriors.map { group in group.reduce(0) { $0 + $1.mean[k] } / Double(group.count) }
        let told = posteriors.map { Double($0.count) / state.variances[k] }
        let spread = reach * reach * expected[k]
        // What groups have in common, then each group about it.
        let weights = told.map { 1 / (1 / $0 + spread) }
        let all = zip(weights, own).reduce(centre[k] / expected[k]) { $0 + $1.0 * $1.1 }
        let common = all / (weights.reduce(1 / expected[k], +))
        var squares = Self.referencePatients * expected[k]
        for g in members.indices {
          let mean = (told[g] * own[g] + common / spread) / (told[g] + 1 / spread)
          moved = max(moved, abs(mean - state.means[g][k]) / state.variances[k].squareRoot())
          state.means[g][k] = mean
          state.information[g][k] = 0
          for posterior in posteriors[g] {
            let distance = posterior.mean[k] - mean
            squares += posterior.variances[k] + distance * distance
            state.information[g][k] += max(0, 1 - posterior.variances[k] / state.variances[k]) / state.variances[k]
          }
        }
        variances[k] = squares / (patients + Self.referencePatients)
      }
      state.variances = variances
      if moved < Self.tolerance { break }
    }
  }

  /// Means and variances of one patient's logarithms under a diagonal prior.
  private static func posterior(
    precision: Matrix, information: [Double], mean: [Double], variances: [Double]
  ) throws(LinearAlgebraError) -> (mean: [Double], variances: [Double]) {
    var sum = precision
    for k in variances.indices { sum[k, k] += 1 / variances[k] }
    let covariance = try sum.invertedPositiveDefinite()
    let pulled = information.indices.map { information[$0] + mean[$0] / variances[$0] }
    return (covariance * pulled, covariance.diagonal)
  }

  /// κ by moments (as DerSimonian & Laird 1986, doi:10.1016/0197-2456(86)90046-2): 2κ² = Σ w·(t² − s²)/Σ w with w = 1/s⁴, t
  /// the difference of the means and s its error, both over the deviation between patients.
  private static func reach(_ state: State) -> Double {
    var (weights, excess) = (0.0, 0.0)
    for k in state.variances.indices {
      let errors = state.information.reduce(0) { $0 + 1 / max($1[k] * state.variances[k], 1e-6) }
      let difference = state.means[1][k] - state.means[0][k]
      weights += 1 / (errors * errors)
      excess += (difference * difference / state.variances[k] - errors) / (errors * errors)
    }
    return min(max((max(0, excess / weights) / 2).squareRoot(), reaches.lowerBound), reaches.upperBound)
  }
}
