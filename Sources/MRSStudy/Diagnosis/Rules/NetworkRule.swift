import MRSNetworks

/// The cCNN: networks that were trained on spectra drawn from the groups' priors, before the subjects are given to it.
public struct NetworkRule: DiagnosticRule {
  public let name = "cCNN"
  let classifier: NetworkClassifier

  public init(_ classifier: NetworkClassifier) { self.classifier = classifier }

  public func logOdds(
    learntFrom subjects: [MeasuredSubject]
  ) throws -> @Sendable (MeasuredSubject) throws -> Double {
    { [self] subject in try scores(of: [subject])[0].logit }
  }

  /// What each of the networks says.
  func scores(of subjects: [MeasuredSubject]) throws -> [NetworkClassifier.Score] {
    let answers = subjects.compactMap { $0.amounts[.network] }
    if answers.count == subjects.count, let scores = try classifier.scores(of: answers) { return scores }
    return try classifier.scores(subjects.map(\.fid))
  }
}
