import MRSCore
import MRSModel
import Testing

@Suite("SplineBaseline")
struct SplineBaselineTests {
  @Test(
    "The splines sum to one at every point, are never negative, and follow a straight line", arguments: [2, 37, 256])
  func partitionOfUnity(points: Int) throws {
    let baseline = SplineBaseline(points: points, knotSpacing: 12)
    for i in 0..<points {
      let row = baseline.values.row(i)
      #expect(abs(row.reduce(0, +) - 1) < 1e-12)
      #expect(row.allSatisfy { $0 >= -1e-15 })
      #expect(row.count { $0 != 0 } <= 4)
    }
    // Equidistant coefficients make a straight line (a cubic B-spline has linear precision).
    let line = baseline.values * (0..<baseline.count).map(Double.init)
    let slope = points > 1 ? (line[points - 1] - line[0]) / Double(points - 1) : 0
    #expect((0..<points).allSatisfy { abs(line[$0] - line[0] - slope * Double($0)) < 1e-10 })
  }

  @Test("Knots are as far apart as asked, and one interval is the least")
  func knots() {
    #expect(SplineBaseline(points: 101, knotSpacing: 10).count == 10 + 3)
    #expect(SplineBaseline(points: 101, knotSpacing: 1e9).count == 1 + 3)
  }
}
