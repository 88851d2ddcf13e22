import MRSCore
import MRSSimulation
import Numerics
import Testing

@Suite("Edited sequences")
struct EditingTests {
  /// MEGA-PRESS of TE 68 ms with a Gaussian of 14 ms, as in Reference/make_edited.py.
  static func mega(_ shifts: [Double], first: Double = 0.014, second: Double = 0.054) throws -> PulseSequence {
    let times = PulseSequence.editingTimes(
      echoTime: first + second, refocusing: (first / 2, first + second / 2))
    let pulse = shifts.isEmpty ? nil : EditingPulse(try .gaussian(duration: 0.014), at: shifts.map { .ppm($0) })
    return try PulseSequence.press(firstEchoTime: first, secondEchoTime: second).edited(by: pulse, at: times)
  }

  static let acquisition = Acquisition(spectrometerFrequency: .megahertz(123.25), dwellTime: 5e-4, points: 1024)

  private func lines(_ name: String, _ shifts: [Double]) throws -> TransitionLines {
    let simulator = BasisSimulator(sequence: try Self.mega(shifts), acquisition: Self.acquisition)
    let molecule = try SpinSystemLibrary.metabolites().molecule(named: name)
    guard case .lines(let lines) = try simulator.basisFunction(of: molecule).signal else { throw CancellationError() }
    return lines
  }

  /// Of the difference ON less OFF, in protons.
  private func area(_ name: String, _ range: ClosedRange<Double>) throws -> Double {
    func sum(_ lines: TransitionLines) -> Double {
      lines.frequencies.indices.filter {
        range.contains(Self.acquisition.shift(at: .hertz(lines.frequencies[$0])).ppm)
      }.reduce(0) { $0 + lines.amplitudes[$1].real }
    }
    return sum(try lines(name, [1.9])) - sum(try lines(name, [7.5]))
  }

  @Test(
    "GABA, glutamate, lactate and NAA under MEGA-PRESS agree with exponentials of the whole Hamiltonian",
    arguments: ["on": [1.9], "off": [7.5], "lactate": [4.1], "both": [1.9, 4.56]])
  func reference(condition: String, shifts: [Double]) throws {
    let reference = try ReferenceFIDs.read("edited")
    #expect(reference.echoTimes == [0.014, 0.054])
    let simulator = BasisSimulator(sequence: try Self.mega(shifts), acquisition: reference.acquisition)
    for (name, conditions) in reference.species {
      let expected = try #require(conditions[condition]).samples
      let function = try simulator.basisFunction(of: SpinSystemLibrary.metabolites().molecule(named: name))
      guard case .lines(let lines) = function.signal else { continue }
      let found = lines.fid(on: reference.acquisition).samples
      // The kicks of couplings, and lines merged within 0.002 Hz.
      let difference = found.relativeDifference(from: expected)
      #expect(difference < 1e-3, "\(name), \(condition): \(difference)")
    }
  }

  @Test("MEGA of PRESS and of semi-LASER, with one and two bands, are what the commutator makes of them")
  func commutator() throws {
    let pulse = try RFPulse.gaussian(duration: 0.012, points: 96)
    let press = PulseSequence.press(firstEchoTime: 0.012, secondEchoTime: 0.048)
    let slaser = PulseSequence.semiLASER(echoTime: 0.072)
    let sequences = [
      try press.edited(by: EditingPulse(pulse, at: [.ppm(1.4)]), at: [0.021, 0.051]),
      try slaser.edited(by: EditingPulse(pulse, at: [.ppm(4.05)]), at: [0.018, 0.054]),
      try slaser.edited(
        by: EditingPulse(try .gaussian(duration: 0.012, points: 384), at: [.ppm(1.4), .ppm(2.3)]), at: [0.018, 0.054]),
    ]
    #expect(sequences.map(\.name) == ["MEGA-PRESS", "MEGA-SLASER", "MEGA-SLASER"])
    for (index, sequence) in sequences.enumerated() {
      for (name, system) in LiouvilleTests.systems.prefix(2) {
        let result = try LiouvilleTests.compare(system, sequence)
        // The kicks of couplings within 24 ms of pulses; two bands are sampled in steps in another frame, too.
        #expect(result.difference < (index == 2 ? 1e-3 : 3e-4), "\(index) \(name): \(result.difference)")
      }
    }
  }

