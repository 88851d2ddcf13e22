import MRSCore
import MRSFitting
import MRSModel
import MRSProcessing
import MRSSynthesis
import Numerics
import Testing

/// Scans of patients of known amounts, processed and referenced to their water as a study does it.
@Suite("ScanSynthesizer")
struct ScanSynthesizerTests {
  static let waterProtons = 82_000.0
  static let water = Relaxation(t1: 0.8, t2: 0.025)
  static let attenuation = water.attenuation(echoTime: 0, repetitionTime: 1000)
  static let amounts = [20.0, 30, 4000]
  static let fatFraction = 4000 / (4000 + waterProtons)

  static func synthesizer(coils: Int = 4, averages: Int = 16, badAverages: Double = 0) throws -> ScanSynthesizer {
    ScanSynthesizer(
      model: SingletStudy.model, prior: try SingletStudy.prior(), corruptions: [],
      conditions: .init(
        coils: coils, averages: averages, waterAverages: 4, frequencyJitter: 2, phaseJitter: 10,
        drift: .uniform(low: -4, high: 4), badAverages: badAverages),
      water: (waterProtons * attenuation, water.t2))
  }

  static func reference(_ fid: FID) throws -> WaterReference {
    // At an echo time of zero nothing is attenuated, fat in the synthesizer's model as little.
    let names = TriglycerideModel.basisFunctions(on: SingletStudy.acquisition).map(\.name)
    return try WaterReference(
      fitting: fid,
      model: WaterModel(
        tissue: TissueWater(
          protonConcentration: waterProtons, protonConcentrationVariation: 0.04, density: 1.06, relaxation: water,
          t1Deviation: 0, t2Deviation: 0), echoTime: 0, repetitionTime: 1000,
        relaxations: Dictionary(uniqueKeysWithValues: names.map { ($0, Relaxation(t1: 0.3, t2: 0.05)) })))
  }

  struct Study {
    var amounts: [[Double]] = []
    var deviations: [[Double]] = []
    var fatFractions: [Double] = []
    var gains: [Double] = []
  }

