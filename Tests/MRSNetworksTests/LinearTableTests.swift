import MRSCore
import MRSNetworks
import Testing

@Suite("LinearTable")
struct LinearTableTests {
  /// Spectra X = μ + B·a + C·b of two amounts a and two nuisances b, all normal of unit deviation; size 8.
  static let size = 8
  static let columns: [[Double]] = (0..<4).map { (k: Int) -> [Double] in
    (0..<size).map { (i: Int) -> Double in Double((i * (k + 2) + 3 * k) % 7) / 3 - 1 }
  }
  static let mean: [Double] = (0..<size).map { Double($0) / 4 }

  static func draw(_ count: Int) -> (windows: Matrix, amounts: Matrix) {
    var stream = RandomStream(seed: 5)
    var windows: [[Double]] = []
    var amounts: [[Double]] = []
    for _ in 0..<count {
      let weights = (0..<4).map { _ in stream.normal() }
      var window = mean
      for k in 0..<4 { for i in 0..<size { window[i] += columns[k][i] * weights[k] } }
      windows.append(window)
      amounts.append([3 + weights[0], 2 * weights[1]])
    }
    return (Matrix(columns: windows), Matrix(columns: amounts))
  }

  /// ν + C_aX·(C_XX + σ²)⁻¹·(x − μ) and its variance, with the sample's own moments, all directions.
  static func direct(
    _ data: (windows: Matrix, amounts: Matrix), _ x: [Double], noise: Double
  ) throws -> (estimates: [Double], deviations: [Double]) {
    let n = Double(data.windows.columns)
    func centred(_ matrix: Matrix) -> (mean: [Double], rest: Matrix) {
      let mean = (0..<matrix.rows).map { matrix.row($0).reduce(0, +) / n }
      var rest = matrix
      for j in 0..<matrix.columns { for i in 0..<matrix.rows { rest[i, j] -= mean[i] } }
      return (mean, rest)
    }
    let (mx, X) = centred(data.windows)
    let (ma, A) = centred(data.amounts)
    let shared = (1 / n) * A.timesTransposed(X)
    let total = (1 / n) * X.timesTransposed(X) + Matrix(diagonal: [Double](repeating: noise * noise, count: size))
    let solved = try total.solvedPositiveDefinite(Matrix(columns: [zip(x, mx).map { $0 - $1 }]))
    let variances = (1 / n) * A.timesTransposed(A)
    let explained = shared * (try total.solvedPositiveDefinite(shared.transposed))
    return (
      zip(ma, shared * solved.column(0)).map(+), (0..<2).map { (variances[$0, $0] - explained[$0, $0]).squareRoot() }
    )
  }

  @Test(
    "With all directions, and with the few that the estimates need, they are those of the formula", arguments: [8, 4])
  func formula(directions: Int) throws {
    let data = Self.draw(4000)
    var sums = LinearTable.Sums(size: Self.size, amounts: 2)
    // In two parts, as learning adds them.
    for half in [0..<1500, 1500..<4000] {
      let columns = half.map { data.windows.column($0) }
      sums.add(Matrix(columns: columns), amounts: Matrix(columns: half.map { data.amounts.column($0) }))
    }
    let table = LinearTable(
      cells: [try LinearTable.Cell(sums, noises: [0.3, 0.6, 1.2], directions: directions)], widthEdges: [], fatEdges: []
    )
    let spectra = Matrix(columns: [data.windows.column(3), data.windows.column(10).map { $0 + 0.4 }])
    let found = table.estimates(spectra, noises: [0.3, 1.2], cell: 0)
    for (j, noise) in [0.3, 1.2].enumerated() {
      let (estimates, deviations) = try Self.direct(data, spectra.column(j), noise: noise)
      for k in 0..<2 {
        // Directions are kept in 16 bits.
        #expect(abs(found[j].amounts[k] - estimates[k]) < 0.01)
        #expect(abs(found[j].deviations[k] - deviations[k]) < 0.01)
      }
    }
    // Coordinates that are as they are expected to be have energies of about 1.
    #expect((0...5).contains(found[0].energies[0]))
  }

  @Test("Fewer directions than the estimates need make them worse")
  func few() throws {
    let data = Self.draw(4000)
    var sums = LinearTable.Sums(size: Self.size, amounts: 2)
    sums.add(data.windows, amounts: data.amounts)
    func error(_ directions: Int) throws -> Double {
      let table = LinearTable(
        cells: [try LinearTable.Cell(sums, noises: [0.1, 0.2, 0.3], directions: directions)], widthEdges: [],
        fatEdges: [])
      let found = table.estimates(data.windows, noises: [Double](repeating: 0.2, count: 4000), cell: 0)
      return found.indices.reduce(0) {
        let difference = found[$1].amounts[0] - data.amounts[0, $1]
        return $0 + difference * difference / 4000
      }
    }
    #expect(try error(1) > 2 * error(4))
  }

  @Test("Numbers of 16 bits are those of IEEE 754, rounded to the nearest, of two to the even one")
  func half() {
    for (value, bits) in [
      (1, 0x3C00), (-2, 0xC000), (65_504, 0x7BFF), (0, 0), (0.333_251_95, 0x3555), (6.103_515_6e-5, 0x0400),
      (5.960_464_5e-8, 1), (1e-9, 0), (1 + 1 / 2048, 0x3C00), (1 + 3 / 2048, 0x3C02), (1e6, 0x7C00),
    ] as [(Float, UInt16)] {
      #expect(HalfPrecision.bits(of: value) == bits, "\(value)")
    }
    for bits in stride(from: UInt16(0), to: 0x7C00, by: 7) {
      #expect(HalfPrecision.bits(of: HalfPrecision.value(of: bits)) == bits)
    }
    #expect(HalfPrecision.value(of: 0x7C00) == .infinity)
    #expect(HalfPrecision.value(of: 0xFC00) == -.infinity)
    #expect(HalfPrecision.value(of: HalfPrecision.bits(of: .nan)).isNaN)
  }
}
