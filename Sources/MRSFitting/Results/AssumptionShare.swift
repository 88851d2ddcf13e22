/// How likely the data make one of several assumptions under which a fit was made (``LeastSquares/averaged(as:with:)``).
public struct AssumptionShare: Hashable, Sendable, Codable {
  /// The assumption, by the profile's name for it.
  public let name: String
  /// Its share of the probability of all, 0 to 1.
  public let share: Double
}
