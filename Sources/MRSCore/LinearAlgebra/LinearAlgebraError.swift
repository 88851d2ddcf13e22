/// What LAPACK could not do.
public enum LinearAlgebraError: Error, Hashable, Sendable {
  /// A matrix that must be positive definite is not: its leading minor of this order fails.
  case notPositiveDefinite(order: Int)
  /// An iteration of LAPACK did not converge.
  case notConverged(routine: String, info: Int)
}

extension LinearAlgebraError: CustomStringConvertible {
  public var description: String {
    switch self {
    case .notPositiveDefinite(let order):
      "the matrix is not positive definite (leading minor \(order)): some of its columns depend on one another"
    case .notConverged(let routine, let info):
      "\(routine) did not converge (info \(info))"
    }
  }
}
