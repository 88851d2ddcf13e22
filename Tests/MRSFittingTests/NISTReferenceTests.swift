import Foundation
import MRSCore
import MRSFitting
import Testing

@Suite("The optimiser on NIST StRD")
struct NISTReferenceTests {
  /// The bar: log relative error LRE = −log₁₀(|b − c|/|c|) of every parameter. NIST calls four digits a pass; the worst is 6.9.
  static let digits = 6.0
  /// NIST certifies eleven digits: agreement beyond them is not counted.
  static let certifiedDigits = 11.0

  static func fit(_ problem: ReferenceProblem, start: Int) throws -> LevenbergMarquardt.Summary {
    try LevenbergMarquardt(
      unboundedParameters: problem.certified.count, options: .init(maximumIterations: 2000, costTolerance: 0)
    ).minimize(from: problem.starts[start], residual: problem.residual, linearize: problem.linearization)
  }

  static func logRelativeErrors(_ found: [Double], _ certified: [Double]) -> [Double] {
    zip(found, certified).map { min(certifiedDigits, max(0, -log10(max(abs($0 - $1) / abs($1), 1e-16)))) }
  }

  @Test("The certified parameters give the certified residual sum of squares", arguments: try ReferenceProblem.all())
  func data(problem: ReferenceProblem) {
    let sum = problem.residual(problem.certified).reduce(0) { $0 + $1 * $1 }
    // Eleven digits printed; Lanczos's exact sums leave less than that of the printed parameters' own rounding.
    let rounding = Double(problem.y.count) * 1e-20
    #expect(abs(sum - problem.certifiedSumOfSquares) <= 1e-9 * problem.certifiedSumOfSquares + rounding, "\(sum)")
  }

  @Test("reaches the certified values to six digits from both starts", arguments: try ReferenceProblem.all())
  func certified(problem: ReferenceProblem) throws {
    for start in problem.starts.indices {
      let summary = try Self.fit(problem, start: start)
      let errors = Self.logRelativeErrors(summary.parameters, problem.certified)
      #expect(
        (errors.min() ?? 0) >= Self.digits,
        "\(problem.name) from start \(start + 1): \(summary.parameters), \(summary.termination), \(summary.iterations)")
      #expect(summary.termination.isConverged)
    }
  }

  @Test("A bound is kept, and the bounded minimum is found")
  func bounds() throws {
    // ½((a − 3)² + (b + 1)²) with a ≤ 2 and b ≥ 0 has its minimum at (2, 0).
    let fit = try LevenbergMarquardt(lower: [-5, 0], upper: [2, 5]).minimize(
      from: [0, 1], residual: { [$0[0] - 3, $0[1] + 1] },
      linearize: { .init(residual: [$0[0] - 3, $0[1] + 1], jacobian: Matrix(diagonal: [1, 1])) })
    #expect(fit.parameters == [2, 0])
    #expect(fit.atBound == [0, 1])
  }

  @Test("The table of digits reached", .enabled(if: ProcessInfo.processInfo.environment["HEPATICA_RECORD"] == "1"))
  func table() throws {
    let head = """
      | problem | level | parameters | observations | start | fewest digits | digits of each parameter | iterations |
      |---|---|--:|--:|--:|--:|---|--:|

      """
    var rows = ""
    for problem in try ReferenceProblem.all().reversed() {
      for start in problem.starts.indices {
        let summary = try Self.fit(problem, start: start)
        let errors = Self.logRelativeErrors(summary.parameters, problem.certified)
        let digits = errors.map { String(format: "%.1f", $0) }
        rows += "| \(problem.name) | \(problem.difficulty.rawValue) | \(problem.certified.count) | \(problem.y.count) "
        rows += "| \(start + 1) | \(String(format: "%.1f", errors.min() ?? 0)) | \(digits.joined(separator: " ")) "
        rows += "| \(summary.iterations) |\n"
      }
    }
    let file = URL(filePath: #filePath).deletingLastPathComponent()
      .appending(path: "../../Documentation/Optimiser.md").standardizedFileURL
    var text = try String(contentsOf: file, encoding: .utf8)
    let begin = try #require(text.range(of: "<!-- table -->\n"))
    let end = try #require(text.range(of: "<!-- end of table -->"))
    text.replaceSubrange(begin.upperBound..<end.lowerBound, with: head + rows)
    try text.write(to: file, atomically: true, encoding: .utf8)
  }
}