  @Test(
    "GABA is edited at 3.01 ppm: the outer lines of its triplet are kept, half of the signal in the mean of ON and −OFF"
  )
  func gaba() throws {
    let efficiency = try area("GABA", 2.85...3.2) / 2 / 2
    #expect((0.4...0.5).contains(efficiency), "\(efficiency)")
    let difference = FID(
      samples: try lines("GABA", [1.9]).fid(on: Self.acquisition).samples
        - lines("GABA", [7.5]).fid(on: Self.acquisition).samples, acquisition: Self.acquisition)
    let spectrum = FourierTransform(count: 1024).spectrum(of: difference.broadened(byLorentzian: .hertz(2)))
    func highest(_ range: ClosedRange<Double>) -> Double {
      spectrum.indices(in: .ppm(range.lowerBound) ... .ppm(range.upperBound)).map { spectrum.values.real[$0] }.max()
        ?? 0
    }
    func lowest(_ range: ClosedRange<Double>) -> Double {
      spectrum.indices(in: .ppm(range.lowerBound) ... .ppm(range.upperBound)).map { spectrum.values.real[$0] }.min()
        ?? 0
    }
    let outer = min(highest(2.92...2.99), highest(3.03...3.10))
    #expect(outer > 0 && lowest(2.99...3.03) < 0.35 * outer, "\(outer), \(lowest(2.99...3.03))")
    // What the pulse turns itself, the middle protons at 1.89 ppm, is lost.
    func energy(_ lines: TransitionLines) -> Double {
      lines.frequencies.indices.reduce(0) { sum, index in
        let shift = Self.acquisition.shift(at: .hertz(lines.frequencies[index])).ppm
        return (1.8...1.98).contains(shift) ? sum + lines.amplitudes[index].lengthSquared : sum
      }
    }
    let (on, off) = (energy(try lines("GABA", [1.9])), energy(try lines("GABA", [7.5])))
    #expect(off > 0.01 && on < 0.02 * off, "\(on), \(off)")
  }

  @Test("Glutamate and glutamine are edited with it at 3.75 ppm, NAA at 2.01 ppm is negative, creatine is gone")
  func others() throws {
    let glutamate = try area("Glu", 3.65...3.85)
    let glutamine = try area("Gln", 3.65...3.85)
    #expect(glutamate > 0.3 && glutamine > 0.3, "\(glutamate), \(glutamine)")
    let acetyl = try area("NAA", 1.95...2.06)
    #expect((-3.01 ... -2.7).contains(acetyl), "\(acetyl)")
    // A Gaussian of 14 ms turns 0.7 % of what is 138 Hz away, twice: of three protons at 3.03 ppm, of nine at 3.21 less.
    for name in ["Cr", "GPC"] {
      let left = try area(name, 2.9...3.3)
      #expect(abs(left) < 0.06, "\(name): \(left)")
    }
  }

  @Test("Without a pulse a condition is the sequence itself, and the reference of amounts knows no editing pulse")
  func withoutPulse() throws {
    let plain = PulseSequence.press(firstEchoTime: 0.014, secondEchoTime: 0.054)
    #expect(try Self.mega([]).events == plain.events)
    // A pulse at water would turn the reference into nothing.
    let simulator = BasisSimulator(sequence: try Self.mega([4.65]), acquisition: Self.acquisition)
    #expect(try (simulator.reference() - 1).length < 1e-9)
  }

  @Test("A Gaussian is as wide as was asked, and turns by 180° in its middle")
  func pulse() throws {
    let pulse = try RFPulse.gaussian(bandwidth: .hertz(60))
    #expect(abs(pulse.bandwidth.hertz - 60) < 0.1)
    #expect(abs(pulse.profile.rotation(at: 0).longitudinal + 1) < 1e-9)
    // Beyond its band it leaves spins alone.
    #expect(pulse.profile.response(of: .refocusing, at: 75) < 0.01)
    #expect(throws: SimulationError.self) { try RFPulse.gaussian(duration: 0.2) }
    #expect(throws: SimulationError.self) { try RFPulse.gaussian(bandwidth: .hertz(0)) }
  }

  @Test("Editing pulses that lie on another pulse or beyond the echo are refused with what is free")
  func doesNotFit() throws {
    let press = PulseSequence.press(firstEchoTime: 0.014, secondEchoTime: 0.054)
    let pulse = EditingPulse(try .gaussian(duration: 0.014), at: [.ppm(1.9)])
    for times in [[0.010, 0.044], [0.024, 0.040], [0.024, 0.064], [0.024, 0.030]] {
      let error = #expect(throws: SimulationError.self) { try press.edited(by: pulse, at: times) }
      #expect(
        error?.description.contains("7.0 ms to 41.0 ms, 41.0 ms to 68.0 ms") == true, "\(error?.description ?? "")")
    }
    #expect(throws: SimulationError.self) { try PulseSequence.pulseAcquire.edited(by: pulse, at: [0.01]) }
  }
}
