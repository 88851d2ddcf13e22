import MRSCore
import MRSFitting
import MRSModel
import MRSNetworks
import MRSProfile
import Numerics

/// Measures subjects by every method of a study, all under the same prior of amounts.
public struct SubjectMeasurement: Sendable {
  public let settings: StudySettings
  /// What the maximum a posteriori fit, and the network, are told of amounts.
  public let prior: AmountDistribution
  /// The network that measures; `nil` where `map` gives the posteriors.
  public let network: NetworkQuantifier?
  private let conventional, posterior: LeastSquares

  /// - Parameter network: one that tells the covariance of all species; without, the maximum a posteriori fit measures.
  /// - Throws: `ProfileError`, `LinearAlgebraError`.
  public init(_ settings: StudySettings, basis: BasisSet, network: NetworkQuantifier?) throws {
    self.settings = settings
    self.network = network
    prior = try network?.prior ?? CohortPrior(literatureOf: settings.studyProtocol).union
    let fits = ProtocolFits(settings.studyProtocol, basis: basis)
    conventional = try fits.conventional()
    posterior = try fits.posterior(prior)
  }

  /// What is measured of each subject, with the conventional fit of each.
  /// - Parameter truths: the true amounts (mM) of virtual patients, in the order of the subjects.
  /// - Throws: `FittingError`, `NetworkError`, ``StudyError/noPosterior(method:name:)``.
  public func measured(
    _ subjects: [AnalysedSubject], truths: [[String: Double]]? = nil, title: String
  ) async throws -> (subjects: [MeasuredSubject], fits: [Fit]) {
    let (conventional, posterior) = (conventional, posterior)
    let fits = try await settings.worker.map(subjects, "NLSF, \(title)", unit: "scans") { try conventional.fit($0.fid) }
    let posteriors = try await settings.worker.map(subjects, "MAP, \(title)", unit: "scans") {
      try posterior.quantify($0.fid)
    }
    let answers = try network?.quantify(subjects.map(\.fid))
    let measured = try subjects.indices.map { i in
      var amounts: [MeasuredSubject.Method: Quantification] = [.nlsf: fits[i].quantification, .map: posteriors[i]]
      if let answers { amounts[.network] = answers[i] }
      return try subject(
        subjects[i], amounts: amounts, posterior: answers?[i] ?? posteriors[i], truth: truths?[i])
    }
    return (measured, fits)
  }

  private func subject(
    _ subject: AnalysedSubject, amounts: [MeasuredSubject.Method: Quantification], posterior: Quantification,
    truth: [String: Double]?
  ) throws -> MeasuredSubject {
    MeasuredSubject(
      id: subject.id, group: subject.group, isPositive: subject.group == settings.studyProtocol.cohort.positiveGroup,
      fid: subject.fid, amounts: amounts, evidence: try AmountEvidence(posterior, under: prior),
      nuisances: subject.nuisances, truth: truth.map { amounts in prior.names.map { .log(amounts[$0] ?? .nan) } })
  }
}
