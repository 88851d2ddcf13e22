import Numerics

extension [Double] {
  /// The probabilities of models of which these are ln of the evidence: exp(x_i)/Σ exp(x_j); `nil` where none of them has any.
  var probabilities: [Double]? {
    guard let highest = self.max(), highest.isFinite else { return nil }
    let likelihoods = map { Double.exp($0 - highest) }
    let total = likelihoods.reduce(0, +)
    return likelihoods.map { $0 / total }
  }
}
