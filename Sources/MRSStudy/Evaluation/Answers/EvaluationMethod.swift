/// A way to find amounts that an evaluation can hold against others.
public enum EvaluationMethod: String, Sendable, Hashable, Codable, CaseIterable {
  /// Least squares of amounts that are not negative and otherwise free.
  case nlsf
  /// The same fit with the prior that the spectra are drawn from.
  case map
  /// A trained qCNN.
  case network
  /// Weighted draws from the posterior of that fit and prior.
  case posterior

  /// As tables have it.
  public var title: String {
    switch self {
    case .nlsf: "NLSF"
    case .map: "MAP"
    case .network: "network"
    case .posterior: "posterior"
    }
  }

  /// Those that are asked where none is named: chains, which the posterior falls back to where a spectrum is not as the fit's
  /// model has it, take some twenty seconds a spectrum.
  public static let usual: [EvaluationMethod] = [.nlsf, .map, .network]

  /// Whether what it says of an amount is a posterior, which ranks can be taken in: NLSF knows no prior.
  var isPosterior: Bool { self != .nlsf }
}
