import MRSCore
import MRSFitting
import MRSModel
import Testing

@Suite("Ratios of amounts as priors")
struct AmountRatioTests {
  /// The singlets, and a second A at the same place: the spectrum knows the sum of A and D only.
  static let model = ForwardModel(
    basis: BasisSet(
      functions: ["A", "B", "C", "D"].map { name in
        let line = TransitionLines(
          frequencies: [SingletWorld.acquisition.offset(of: .ppm(SingletWorld.shifts[name] ?? 3.2)).hertz],
          amplitudes: ComplexVector(real: [3], imaginary: [0]))
        return BasisFunction(name: name, signal: .lines(line))
      }, acquisition: SingletWorld.acquisition, source: "test"),
    acquisition: SingletWorld.acquisition)

  static func fit(_ ratios: [AmountRatio]) throws -> Quantification {
    var options = SingletWorld.options
    options.naturalWidths["D"] = SingletWorld.naturalWidth
    let fid = SingletWorld.noisy(
      SingletWorld.model.fid(SingletWorld.truth), deviation: 0.2, stream: RandomStream(seed: 91))
    return try LeastSquares(model: model, options: options, amountPrior: .ratios(ratios)).quantify(fid)
  }

  @Test("Of two species at one place the sum is the spectrum's, the share the ratio's")
  func share() throws {
    // A + D is 2, C is 5: D = 0.1·C = 0.5.
    let found = try Self.fit([AmountRatio("D", to: ["C": 1], mean: 0.1, deviation: 0.02)])
    let (a, d) = (found.amounts[0], found.amounts[3])
    #expect(abs(a.value + d.value - 2) < 0.05)
    #expect(abs(d.value - 0.5) < 0.03, "\(d)")
    // The ratio's deviation times its reference, 0.02·5.
    #expect(abs(d.standardDeviation - 0.1) < 0.01, "\(d)")
    #expect(found.method == "map" && d.uncertainty == .posterior)
    #expect(found.doubts.contains(.mostlyPrior(names: ["D"])), "\(found.doubts)")
  }

  @Test("A reference may be a weighted sum that holds the species itself")
  func weightedReference() throws {
    // D/(2·B + D) = 1/7 with B = 3: D = 1.
    let found = try Self.fit([AmountRatio("D", to: ["B": 2, "D": 1], mean: 1.0 / 7, deviation: 1e-4)])
    #expect(abs(found.amounts[3].value - 1) < 0.05, "\(found.amounts[3])")
  }

  @Test("Where the spectrum is sure, a ratio that contradicts it is not believed")
  func contradiction() throws {
    let plain = try Self.fit([])
    let found = try Self.fit([AmountRatio("B", to: ["C": 1], mean: 0.1, deviation: 0.5)])
    #expect(abs(found.amounts[1].value - plain.amounts[1].value) < 0.1 * plain.amounts[1].standardDeviation)
    #expect(!found.doubts.contains { if case .mostlyPrior = $0 { true } else { false } })
  }
}
