import MRSCore
import MRSModel
import Testing

@Suite("Scaling by water")
struct WaterScalingTests {
  /// The default protocol's liver.
  static let liver = TissueWater(
    protonConcentration: 82_000, protonConcentrationVariation: 0.05, density: 1.06,
    relaxation: Relaxation(t1: 0.8, t2: 0.025), t1Deviation: 0.07, t2Deviation: 0.0035)

  static func scaling(fat: Double, echoTime: Double = 0.03, repetitionTime: Double = 2) -> WaterScaling {
    WaterScaling(tissue: liver, echoTime: echoTime, repetitionTime: repetitionTime, fatFraction: fat)
  }

  /// All expected values were worked out by hand to six digits.
  static let tolerance = 1e-5

  @Test("Water content, relaxation and units are as worked out by hand")
  func byHand() throws {
    let scaling = Self.scaling(fat: 0.2)
    #expect(abs(Self.liver.waterPerLitre - 0.738627) < Self.tolerance)
    #expect(abs(Self.liver.waterContent - 0.696818) < Self.tolerance)
    // exp(−1.2)·(1 − exp(−2.5)).
    #expect(abs(scaling.attenuation - 0.276471) < Self.tolerance)
    #expect(abs(scaling.triglyceride.molarMass - 866.590) < 1e-3)
    #expect(abs(scaling.fatMassFraction - 0.139757) < Self.tolerance)
    #expect(scaling.factor(to: .millimolar) == 1)
    #expect(scaling.factor(to: .arbitrary) == nil)
    #expect(abs(try #require(scaling.factor(to: .molal)) - 1.353864) < Self.tolerance)
    #expect(abs(try #require(scaling.factor(to: .millimolePerKilogram)) - 0.811550) < Self.tolerance)
    #expect(Self.scaling(fat: 0).fatMassFraction == 0)
  }

  @Test("The shared uncertainty is that of a finite change of T1, T2 and content")
  func deviations() throws {
    let scaling = Self.scaling(fat: 0.2)
    #expect(abs(scaling.relaxationDeviation - 0.169135) < Self.tolerance)
    #expect(abs(scaling.scaleDeviation - 0.176371) < Self.tolerance)
    #expect(abs(scaling.fatFractionDeviation - 0.16 * 0.169135) < Self.tolerance)
    // A T2 longer by 0.1 % of its deviation changes ln R by TE/T2²·ΔT2; by T1 alike.
    func changed(t1: Double, t2: Double) -> Double {
      let relaxation = Relaxation(t1: 0.8 + t1, t2: 0.025 + t2)
      return (relaxation.attenuation(echoTime: 0.03, repetitionTime: 2) / scaling.attenuation - 1) / 1e-3
    }
    let byT1 = changed(t1: 0.07e-3, t2: 0)
    let byT2 = changed(t1: 0, t2: 0.0035e-3)
    #expect(byT2 > 0 && byT1 < 0)
    #expect(abs((byT1 * byT1 + byT2 * byT2).squareRoot() - scaling.relaxationDeviation) < 1e-4)
    // Without an echo and fully relaxed nothing of it is left.
    #expect(Self.scaling(fat: 0, echoTime: 0, repetitionTime: 100).relaxationDeviation < 1e-6)
  }

  @Test("A result in another unit keeps its ratios and relative deviations")
  func scaledResult() throws {
    let covariance = Matrix(rows: 2, columns: 2, elements: [0.04, 0.01, 0.01, 0.09])
    let result = Quantification(
      method: "test", unit: .millimolar,
      amounts: [
        Amount(name: "A", value: 2, standardDeviation: 0.2, uncertainty: .cramerRao),
        Amount(name: "B", value: 4, standardDeviation: 0.3, uncertainty: .cramerRao),
      ], covariance: covariance, quality: Quality(signalToNoise: 10, linewidth: nil, residualToNoise: nil))
    let scaled = result.scaled(by: 3, unit: .molal)
    #expect(scaled.unit == .molal)
    #expect(scaled.amounts.map(\.value) == [6, 12])
    #expect(abs(try #require(scaled.covariance)[0, 1] - 0.09) < 1e-15)
    let (percent, same) = (try #require(result["A"]?.percentDeviation), try #require(scaled["A"]?.percentDeviation))
    #expect(abs(percent - same) < 1e-12)
    let (before, after) = (
      try #require(result.ratio(of: ["A"], to: ["B"])), try #require(scaled.ratio(of: ["A"], to: ["B"]))
    )
    #expect(abs(before.value - after.value) < 1e-15)
    #expect(abs(before.standardDeviation - after.standardDeviation) < 1e-15)
  }
}
