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

  @Test("Errors of no size change nothing, and take no degree of freedom")
  func vanish() throws {
    let columns = Matrix(zeros: 60, 3)
    let projection = try ShapeProjection(columns: columns, species: [0, 1, 2], baseline: nil, shares: [])
    #expect(projection.taken(Self.numbers(60, seed: 3)).allSatisfy { $0 == 0 })
    #expect(projection.freedom == 0 && abs(projection.logDeterminant) < 1e-12)
  }
}
