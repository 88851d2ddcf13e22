import MRSCore
import MRSModel
import MRSStatistics
import Numerics

/// The ranks of the truth among draws of what a method knows, of each target and of all together.
package struct CalibrationRanks: Sendable {
  /// By target.
  package let targets: [String: PosteriorRanks]
  /// TARP: of all targets together, in logarithms over the deviations of the prior.
  package let joint: PosteriorRanks

  /// Draws a spectrum.
  private static let draws = 99

  /// - Returns: `nil` where no spectrum was answered with a posterior of all targets, or no truth is above zero.
  /// - Throws: `StatisticsError`, `LinearAlgebraError`, `CancellationError`.
  package init?(
    of method: EvaluationMethod, in spectra: [EvaluatedSpectrum], prior: AmountDistribution, targets names: [String],
    stream: RandomStream, tasks: Int
  ) async throws {
    let places = names.compactMap { prior.names.firstIndex(of: $0) }
    guard method.isPosterior, places.count == names.count else { return nil }
    let scales = places.map { prior.logDeviation($0) }
    let centres = places.map { prior.logMeans[$0] }
    let ranks = try await Array(spectra.indices).concurrentMap(tasks: tasks) { index -> (own: [Int], joint: Int)? in
      guard let answer = spectra[index].answers[method]?.quantification,
        let truth = Self.logarithms(of: names, in: spectra[index].truth),
        let posterior = try LogPosterior(answer, of: names)
      else { return nil }
      var stream = stream.child(index)
      let point = zip(centres, scales).map { $0 + $1 * stream.normal() }
      let draws = (0..<Self.draws).map { _ in posterior.draw(using: &stream) }
      return (
        names.indices.map { k in PosteriorRanks.rank(of: truth[k], among: draws.map { $0[k] }) },
        PosteriorRanks.distanceRank(of: truth, among: draws, from: point, scales: scales)
      )
    }.compactMap(\.self)
    guard !ranks.isEmpty else { return nil }
    var stream = stream.child("ties")
    joint = try PosteriorRanks(ranks.map(\.joint), among: Self.draws, using: &stream)
    var targets: [String: PosteriorRanks] = [:]
    for (k, name) in names.enumerated() {
      targets[name] = try PosteriorRanks(ranks.map { $0.own[k] }, among: Self.draws, using: &stream)
    }
    self.targets = targets
  }

  private static func logarithms(of names: [String], in truth: SpectrumTruth) -> [Double]? {
    let amounts = names.compactMap { truth.amounts[$0] }.filter { $0 > 0 }
    return amounts.count == names.count ? amounts.map { .log($0) } : nil
  }
}
