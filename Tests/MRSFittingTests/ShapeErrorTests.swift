import MRSCore
import MRSFitting
import MRSModel
import Numerics
import Testing

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

  /// Fat at 2.0 ppm as one line.
  static let model = ForwardModel(
    basis: BasisSet(
      functions: [line("Fat", at: 2.0)], acquisition: acquisition, source: "test"),
    acquisition: acquisition)

  @Test("Sixteen components hold what shapes that they were not made of have, but for a few thousandths")
  func components() throws {
    let shape = UncertainShape(
      name: "Fat", parts: [.init(shift: 2.0, signal: 1)], reference: "Fat", ratio: 1, relaxationTime: 0.055)
    let (families, natural) = (ShapeFamilies(), 1 / (.pi * 0.055))
    let known = Self.model.signals[0]
    let found = try ShapeComponents(
      of: shape.parts[0], in: shape, known: known, naturalWidth: natural, families: families, on: Self.acquisition,
      stream: RandomStream(seed: 1))
    #expect(found.components.count == 16)
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
    #expect(left.sorted()[20] < 0.006, "\(left.sorted())")
  }

  /// A triplet of one proton as PRESS leaves it at TE 30 ms: cos²(π·J·(t + TE)), 0.62 of a line's signal.
  private static let triplet: BasisFunction = {
    let (coupling, echoTime, centre) = (7.0, 0.030, acquisition.offset(of: .ppm(2.0)).hertz)
    let turn = 2 * Double.pi * coupling * echoTime
    return BasisFunction(
      name: "Fat",
      signal: .lines(
        TransitionLines(
          frequencies: [centre - coupling, centre, centre + coupling],
          amplitudes: ComplexVector(
            real: [0.25 * .cos(turn), 0.5, 0.25 * .cos(turn)], imaginary: [-0.25 * .sin(turn), 0, 0.25 * .sin(turn)]))))
  }()

  @Test(
    "Fat that looks as its function, and fat that is a line, both come out right, for the likelihood tells which it is")
  func families() throws {
    func model(_ fat: BasisFunction) -> ForwardModel {
      ForwardModel(
        basis: BasisSet(
          functions: [fat, Self.line("Choline", at: 3.2, amplitude: 9)], acquisition: Self.acquisition, source: "test"),
        acquisition: Self.acquisition)
    }
    let shape = UncertainShape(
      name: "Fat", parts: [.init(shift: 2.0, signal: 1)], reference: "Fat", ratio: 1, relaxationTime: 0.055)
    let fit = LeastSquares(
      model: model(Self.triplet),
      options: LeastSquaresOptions(
        naturalWidths: ["Fat": 1 / (.pi * 0.055), "Choline": 1 / (.pi * 0.055)], shiftDeviations: ["Fat": 0.03],
        shapes: [shape]))
    for (fat, tolerance) in [(Self.triplet, 0.02), (Self.line("Fat", at: 2.0), 0.15)] {
      let parameters = SignalParameters(
        amounts: [300, 20], shifts: [0, 0], lorentzians: [6, 6], gaussian: 8, frequency: 1, phase: 0.1)
      let clean = model(fat).fid(parameters)
      let fid = SingletWorld.noisy(clean, deviation: 0.3, stream: RandomStream(seed: 5))
      let found = try fit.quantify(fid)
      let amount = try #require(found["Fat"])
      print("\(fat.name): \(amount.value) ± \(amount.standardDeviation)")
      #expect(abs(amount.value / 300 - 1) < tolerance)
      #expect(abs(try #require(found["Choline"]).value / 20 - 1) < 0.05)
    }
  }
}
