import MRSNetworks

/// The cCNN: networks that were trained on spectra drawn from the groups' priors.
public struct NetworkRule: DiagnosticRule {
  public let name = "cCNN"
  let classifier: NetworkClassifier

  public init(_ classifier: NetworkClassifier) { self.classifier = classifier }

  public func logits(training: [MeasuredSubject], test: [MeasuredSubject]) throws -> [Double] {
    try scores(of: test).map(\.logit)
  }

  /// What each of the networks says.
  func scores(of subjects: [MeasuredSubject]) throws -> [NetworkClassifier.Score] {
    let answers = subjects.compactMap { $0.amounts[.network] }
    if answers.count == subjects.count, let scores = try classifier.scores(of: answers) { return scores }
    return try classifier.scores(subjects.map(\.fid))
  }
}
