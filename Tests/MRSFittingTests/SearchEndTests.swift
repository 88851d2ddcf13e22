import MRSCore
import MRSFitting
import Testing

@Suite("The end of a search")
struct SearchEndTests {
  private static let times = (0..<20).map { 0.2 * Double($0) }
  private static let data = times.map { 3 * Double.exp(-0.7 * $0) + 0.05 * Double.sin(9 * $0) }

  private static func residual(_ theta: [Double]) -> [Double] {
    zip(times, data).map { theta[0] * .exp(-theta[1] * $0) - $1 }
  }

  private static func jacobian(_ theta: [Double]) -> Matrix {
    Matrix(columns: [
      times.map { .exp(-theta[1] * $0) }, times.map { -theta[0] * $0 * .exp(-theta[1] * $0) },
    ])
  }

  @Test("A search makes one Jacobian for each of its steps, none where it ends, and tells the cost of the end")
  func jacobians() throws {
    var made = 0
    let summary = try LevenbergMarquardt(
      unboundedParameters: 2, options: .init(costTolerance: 1e-6)
    ).minimize(
      from: [1, 2], residual: Self.residual,
      linearize: { theta in
        made += 1
        return .init(residual: Self.residual(theta), jacobian: Self.jacobian(theta))
      })
    #expect(summary.termination == .costConverged)
    #expect(made == summary.iterations && made > 3)
    let cost = Self.residual(summary.parameters).reduce(0) { $0 + $1 * $1 / 2 }
    #expect(abs(summary.cost - cost) < 1e-12 && summary.cost < summary.initialCost)
    #expect(abs(summary.parameters[1] - 0.7) < 0.05)
  }
}
