import MRSNetworks

/// The cCNN: networks that were trained on spectra drawn from the groups' priors.
public struct NetworkRule: DiagnosticRule {
  public let name = "cCNN"
  let classifier: NetworkClassifier
  /// What log-odds are multiplied by (``GroupPriors/trust``).
  let trust: Double

  public init(_ classifier: NetworkClassifier, trust: Double) {
    self.classifier = classifier
    self.trust = trust
  }

  public func logits(training: [MeasuredSubject], test: [MeasuredSubject]) throws -> [Double] {
    try scores(of: test).map { trust * $0.logit }
  }

  /// What each of the networks says.
  func scores(of subjects: [MeasuredSubject]) throws -> [NetworkClassifier.Score] {
    let answers = subjects.compactMap { $0.amounts[.network] }
    if answers.count == subjects.count, let scores = try classifier.scores(of: answers) { return scores }
    return try classifier.scores(subjects.map(\.fid))
  }
}
