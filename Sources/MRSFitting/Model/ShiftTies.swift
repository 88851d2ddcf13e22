/// Which species follow which in their own shifts (``LeastSquaresOptions/followers``).
///
/// A leader's parameter is its shift δ_l; a follower's is the difference ε_k = δ_k − δ_l.
package struct ShiftTies: Sendable {
  /// For each species that whose shift it follows, itself for most.
  let leaders: [Int]
  /// The species that the parameter of each moves: itself and its followers.
  let moved: [[Int]]

  /// - Precondition: no species follows one that follows another.
  package init(names: [String], followers: [String: String] = [:]) {
    let leaders = names.enumerated().map { k, name in followers[name].flatMap(names.firstIndex(of:)) ?? k }
    precondition(leaders.allSatisfy { leaders[$0] == $0 }, "a species follows one that follows another")
    self.leaders = leaders
    moved = leaders.indices.map { k in leaders.indices.filter { $0 == k || leaders[$0] == k } }
  }

  func follows(_ k: Int) -> Bool { leaders[k] != k }

  /// δ of the parameters.
  package func shifts(of parameters: [Double]) -> [Double] {
    parameters.indices.map { parameters[$0] + (follows($0) ? parameters[leaders[$0]] : 0) }
  }

  /// The parameters of δ.
  func parameters(of shifts: [Double]) -> [Double] {
    shifts.indices.map { shifts[$0] - (follows($0) ? shifts[leaders[$0]] : 0) }
  }

  /// The slopes by the parameters of those by δ.
  func slopes(of shiftSlopes: [Double]) -> [Double] {
    moved.map { $0.reduce(0) { $0 + shiftSlopes[$1] } }
  }
}
