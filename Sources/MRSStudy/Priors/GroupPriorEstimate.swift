import MRSCore
import MRSModel
import Numerics

/// Estimates priors between patients from what their scans say, measurement error taken off: expectation–maximisation.
///
/// Patient i of group g has logarithms x_i ~ N(μ_g, Σ), and its scan says N(P_i, h_i) of them (``AmountEvidence``). The
/// expectation is the posterior N(m_i, S_i) under the present prior; the maximisation makes μ_g the mean of the m_i and Σ the
/// mean of S_i + (m_i − μ_g)². So a species that no scan tells keeps the reference's deviation, and is not given that of its noise.
///
/// Σ is diagonal in the eigenvectors of the reference's covariance: fat's resonances vary together, all else by itself. The
/// reference, mostly the literature, weighs as ``referencePatients`` patients in every variance and, where μ_g is told by
/// little else, holds it within ``meanReach`` deviations.
public struct GroupPriorEstimate: Sendable {
  /// How amounts vary between patients of one group, as known before.
  public let reference: AmountDistribution

  /// Patients that the reference counts as in a variance. Chosen on a prototype's simulated cohorts of 10 + 10
  /// (`Documentation/Decisions/0019`).
  static let referencePatients = 10.0
  /// Deviations between patients that a group's mean is expected within, about the reference's.
  static let meanReach = 1.0
  /// Rounds at most, and the change of a mean, in deviations, at which they end.
  private static let rounds = 300
  private static let tolerance = 1e-5
  /// The least that differences are trusted: with none at all every patient would be called alike.
  private static let leastTrust = 0.05

  public init(reference: AmountDistribution) { self.reference = reference }

  /// - Parameters:
  ///   - evidence: of each patient, of the reference's species in its order.
  ///   - groups: of each patient.
  /// - Throws: ``StudyError/noPatients``, `LinearAlgebraError`.
  public func priors(of evidence: [AmountEvidence], groups: [String]) throws -> GroupPriors {
    precondition(evidence.count == groups.count && evidence.allSatisfy { $0.names == reference.names })
    guard !evidence.isEmpty else { throw StudyError.noPatients }
    let (expected, axes) = try reference.logCovariance.symmetricEigen()
    let scans = evidence.map { scan in
      (axes.transposedTimes(scan.precision * axes), axes.transposedTimes(scan.information))
    }
    let centre = axes.transposedTimes(reference.logMeans)
    let names = Set(groups).sorted()
    let members = names.map { name in groups.indices.filter { groups[$0] == name } }
    var means = names.map { _ in centre }
    var variances = expected
    var errors = means
    for _ in 0..<Self.rounds {
      var squares = expected.map { Self.referencePatients * $0 }
      var moved = 0.0
      for (g, indices) in members.enumerated() {
        let posteriors = try indices.map { i in
          try Self.posterior(precision: scans[i].0, information: scans[i].1, mean: means[g], variances: variances)
        }
        for k in centre.indices {
          let hold = 1 / (Self.meanReach * Self.meanReach * expected[k])
          let told = posteriors.reduce(0) { $0 + $1.mean[k] } / variances[k]
          let mean = (told + hold * centre[k]) / (Double(indices.count) / variances[k] + hold)
          moved = max(moved, abs(mean - means[g][k]) / variances[k].squareRoot())
          means[g][k] = mean
          var information = hold
          for posterior in posteriors {
            let distance = posterior.mean[k] - mean
            squares[k] += posterior.variances[k] + distance * distance
            information += max(0, 1 - posterior.variances[k] / variances[k]) / variances[k]
          }
          errors[g][k] = 1 / information
        }
      }
      variances = squares.map { $0 / (Double(evidence.count) + Self.referencePatients) }
      if moved < Self.tolerance { break }
    }
    return try priors(names, means: means, variances: variances, errors: errors, axes: axes)
  }

  private func priors(
    _ names: [String], means: [[Double]], variances: [Double], errors: [[Double]], axes: Matrix
  ) throws -> GroupPriors {
    func covariance(_ diagonal: [Double]) -> Matrix { (axes * Matrix(diagonal: diagonal)).timesTransposed(axes) }
    var groups: [String: AmountDistribution] = [:]
    var predictive: [String: AmountDistribution] = [:]
    var meanErrors: [String: [Double]] = [:]
    for (g, name) in names.enumerated() {
      let logMeans = axes * means[g]
      groups[name] = try AmountDistribution(
        names: reference.names, logMeans: logMeans, logCovariance: covariance(variances))
      predictive[name] = try AmountDistribution(
        names: reference.names, logMeans: logMeans, logCovariance: covariance(zip(variances, errors[g]).map(+)))
      meanErrors[name] = covariance(errors[g]).diagonal.map { $0.squareRoot() }
    }
    return GroupPriors(
      groups: groups, predictive: predictive, meanErrors: meanErrors,
      trust: means.count == 2 ? Self.trust(means, variances: variances, errors: errors) : 1)
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

  /// τ² by moments (as DerSimonian & Laird 1986, doi:10.1016/0197-2456(86)90046-2), Σ w·(t² − s²)/Σ w with w = 1/s⁴, t the
  /// difference of the means and s its error, both over the deviation between patients.
  private static func trust(_ means: [[Double]], variances: [Double], errors: [[Double]]) -> Double {
    var (weights, excess, chance) = (0.0, 0.0, 0.0)
    for k in variances.indices {
      let difference = means[1][k] - means[0][k]
      let square = (errors[0][k] + errors[1][k]) / variances[k]
      let weight = 1 / (square * square)
      weights += weight
      excess += weight * (difference * difference / variances[k] - square)
      chance += weight * square
    }
    let spread = max(0, excess / weights)
    return max(leastTrust, spread / (spread + chance / weights))
  }
}
