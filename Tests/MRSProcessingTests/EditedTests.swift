import MRSCore
import MRSProcessing
import Numerics
import Testing

@Suite("Edited spectra")
struct EditedTests {
  @Test("Of MEGA-PRESS the conditions lie on one another to 0.05 Hz and GABA in the difference is right to 3 %")
  func mega() throws {
    var random = RandomStream(seed: 31)
    var on = SimulatedScan()
    on.averages = 8
    let off = on
    // Half of the outer lines of GABA's triplet at 3.01 ppm each way; NAA is saturated, Glx at 3.75 ppm co-edited, as strong as in brains.
    let spacing = 7.3 / 123.25
    let gaba: [(ppm: Double, amplitude: Double, width: Double)] = [
      (3.01 - spacing, 3, 9), (3.01 + spacing, 3, 9),
    ]
    on.lines = off.lines.filter { $0.ppm != 2.01 } + gaba + [(3.75, 10, 9)]
    // A ratio of 20 for the difference of the means of 8 each.
    var alone = on
    alone.lines = gaba
    let noise = alone.noise(atRatio: 20) * (8.0 / 2).squareRoot()
    (on.noise, alone.noise) = (noise, 0)
    var quiet = off
    quiet.noise = noise
    var corrections: [Double] = []
    var errors: [Double] = []
    for _ in 0..<3 {
      let (edited, _) = on.make(&random)
      let (plain, _) = quiet.make(&random)
      let scheme = EditingScheme([EditingCondition(name: "OFF"), EditingCondition(name: "ON")])
      let scan = try EditedSignals(scheme: scheme, conditions: [plain, edited]).processed(by: .withoutEddyCurrents)
      // Where each condition is, told by all that it is made of.
      func place(_ fid: FID, _ truth: ComplexVector) -> SpectralRegistration.Correction {
        let pair = FIDArray(
          acquisition: off.acquisition, coils: 1, averages: 2, samples: [truth, fid.samples])
        let found = pair.aligned().corrections
        return .init(
          frequency: .hertz(found[1].frequency.hertz - found[0].frequency.hertz),
          phase: .radians(found[1].phase.radians - found[0].phase.radians))
      }
      let (first, second) = (place(scan.aligned[0], off.signal()), place(scan.aligned[1], on.signal()))
      corrections.append(second.frequency.hertz - first.frequency.hertz)
      let output = try #require(scan.combinations.first { $0.name == "difference" })
      let difference = FIDArray(output.fid).corrected(by: [first])[0, 0]
      errors.append(amount(of: alone.signal(), in: difference) - 1)
    }
    #expect(corrections.allSatisfy { abs($0) < 0.05 }, "\(corrections)")
    let bias = errors.reduce(0, +) / 3
    #expect(abs(bias) < 0.03, "\(errors)")
  }

  /// By least squares from 2.75 to 3.3 ppm, beside a straight line.
  private func amount(of function: ComplexVector, in fid: FID) -> Double {
    let plan = FourierTransform(count: fid.samples.count)
    let spectrum = plan.spectrum(of: fid)
    let range = spectrum.indices(in: .ppm(2.75) ... .ppm(3.3))
    let alone = plan.spectrum(of: FID(samples: function, acquisition: fid.acquisition)).values[range]
    let data = spectrum.values[range]
    let shifts = range.map { spectrum.shift(at: $0).ppm - 3 }
    let zeros = shifts.map { _ in 0.0 }
    let ones = shifts.map { _ in 1.0 }
    let columns = [
      alone.real + alone.imaginary, ones + zeros, zeros + ones, shifts + zeros, zeros + shifts,
    ]
    let found = try? Matrix(columns: columns).leastSquaresFullRank(data.real + data.imaginary)
    return found?[0] ?? .nan
  }

  @Test("Which conditions are added and which subtracted follows from names and pulses")
  func schemes() {
    func weights(_ scheme: EditingScheme) -> [String: [Double]] {
      Dictionary(scheme.combinations.map { ($0.name, $0.weights) }) { $1 }
    }
    let named = EditingScheme([.init(name: "off"), .init(name: "on")])
    #expect(weights(named) == ["difference": [-1, 1], "sum": [0.5, 0.5]])
    #expect(named.assumption == nil)
    // MEGA has the pulse of its OFF on the other side of water, where nothing is edited.
    let pulses = EditingScheme([.init(name: "A", pulses: [7.5]), .init(name: "B", pulses: [1.9])])
    #expect(weights(pulses)["difference"] == [-1, 1])
    let unknown = EditingScheme([.init(name: "condition 1"), .init(name: "condition 2")])
    #expect(weights(unknown)["difference"] == [1, -1] && unknown.assumption != nil)
    let hermes = EditingScheme([
      .init(name: "A", pulses: [1.9, 4.56]), .init(name: "B", pulses: [1.9]), .init(name: "C", pulses: [4.56]),
      .init(name: "D", pulses: []),
    ])
    #expect(weights(hermes)["difference-1.90ppm"] == [0.5, 0.5, -0.5, -0.5])
    #expect(weights(hermes)["difference-4.56ppm"] == [0.5, -0.5, 0.5, -0.5])
    #expect(weights(hermes)["sum"] == [0.25, 0.25, 0.25, 0.25])
  }

  @Test("Coils of all conditions are combined with one set of weights, rows in turn go to their condition")
  func coils() throws {
    var random = RandomStream(seed: 32)
    var simulated = SimulatedScan()
    simulated.averages = 8
    simulated.noise = 0.5
    let (single, _) = simulated.make(&random)
    let samples = single.samples + single.samples.map { Complex(length: 0.5, phase: 2) * $0 }
    let scan = FIDArray(acquisition: single.acquisition, coils: 2, averages: 8, samples: samples)
    let rows = EditedSignals.rows(scan, inTurn: 2)
    #expect(rows.map(\.averages) == [4, 4] && rows[1].samples[0] == scan.samples[1])
    #expect(rows[1].samples[4] == scan.samples[9])
    let edited = try EditedSignals(
      scheme: EditingScheme([.init(name: "ON"), .init(name: "OFF")]), conditions: rows
    ).processed(by: .withoutEddyCurrents)
    let weights = edited.conditions.map { $0.records[0].coilWeights }
    #expect(weights[0] != nil && weights[0] == weights[1])
    // Alike rows leave nothing but noise in the difference.
    let (difference, sum) = (edited.combinations[0].fid.samples, edited.combinations[1].fid.samples)
    let (metabolites, left) = (simulated.signal().energy, difference[0..<200].energy)
    #expect(left < 0.5 * metabolites && sum[0..<200].energy > 0.5 * metabolites)
  }
}
