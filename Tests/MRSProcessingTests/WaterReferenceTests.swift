import MRSCore
import MRSFitting
import MRSModel
import MRSProcessing
import Numerics
import Testing

@Suite("WaterReference")
struct WaterReferenceTests {
  static let acquisition = Acquisition(
    spectrometerFrequency: .megahertz(123.25), dwellTime: 0.5e-3, points: 1024, echoTime: 0.03, repetitionTime: 2)
  static let waterProtons = 82_000.0
  static let receiverGain = 3.7
  static let (frequency, phase) = (4.0, 0.8)

  static let relaxations: [String: Relaxation] = {
    var relaxations = ["Water": Relaxation(t1: 0.8, t2: 0.025)]
    for function in TriglycerideModel.basisFunctions(on: acquisition) {
      relaxations[function.name] = Relaxation(t1: 0.35, t2: 0.055)
    }
    return relaxations
  }()
  static let attenuations = relaxations.mapValues { $0.attenuation(echoTime: 0.03, repetitionTime: 2) }
  static let widths = relaxations.mapValues { Lineshape.lorentzianWidth(relaxationTime: $0.t2) }

  /// Water and the fat of `fatFraction`, as a receiver of ``receiverGain`` sees them.
  static func fid(fatFraction: Double, noise: Double, stream: RandomStream) -> FID {
    let water = BasisFunction(
      name: "Water",
      signal: .lines(TransitionLines(frequencies: [0], amplitudes: ComplexVector(real: [1], imaginary: [0]))))
    let basis = BasisSet(
      functions: [water] + TriglycerideModel.basisFunctions(on: acquisition), acquisition: acquisition, source: "test")
    let model = ForwardModel(basis: basis, acquisition: acquisition, attenuations: attenuations)
    let fat = TriglycerideModel.liver.amounts(protonConcentration: fatFraction / (1 - fatFraction) * waterProtons)
    let clean = model.fid(
      SignalParameters(
        amounts: model.names.map { $0 == "Water" ? waterProtons : fat[$0] ?? 0 },
        shifts: model.names.map { _ in 0 }, lorentzians: model.names.map { widths[$0] ?? 0 }, gaussian: 9,
        frequency: frequency, phase: phase))
    return noisy(
      FID(samples: receiverGain * clean.samples, acquisition: acquisition), deviation: receiverGain * noise,
      stream: stream)
  }

  static func noisy(_ fid: FID, deviation: Double, stream: RandomStream) -> FID {
    var stream = stream
    var samples = fid.samples
    for i in samples.indices {
      samples[i] = samples[i] + Complex(deviation * stream.normal(), deviation * stream.normal())
    }
    return FID(samples: samples, acquisition: fid.acquisition)
  }

  static let model = WaterModel(
    tissue: TissueWater(
      protonConcentration: waterProtons, protonConcentrationVariation: 0.04, density: 1.06,
      relaxation: Relaxation(t1: 0.8, t2: 0.025), t1Deviation: 0, t2Deviation: 0),
    echoTime: 0.03, repetitionTime: 2, relaxations: relaxations)

  static func reference(_ fid: FID) throws -> WaterReference {
    try WaterReference(fitting: fid, model: model)
  }

  @Test(
    "Fat fraction and gain are within four of their deviations, over eight draws of noise",
    arguments: [0.003, 0.02, 0.08, 0.25])
  func recovery(fatFraction: Double) throws {
    var sum = 0.0
    for draw in 0..<8 {
      let found = try Self.reference(
        Self.fid(fatFraction: fatFraction, noise: 30, stream: RandomStream(seed: 71).child(draw)))
      let error = (found.fatFraction - fatFraction) / found.fatFractionDeviation
      sum += error * error
      #expect(abs(error) < 4, "PDFF \(found.fatFraction) ± \(found.fatFractionDeviation)")
      #expect(abs(found.gain / Self.receiverGain - 1) < 4 * found.gainDeviation)
      // Useful, not only honest.
      #expect(found.fatFractionDeviation < 0.005)
      #expect(found.gainDeviation < 0.01)
    }
    // Mean square of eight standardised errors: below 2.9 with probability 0.997.
    #expect(sum / 8 < 2.9)
  }

  @Test("Frequency, phase and width of water are found; the registered, scaled FID has them taken off")
  func registration() throws {
    let fid = Self.fid(fatFraction: 0.05, noise: 30, stream: RandomStream(seed: 72))
    let found = try Self.reference(fid)
    #expect(abs(found.frequency - Self.frequency) < 0.1)
    #expect(abs(found.phase - Self.phase) < 0.02)
    let width = Lineshape(lorentzian: Lineshape.lorentzianWidth(relaxationTime: 0.025), gaussian: 9).width
    #expect(abs(found.linewidth / width - 1) < 0.02)
    let again = try Self.reference(found.scaled(found.registered(fid)))
    #expect(abs(again.frequency) < 0.1)
    #expect(abs(again.phase) < 0.01)
    #expect(abs(again.gain - 1) < 0.005)
  }

  @Test("Noise alone is no water: it is refused or its gain is not claimed")
  func noise() throws {
    let fid = Self.noisy(
      FID(samples: ComplexVector(zeros: 1024), acquisition: Self.acquisition), deviation: 1,
      stream: RandomStream(seed: 73))
    do {
      let found = try Self.reference(fid)
      #expect(found.gainDeviation > 0.05)
    } catch ProcessingError.noWater {
    }
  }
}
