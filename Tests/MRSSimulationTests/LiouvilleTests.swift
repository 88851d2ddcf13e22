import MRSCore
import MRSSimulation
import Numerics
import Testing

@Suite("Sequences against a brute-force propagation of the commutator")
struct LiouvilleTests {
  /// Basis functions leave out lines below 1e-7 of the largest, some tens of them.
  static let droppedLines = 1e-6
  /// The nodes of couplings during a shaped pulse leave an error of second order in J times their distance.
  static let couplingNodes = 1e-5

  static let acquisition = Acquisition(
    spectrometerFrequency: .megahertz(123.25), dwellTime: 1e-3, points: 48, carrierShift: .ppm(3))

  /// AB with strong coupling, AX, ABX, A₂B₂-like taurine, and lactate, whose methyl is one particle to the package.
  static let systems: [(name: String, system: SpinSystem)] = [
    ("AB", SpinSystem(shifts: [.ppm(3.00), .ppm(3.11)], couplings: [.init(0, 1, hertz: 9)])),
    ("AX", SpinSystem(shifts: [.ppm(4.1), .ppm(1.3)], couplings: [.init(0, 1, hertz: 7)])),
    (
      "ABX",
      SpinSystem(
        shifts: [.ppm(2.93), .ppm(2.97), .ppm(4.56)],
        couplings: [.init(0, 1, hertz: -14.06), .init(0, 2, hertz: 7.09), .init(1, 2, hertz: 4.71)])
    ),
    (
      "taurine",
      SpinSystem(
        shifts: [.ppm(3.4206), .ppm(3.4206), .ppm(3.2459), .ppm(3.2459)],
        couplings: [
          .init(0, 1, hertz: -12.438), .init(0, 2, hertz: 6.742), .init(0, 3, hertz: 6.464),
          .init(1, 2, hertz: 6.403), .init(1, 3, hertz: 6.792), .init(2, 3, hertz: -12.93),
        ])
    ),
    ("lactate", SimulationTests.lactate),
  ]

  static let idealSequences: [PulseSequence] = [
    .pulseAcquire,
    .spinEcho(echoTime: 0.030),
    .press(firstEchoTime: 0.012, secondEchoTime: 0.018),
    .press(firstEchoTime: 0.050, secondEchoTime: 0.094),
    .steam(echoTime: 0.020, mixingTime: 0.013),
    .semiLASER(echoTime: 0.042), .semiLASER(intervals: [0.004, 0.011, 0.0125, 0.010, 0.0045]),
  ]

  /// ‖difference‖/‖reference‖ and the complex correlation |⟨a, b⟩|/(‖a‖·‖b‖).
  static func compare(
    _ system: SpinSystem, _ sequence: PulseSequence, grid: SliceGrid = SliceGrid(points: 1, extent: 1),
    averaging: SpatialAveraging = .projection
  ) throws -> (difference: Double, correlation: Double) {
    let simulator = BasisSimulator(
      sequence: sequence, acquisition: acquisition, sampling: .init(fixed: grid), averaging: averaging,
      mergeTolerance: 1e-9)
    let molecule = Molecule(name: "X", title: "", source: "", parts: [.init(system: system, copies: 1)])
    let function = try simulator.basisFunction(of: molecule)
    guard case .lines(let lines) = function.signal else { return (.infinity, 0) }
    let found = try simulator.reference() * lines.fid(on: acquisition).samples
    let expected = LiouvillePropagation(system, on: acquisition, grid: grid).fid(sequence)
    return (
      ((found - expected).energy / expected.energy).squareRoot(),
      found.innerProduct(expected).length / (found.energy * expected.energy).squareRoot()
    )
  }

  @Test(
    "Every sequence with ideal pulses gives the FID of the brute-force propagation, for systems of 2 to 4 spins",
    arguments: idealSequences.indices, systems.map(\.name))
  func idealPulses(index: Int, name: String) throws {
    let sequence = Self.idealSequences[index]
    let system = try #require(Self.systems.first { $0.name == name }).system
    let result = try Self.compare(system, sequence)
    #expect(result.difference < Self.droppedLines, "\(sequence.name) \(name)")
    #expect(result.correlation > 1 - Self.droppedLines)
  }

  /// Coarse pulses: what is tested is the propagation, not the profile.
  static func shapedSequences() throws -> [PulseSequence] {
    let excitation = try RFPulse.windowedSinc(duration: 2.4e-3, bandwidth: .hertz(2200), points: 48)
    let refocusing = try RFPulse.shinnarLeRoux(duration: 5e-3, bandwidth: .hertz(1300), points: 64)
    let passage = try RFPulse.hyperbolicSecant(duration: 4e-3, bandwidth: .hertz(4000), points: 128)
    let transmitter = ChemicalShift.ppm(2.4)
    return [
      try .spinEcho(
        echoTime: 0.030, excitation: excitation, refocusing: refocusing, transmitterShift: transmitter),
      try .press(
        firstEchoTime: 0.012, secondEchoTime: 0.018, excitation: excitation, refocusing: refocusing,
        transmitterShift: transmitter),
      try .steam(echoTime: 0.020, mixingTime: 0.013, excitation: excitation, transmitterShift: transmitter),
      try .semiLASER(
        echoTime: 0.042, excitation: excitation, refocusing: passage, transmitterShift: transmitter),
    ]
  }

  @Test(
    "Every localised sequence with shaped pulses gives the FID of the brute-force propagation on a small grid",
    arguments: ["SPIN-ECHO", "PRESS", "STEAM", "SLASER"], ["AB", "AX"])
  func shapedPulses(sequenceName: String, name: String) throws {
    let sequence = try #require(try Self.shapedSequences().first { $0.name == sequenceName })
    let system = try #require(Self.systems.first { $0.name == name }).system
    let result = try Self.compare(system, sequence, grid: SliceGrid(points: 3, extent: 1.4))
    #expect(result.difference < Self.couplingNodes)
    #expect(result.correlation > 1 - Self.couplingNodes)
  }

  @Test("Adiabatic pulses under a modulated gradient do what the brute-force propagation does, place by place")
  func modulatedGradient() throws {
    let excitation = try RFPulse.windowedSinc(duration: 2.4e-3, bandwidth: .hertz(2200), points: 48)
    let passage = try RFPulse.gradientModulated(duration: 3.5e-3, bandwidth: .hertz(6000), points: 128)
    let sequence = try PulseSequence.semiLASER(
      echoTime: 0.042, excitation: excitation, refocusing: passage, transmitterShift: .ppm(2.4))
    for (name, system) in Self.systems.prefix(2) {
      let result = try Self.compare(system, sequence, grid: SliceGrid(points: 3, extent: 1.4))
      #expect(result.difference < Self.couplingNodes, "\(name): \(result.difference)")
    }
  }

  @Test("A non-selective shaped pulse on three and four coupled spins, the methyl as one particle of spin 3/2")
  func nonSelective() throws {
    let refocusing = try RFPulse.shinnarLeRoux(duration: 5e-3, bandwidth: .hertz(1300), points: 64)
    let sequence = PulseSequence(
      name: "ECHO", echoTime: 0.02,
      events: [
        .pulse(.degrees(90), phase: .degrees(90)), .select(order: 1), .delay(0.0075),
        .shapedPulse(SlicePulse(refocusing, axis: nil), phase: .degrees(30)), .select(order: -1), .delay(0.0075),
      ])
    for (name, system) in Self.systems {
      let result = try Self.compare(system, sequence)
      #expect(result.difference < Self.couplingNodes, "\(name)")
    }
  }
}
