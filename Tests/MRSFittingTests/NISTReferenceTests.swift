import Foundation
import MRSCore
import MRSFitting
import Testing

/// A nonlinear regression problem of NIST's Statistical Reference Datasets (StRD), with its certified values.
struct ReferenceProblem: Sendable, CustomTestStringConvertible {
  let name: String
  let x: [Double]
  let y: [Double]
  let starts: [[Double]]
  let certified: [Double]
  let model: @Sendable (_ b: [Double], _ x: Double) -> Double
  let gradient: @Sendable (_ b: [Double], _ x: Double) -> [Double]

  var testDescription: String { name }

  func residual(_ b: [Double]) -> [Double] { zip(x, y).map { model(b, $0) - $1 } }

  func linearization(_ b: [Double]) -> LevenbergMarquardt.Linearization {
    var jacobian = Matrix(zeros: x.count, b.count)
    for i in x.indices {
      for (p, derivative) in gradient(b, x[i]).enumerated() { jacobian[i, p] = derivative }
    }
    return .init(residual: residual(b), jacobian: jacobian)
  }
}

@Suite("The optimiser on NIST StRD")
struct NISTReferenceTests {
  /// The bar: at least four correct digits, log relative error LRE = −log₁₀(|b − c|/|c|).
  static let digits = 4.0