  static func study(patients: Int, badAverages: Double = 0, seed: UInt64) throws -> Study {
    let synthesizer = try synthesizer(badAverages: badAverages)
    let quantifier = LeastSquares(
      model: SingletStudy.model,
      options: LeastSquaresOptions(
        baselineKnotSpacing: nil, naturalWidths: ["A": 5.3, "B": 5.3, "Fat": 6.4], expectedAmounts: ["Fat": 2500],
        broadeningDeviation: 1.5), unit: .millimolar)
    var study = Study()
    for patient in 0..<patients {
      let scan = synthesizer.scan(amounts: amounts, stream: RandomStream(seed: seed).child(patient))
      let processed = try SignalSet(scan: scan.metabolites, water: scan.water)
        .processed(by: .withoutEddyCurrents)
      let reference = try reference(#require(processed.water))
      let result = try quantifier.quantify(reference.scaled(reference.registered(processed.fid)))
      study.amounts.append(result.amounts.map(\.value))
      study.deviations.append(result.amounts.map(\.standardDeviation))
      study.fatFractions.append(reference.fatFraction)
      study.gains.append(reference.gain)
    }
    return study
  }

  static func mean(_ values: [Double]) -> (mean: Double, error: Double) {
    let n = Double(values.count)
    let mean = values.reduce(0, +) / n
    return (mean, (values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / (n * (n - 1))).squareRoot())
  }

  @Test("Voxel and magnet do to the water reference what they do to the metabolites, by the same draws")
  func sharedByWater() throws {
    func scan(_ corruptions: [any Corruption], seed: UInt64 = 7) throws -> ScanSynthesizer.Scan {
      var prior = try SingletStudy.prior(noise: .fixed(1e-9))
      prior.frequency = .fixed(0)
      return ScanSynthesizer(
        model: SingletStudy.model, prior: prior, corruptions: corruptions,
        conditions: .init(
          coils: 1, averages: 1, waterAverages: 1, frequencyJitter: 0, phaseJitter: 0, drift: .fixed(0),
          badAverages: 0), water: (Self.waterProtons, Self.water.t2)
      ).scan(amounts: Self.amounts, stream: RandomStream(seed: seed))
    }
    // Without the receiver's gain, which is drawn after the corruptions.
    func turned(_ signal: FIDArray, _ plain: FIDArray) -> [Double] {
      (0..<200).map { n in
        let a = signal.samples[0][n] / signal.samples[0][0]
        return (a / (plain.samples[0][n] / plain.samples[0][0])).phase
      }
    }
    let eddy = EddyCurrents(turn: .uniform(low: 0.2, high: 0.8), timeConstant: .uniform(low: 0.01, high: 0.05))
    let plain = try scan([])
    let corrupted = try scan([eddy])
    let metabolites = turned(corrupted.metabolites, plain.metabolites)
    let water = turned(corrupted.water, plain.water)
    #expect(metabolites[199] > 0.1)
    #expect(zip(metabolites, water).allSatisfy { abs($0 - $1) < 1e-6 })
    // What is added to the metabolites' signal is not: suppression leaves water there alone.
    let residual = ResidualWater(fraction: .fixed(0.1), waterAmplitude: 24_000, width: .fixed(10))
    let wet = try scan([residual])
    #expect((turned(wet.metabolites, plain.metabolites).map(abs).max() ?? 0) > 0.01)
    #expect(turned(wet.water, plain.water).allSatisfy { abs($0) < 1e-6 })
  }

  @Test("Processed and water-referenced scans give the patient's mM and fat fraction, whatever the receiver gain")
  func recovery() throws {
    let study = try Self.study(patients: 24, seed: 101)
    for k in 0..<3 {
      let (mean, error) = Self.mean(study.amounts.map { $0[k] })
      // Averages that are a little out of step lose coherence: jitter of 10° before alignment, residual below 1 %.
      let systematic = 0.02 * Self.amounts[k]
      #expect(abs(mean - Self.amounts[k]) < 4 * error + systematic, "\(SingletStudy.names[k]): \(mean) ± \(error)")
    }
    let (fat, error) = Self.mean(study.fatFractions)
    // The reference fits seven resonances where this fat has one line, of a width of its own: non-negative, they take up
    // what differs.
    #expect(abs(fat - Self.fatFraction) < 4 * error + 0.05 * Self.fatFraction, "PDFF \(fat) ± \(error)")
    // The gains differ by more than the amounts could hide: exp(0.7·z) and coil gains on top.
    #expect((study.gains.max() ?? 0) / (study.gains.min() ?? 1) > 3)
  }

  @Test("The noise of the averaged, referenced FID is the stated one")
  func noise() throws {
    let synthesizer = try Self.synthesizer()
    let ratios = try (0..<12).map { patient in
      let scan = synthesizer.scan(amounts: Self.amounts, stream: RandomStream(seed: 102).child(patient))
      let processed = try SignalSet(scan: scan.metabolites, water: scan.water)
        .processed(by: .withoutEddyCurrents)
      let reference = try Self.reference(#require(processed.water))
      return NoiseEstimate(of: reference.scaled(processed.fid)).temporal / scan.noise
    }
    // Estimated to 3 % each; estimated coil weights lose some SNR, never gain.
    let (mean, _) = Self.mean(ratios)
    #expect(mean > 0.97 && mean < 1.05, "\(mean)")
  }

  @Test("A scan is a function of its stream, of the stated shape, finite")
  func determinism() throws {
    let synthesizer = try Self.synthesizer(coils: 3, averages: 5, badAverages: 0.3)
    let scan = synthesizer.scan(amounts: Self.amounts, stream: RandomStream(seed: 103))
    let again = synthesizer.scan(amounts: Self.amounts, stream: RandomStream(seed: 103))
    #expect(scan.metabolites == again.metabolites)
    #expect(scan.water == again.water)
    #expect(scan.metabolites.coils == 3 && scan.metabolites.averages == 5 && scan.water.averages == 4)
    #expect(scan.metabolites.samples.allSatisfy(\.isFinite) && scan.water.samples.allSatisfy(\.isFinite))
    #expect(scan.parameters.amounts == Self.amounts)
    #expect(synthesizer.scan(amounts: Self.amounts, stream: RandomStream(seed: 104)).metabolites != scan.metabolites)
  }
}
