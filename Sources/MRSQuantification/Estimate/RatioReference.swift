/// The names whose sum the ratios of a result are taken to.
struct RatioReference: Hashable, Sendable {
  /// Empty for no ratios.
  let names: [String]

  /// - Parameter asked: `nil` for Cr+PCr where both were quantified.
  /// - Throws: ``QuantifyError/unknownReference(name:known:)``.
  init(_ asked: [String]?, among known: [String]) throws(QuantifyError) {
    guard let asked else {
      names = ["Cr", "PCr"].allSatisfy(known.contains) ? ["Cr", "PCr"] : []
      return
    }
    if let unknown = asked.first(where: { !known.contains($0) }) {
      throw .unknownReference(name: unknown, known: known)
    }
    names = asked
  }
}
