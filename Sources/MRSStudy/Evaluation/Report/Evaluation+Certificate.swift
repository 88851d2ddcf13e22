import MRSNetworks

extension MethodEvaluation {
  /// How well the network tells amounts of spectra like those of its training that it has not seen; `nil` where there is
  /// none, or too few spectra to say.
  /// - Throws: as ``evaluation(on:examples:methods:)``.
  public func certificate(examples: Int) async throws -> AccuracyCertificate? {
    guard network != nil, examples >= 3 else { return nil }
    return try await evaluation(on: .inDistribution, examples: examples, methods: [.network]).certificate
  }
}

extension Evaluation {
  /// What it says of the network, in short, as a card keeps it.
  public var certificate: AccuracyCertificate? {
    guard let alarms = alarms[.network] else { return nil }
    return AccuracyCertificate(
      spectra: title, examples: examples, doubted: alarms.told.estimate,
      targets: (targets + sums).compactMap { score in
        guard let own = score.methods[.network], let coverage = own.agreement.coverage else { return nil }
        return .init(
          name: score.name, logRMSE: own.logRMSE, logRMSEInterval: own.logRMSEInterval,
          rmse: own.agreement.rootMeanSquareError, rmseOverPrior: own.errorOverPrior, coverage50: own.coverage50,
          coverage90: coverage.estimate, coverage90Interval: [coverage.lower, coverage.upper],
          coverage95: own.coverage95)
      })
  }
}
