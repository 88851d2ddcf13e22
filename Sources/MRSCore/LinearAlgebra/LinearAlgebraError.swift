/// What LAPACK could not do.
public enum LinearAlgebraError: Error, Hashable, Sendable {
  /// A matrix that must be positive definite is not: its leading minor of this order fails.
  case notPositiveDefinite(order: Int)
  /// A column of a least-squares problem depends on those before it.
  case rankDeficient(column: Int)
  /// An iteration of LAPACK did not converge.
  case notConverged(routine: String, info: Int)
}

extension LinearAlgebraError: CustomStringConvertible {
  public var description: String {
    switch self {
    case .notPositiveDefinite(let order):
      "the matrix is not positive definite (leading minor \(order)): some of its columns depend on one another"
    case .rankDeficient(let column):
      "column \(column) of the least-squares problem depends on those before it"
    case .notConverged(let routine, let info):
      "\(routine) did not converge (info \(info))"
    }
  }
}
