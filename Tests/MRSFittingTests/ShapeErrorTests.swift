import MRSCore
import MRSFitting
import MRSModel
import Numerics
import Testing

/// A tall function whose shape in the data is another, with a small line beside it.
@Suite("Functions that look otherwise")
struct ShapeErrorTests {
  static let acquisition = Acquisition(
    spectrometerFrequency: .megahertz(123.25), dwellTime: 0.0005, points: 1024, carrierShift: .ppm(4.65))

  private static func line(_ name: String, at shift: Double, amplitude: Double = 1) -> BasisFunction {
    BasisFunction(
      name: name,
      signal: .lines(
        TransitionLines(
          frequencies: [acquisition.offset(of: .ppm(shift)).hertz],
          amplitudes: ComplexVector(real: [amplitude], imaginary: [0]))))
  }

  /// Fat at 2.0 ppm as one line, a metabolite at 2.12 ppm.
  static let model = ForwardModel(
    basis: BasisSet(
      functions: [line("Fat", at: 2.0), line("Small", at: 2.12)], acquisition: acquisition, source: "test"),
    acquisition: acquisition)

  private static func fitter(uncertain: Bool) -> LeastSquares {
    let shape = UncertainShape(
      name: "Fat", parts: [.init(shift: 2.0, signal: 1)], reference: "Fat", ratio: 1, relaxationTime: 0.055)
    return LeastSquares(
      model: model,
      options: LeastSquaresOptions(
        window: .ppm(1) ... .ppm(3), naturalWidths: ["Fat": 1 / (.pi * 0.055), "Small": 5],
        expectedAmounts: ["Fat": 200, "Small": 4],
        lineshapeTaps: 0,
        shapes: uncertain ? [shape] : []))
  }

  /// Where the data are; two lines of one shape would do for one another.
  private static let start = FirstGuess(frequency: 0, phase: 0, gaussian: 6)

  /// Fat of 200 as a triplet of 7 Hz, 4 of the metabolite, noise of `noise`.
  private static func data(seed: UInt64, noise: Double = 0.2) -> FID {
    var stream = RandomStream(seed: seed)
    var samples = ComplexVector(zeros: acquisition.points)
    for (offset, weight) in [(-7.0, 0.25), (0, 0.5), (7, 0.25)] {
      samples.add(
        Lineshape(
          shift: acquisition.offset(of: .ppm(2.0)).hertz + offset, lorentzian: 1 / (.pi * 0.055) + 1, gaussian: 6),
        scaledBy: Complex(200 * weight), on: acquisition)
    }
    samples.add(
      Lineshape(shift: acquisition.offset(of: .ppm(2.12)).hertz, lorentzian: 6, gaussian: 6), scaledBy: 4,
      on: acquisition)
    stream.addNormals(to: &samples.real, deviation: noise)
    stream.addNormals(to: &samples.imaginary, deviation: noise)
    return FID(samples: samples, acquisition: acquisition)
  }

  @Test("A metabolite beside fat of another shape is found, and is not where the shape is taken for known")
  func metabolite() throws {
    let expected = ExpectedLineshape(gaussian: 6, gaussianDeviation: 0.3, lorentzian: 1, lorentzianDeviation: 0.5)
    var misses: [Bool: [Double]] = [:]
    for uncertain in [true, false] {
      let fitter = Self.fitter(uncertain: uncertain)
      for seed in 1...6 {
        let fit = try fitter.fit(Self.data(seed: UInt64(seed)), startingFrom: Self.start, expecting: expected)
        misses[uncertain, default: []].append(abs(fit.quantification.amounts[1].value - 4))
        if uncertain {
          let amount = fit.quantification.amounts[1]
          #expect(abs(amount.value - 4) < 3.5 * amount.standardDeviation, "\(amount)")
          #expect(fit.residualToNoise < 1.15)
        }
      }
    }
    let (known, rigid) = (try #require(misses[true]), try #require(misses[false]))
    #expect(known.reduce(0, +) / 6 < 1.2, "\(known)")
    #expect(rigid.reduce(0, +) / 6 > 2, "\(rigid)")
  }

  @Test("The curves of a fit with errors of shape add up to its model, the residual to noise")
  func curves() throws {
    let fit = try Self.fitter(uncertain: true).fit(Self.data(seed: 9), startingFrom: Self.start)
    let sum = fit.components.reduce(fit.baseline, +)
    #expect((sum - fit.model).energy < 1e-12 * fit.model.energy)
    let left = (fit.data - fit.model).energy / (2 * Double(fit.data.count) * fit.noise * fit.noise)
    #expect((0.6...1.15).contains(left), "\(left)")
  }

  @Test("Eight components hold what shapes that they were not made of have, but for a few hundredths")
  func components() throws {
    let shape = UncertainShape(
      name: "Fat", parts: [.init(shift: 2.0, signal: 1)], reference: "Fat", ratio: 1, relaxationTime: 0.055)
    let (families, natural) = (ShapeFamilies(), 1 / (.pi * 0.055))
    let known = Self.model.signals[0]
    let found = try ShapeComponents(
      of: shape.parts[0], in: shape, known: known, naturalWidth: natural, families: families, on: Self.acquisition,
      stream: RandomStream(seed: 1))
    #expect(found.components.count == 8)
    let decay = Lineshape(lorentzian: natural, gaussian: 8).decay(on: Self.acquisition)
    let columns = Matrix(columns: found.components.map { ($0 * decay).real + ($0 * decay).imaginary })
    var left: [Double] = []
    for draw in 0..<40 {
      var stream = RandomStream(seed: 2).child(draw)
      let other = families.shape(
        of: shape.parts[0], in: shape, known: known, naturalWidth: natural, on: Self.acquisition, from: &stream)
      let difference = (other - found.mean) * decay
      let values = difference.real + difference.imaginary
      let solved = try columns.leastSquaresFullRank(values)
      let rest = zip(values, columns * solved).map(-)
      left.append((rest.reduce(0) { $0 + $1 * $1 } / (other * decay).energy).squareRoot())
    }
    #expect(left.sorted()[20] < 0.03, "\(left.sorted())")
  }
}
