import MRSCore
import MRSFitting
import MRSModel
import Testing

@Suite("Errors of shape beside a baseline")
struct ShapeProjectionTests {
  /// Numbers of no structure.
  private static func numbers(_ count: Int, seed: UInt64) -> [Double] {
    var stream = RandomStream(seed: seed)
    return (0..<count).map { _ in stream.normal() }
  }

  @Test("What they leave of a residual is what the inverse covariance of noise, baseline and errors leaves")
  func reduces() throws {
    let (points, components, bend) = (40, 5, 0.7)
    let baseline = try BaselineProjection(SplineBaseline(points: points, knotSpacing: 8))
    let shares = baseline.shares(bend: bend)
    let columns = Matrix(
      rows: 2 * points, columns: components, elements: Self.numbers(2 * points * components, seed: 1))
    let projection = try ShapeProjection(
      columns: columns, species: [0, 0, 1, 1, 1], baseline: baseline, shares: shares)
    let residual = Self.numbers(2 * points, seed: 2)
    let reduced = zip(baseline.reduced(residual, shares: shares), projection.taken(residual)).map(-)

    // M⁻¹ = M_b⁻¹ + S·Sᵀ where M_b can be inverted: multiplied from the left with M_b, M_b·r = M·r + M_b·S·SᵀM·r.
    let back = columns * columns.transposedTimes(reduced)
    let whole = zip(reduced, baseline.reduced(back, shares: shares)).map(+)
    for (found, expected) in zip(whole, baseline.reduced(residual, shares: shares)) {
      #expect(abs(found - expected) < 1e-10)
    }
    // The curves of all species together are what the errors take beside the baseline.
    let curves = (0..<2).map { projection.curve(of: $0, reduced: reduced) }
    for i in back.indices { #expect(abs(curves[0][i] + curves[1][i] - back[i]) < 1e-10) }
  }

  @Test("Components that are sums of others explain no more than these, each with its own coefficient")
  func dependent() throws {
    let rows = 60
    let own = Matrix(rows: rows, columns: 3, elements: Self.numbers(3 * rows, seed: 4))
    let sums = own * Matrix(rows: 3, columns: 2, elements: [1, -2, 0.5, 0.3, 0.4, -1])
    let columns = Matrix(rows: rows, columns: 5, elements: own.elements + sums.elements)
    let projection = try ShapeProjection(columns: columns, species: [0, 0, 0, 1, 1], baseline: nil, shares: [])
    let residual = Self.numbers(rows, seed: 5)
    let reduced = zip(residual, projection.taken(residual)).map(-)
    // M⁻¹ = 1 + S·Sᵀ.
    let whole = zip(reduced, columns * columns.transposedTimes(reduced)).map(+)
    for (found, expected) in zip(whole, residual) { #expect(abs(found - expected) < 1e-9) }
    #expect(projection.freedom < 3 && projection.freedom > 2.9)
  }

  @Test("The degrees of freedom that they take are the trace of what they take", arguments: [true, false])
  func freedom(hasBaseline: Bool) throws {
    let points = 30
    let baseline = try hasBaseline ? BaselineProjection(SplineBaseline(points: points, knotSpacing: 8)) : nil
    let columns = 0.3 * Matrix(rows: 2 * points, columns: 4, elements: Self.numbers(8 * points, seed: 6))
    let projection = try ShapeProjection(
      columns: columns, species: [0, 0, 1, 1], baseline: baseline, shares: baseline?.shares(bend: 0.7) ?? [])
    var trace = 0.0
    for i in 0..<2 * points {
      var unit = [Double](repeating: 0, count: 2 * points)
      unit[i] = 1
      trace += projection.taken(unit)[i]
    }
    #expect(abs(projection.freedom - trace) < 1e-10)
    #expect(trace > 1 && trace < 4)
  }

  @Test("Errors of no size change nothing, and take no degree of freedom")
  func vanish() throws {
    let columns = Matrix(zeros: 60, 3)
    let projection = try ShapeProjection(columns: columns, species: [0, 1, 2], baseline: nil, shares: [])
    #expect(projection.taken(Self.numbers(60, seed: 3)).allSatisfy { $0 == 0 })
    #expect(projection.freedom == 0 && abs(projection.logDeterminant) < 1e-12)
  }
}