  @Test("reaches the certified values to four digits from both starts", arguments: ReferenceProblem.all)
  func certified(problem: ReferenceProblem) throws {
    for start in problem.starts {
      let summary = try LevenbergMarquardt(
        unboundedParameters: start.count, options: .init(maximumIterations: 2000, costTolerance: 0)
      ).minimize(from: start, residual: problem.residual, linearize: problem.linearization)
      for (found, certified) in zip(summary.parameters, problem.certified) {
        let error = abs(found - certified) / abs(certified)
        #expect(-log10(max(error, 1e-16)) >= Self.digits, "\(problem.name) from \(start): \(summary.parameters)")
      }
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
}

extension ReferenceProblem {
  static let all = [misra1a, thurber, mgh09, lanczos1]

  /// https://www.itl.nist.gov/div898/strd/nls/data/misra1a.shtml
  static let misra1a = ReferenceProblem(
    name: "Misra1a",
    x: [77.6, 114.9, 141.1, 190.8, 239.9, 289.0, 332.8, 378.4, 434.8, 477.3, 536.8, 593.1, 689.1, 760.0],
    y: [10.07, 14.73, 17.94, 23.93, 29.61, 35.18, 40.02, 44.82, 50.76, 55.05, 61.01, 66.40, 75.47, 81.78],
    starts: [[500, 0.0001], [250, 0.0005]],
    certified: [2.3894212918e2, 5.5015643181e-4],
    model: { b, x in b[0] * (1 - exp(-b[1] * x)) },
    gradient: { b, x in [1 - exp(-b[1] * x), b[0] * x * exp(-b[1] * x)] })

  /// https://www.itl.nist.gov/div898/strd/nls/data/thurber.shtml
  static let thurber = ReferenceProblem(
    name: "Thurber",
    x: [
      -3.067, -2.981, -2.921, -2.912, -2.840, -2.797, -2.702, -2.699, -2.633, -2.481, -2.363, -2.322, -1.501, -1.460,
      -1.274, -1.212, -1.100, -1.046, -0.915, -0.714, -0.566, -0.545, -0.400, -0.309, -0.109, -0.103, 0.010, 0.119,
      0.377, 0.790, 0.963, 1.006, 1.115, 1.572, 1.841, 2.047, 2.200,
    ],
    y: [
      80.574, 84.248, 87.264, 87.195, 89.076, 89.608, 89.868, 90.101, 92.405, 95.854, 100.696, 101.060, 401.672,
      390.724, 567.534, 635.316, 733.054, 759.087, 894.206, 990.785, 1090.109, 1080.914, 1122.643, 1178.351, 1260.531,
      1273.514, 1288.339, 1327.543, 1353.863, 1414.509, 1425.208, 1421.384, 1442.962, 1464.350, 1468.705, 1447.894,
      1457.628,
    ],
    starts: [[1000, 1000, 400, 40, 0.7, 0.3, 0.03], [1300, 1500, 500, 75, 1, 0.4, 0.05]],
    certified: [
      1.2881396800e3, 1.4910792535e3, 5.8323836877e2, 7.5416644291e1, 9.6629502864e-1, 3.9797285797e-1,
      4.9727297349e-2,
    ],
    model: { b, x in
      (b[0] + x * (b[1] + x * (b[2] + x * b[3]))) / (1 + x * (b[4] + x * (b[5] + x * b[6])))
    },
    gradient: { b, x in
      let top = b[0] + x * (b[1] + x * (b[2] + x * b[3]))
      let bottom = 1 + x * (b[4] + x * (b[5] + x * b[6]))
      let down = -top / (bottom * bottom)
      return [
        1 / bottom, x / bottom, x * x / bottom, x * x * x / bottom, down * x, down * x * x, down * x * x * x,
      ]
    })

  /// https://www.itl.nist.gov/div898/strd/nls/data/mgh09.shtml
  static let mgh09 = ReferenceProblem(
    name: "MGH09",
    x: [4.0, 2.0, 1.0, 0.5, 0.25, 0.167, 0.125, 0.1, 0.0833, 0.0714, 0.0625],
    y: [0.1957, 0.1947, 0.1735, 0.1600, 0.0844, 0.0627, 0.0456, 0.0342, 0.0323, 0.0235, 0.0246],
    starts: [[25, 39, 41.5, 39], [0.25, 0.39, 0.415, 0.39]],
    certified: [1.9280693458e-1, 1.9128232873e-1, 1.2305650693e-1, 1.3606233068e-1],
    model: { b, x in b[0] * (x * x + x * b[1]) / (x * x + x * b[2] + b[3]) },
    gradient: { b, x in
      let top = x * x + x * b[1]
      let bottom = x * x + x * b[2] + b[3]
      let down = -b[0] * top / (bottom * bottom)
      return [top / bottom, b[0] * x / bottom, down * x, down]
    })

  /// https://www.itl.nist.gov/div898/strd/nls/data/lanczos1.shtml: exact sums of three exponentials.
  static let lanczos1 = ReferenceProblem(
    name: "Lanczos1",
    x: (0..<24).map { (i: Int) -> Double in 0.05 * Double(i) },
    y: [
      2.513400000000, 2.044333373291, 1.668404436564, 1.366418021208, 1.123232487372, 0.9268897180037,
      0.7679338563728, 0.6388775523106, 0.5337835317402, 0.4479363617347, 0.3775847884350, 0.3197393199326,
      0.2720130773746, 0.2324965529032, 0.1996589546065, 0.1722704126914, 0.1493405660168, 0.1300700206922,
      0.1138119324644, 0.1000415587559, 0.08833209084540, 0.07833544019350, 0.06976693743449, 0.06239312536719,
    ],
    starts: [[1.2, 0.3, 5.6, 5.5, 6.5, 7.6], [0.5, 0.7, 3.6, 4.2, 4, 6.3]],
    certified: [9.5100000027e-2, 1.0000000001, 8.6070000013e-1, 3.0000000002, 1.5575999998, 5.0000000001],
    model: { (b: [Double], x: Double) -> Double in
      let decays: [Double] = [exp(-b[1] * x), exp(-b[3] * x), exp(-b[5] * x)]
      return b[0] * decays[0] + b[2] * decays[1] + b[4] * decays[2]
    },
    gradient: { (b: [Double], x: Double) -> [Double] in
      let decays: [Double] = [exp(-b[1] * x), exp(-b[3] * x), exp(-b[5] * x)]
      return [
        decays[0], -b[0] * x * decays[0], decays[1], -b[2] * x * decays[1], decays[2], -b[4] * x * decays[2],
      ]
    })
}
