import MRSCore
import MRSModel
import Testing

@Suite("Quantification")
struct QuantificationTests {
  static func quantification() -> Quantification {
    Quantification(
      method: "nlsf", unit: .millimolar,
      amounts: [("GPC", 2.0), ("PCh", 1.0), ("Tau", 5.0)].map {
        Amount(name: $0, value: $1, standardDeviation: 1, uncertainty: .cramerRao)
      },
      covariance: Matrix(rows: 3, columns: 3, elements: [1, -0.9, 0.1, -0.9, 1, 0, 0.1, 0, 4]),
      quality: Quality(signalToNoise: 20, linewidth: 15, residualToNoise: 1))
  }

  @Test("The variance of a sum is the sum of covariances: what cannot be told apart is known together")
  func sum() throws {
    let total = try #require(Self.quantification().sum(of: ["GPC", "PCh"], as: "tCho"))
    #expect(total.value == 3)
    #expect(abs(total.standardDeviation - 0.2.squareRoot()) < 1e-12)
    #expect(total.name == "tCho")
    let all = try #require(Self.quantification().sum(of: ["Tau", "GPC", "PCh", "Cho"], as: "all"))
    #expect(all.value == 8)
    #expect(abs(all.standardDeviation - 4.4.squareRoot()) < 1e-12)
    #expect(Self.quantification().sum(of: ["Cho"], as: "none") == nil)
  }

  @Test("Percent and interval of an amount")
  func amount() {
    let amount = Amount(name: "A", value: 2, standardDeviation: 1.5, uncertainty: .posterior)
    #expect(amount.percentDeviation == 75)
    #expect(amount.interval(deviations: 2) == 0...5)
    let none = Amount(name: "A", value: 0, standardDeviation: 1.5, uncertainty: .posterior, isAtBound: true)
    #expect(none.percentDeviation == nil)
    #expect(none.interval(deviations: 1) == 0...1.5)
  }
}
