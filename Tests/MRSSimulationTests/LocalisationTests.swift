import MRSCore
import MRSSimulation
import Numerics
import Testing

@Suite("Localisation by shaped pulses")
struct LocalisationTests {
  /// Both ways are the same sum in another order.
  static let sameSum = 1e-10

  static let acquisition = Acquisition(
    spectrometerFrequency: .megahertz(123.25), dwellTime: 0.5e-3, points: 256)

  static func press(transmitter: ChemicalShift = .ppm(3)) throws -> PulseSequence {
    try .press(
      firstEchoTime: 0.012, secondEchoTime: 0.018, excitation: PulseDesignTests.sinc(),
      refocusing: PulseDesignTests.slr(), transmitterShift: transmitter)
  }

  static func fid(_ system: SpinSystem, _ simulator: BasisSimulator) throws -> ComplexVector {
    let molecule = Molecule(name: "X", title: "", source: "", parts: [.init(system: system, copies: 1)])
    guard case .lines(let lines) = try simulator.basisFunction(of: molecule).signal else { throw CancellationError() }
    return lines.fid(on: acquisition).samples
  }

  @Test(
    "Projection gives what every position of the grid gives, on coupled systems",
    arguments: ["PRESS", "STEAM", "SLASER"], ["ABX", "lactate"])
  func projection(sequenceName: String, name: String) throws {
    let sequence = try #require(try LiouvilleTests.shapedSequences().first { $0.name == sequenceName })
    let system = try #require(LiouvilleTests.systems.first { $0.name == name }).system
    let grid = SliceGrid(points: 5, extent: 1.6)
    let projected = try Self.fid(
      system,
      BasisSimulator(
        sequence: sequence, acquisition: Self.acquisition, sampling: .init(fixed: grid), mergeTolerance: 1e-9))
    let whole = try Self.fid(
      system,
      BasisSimulator(
        sequence: sequence, acquisition: Self.acquisition, sampling: .init(fixed: grid), averaging: .grid,
        mergeTolerance: 1e-9))
    #expect(((projected - whole).energy / whole.energy).squareRoot() < Self.sameSum)
  }

  /// The signal of an uncoupled proton `difference` Hz off the transmitter, from rotations alone: the product of what each
  /// pulse leaves of its own axis.
  static func profileProduct(_ grid: SliceGrid, difference: Double) throws -> Double {
    let excitation = try PulseDesignTests.sinc()
    let refocusing = try PulseDesignTests.slr()
    var excited = Complex<Double>.zero
    var refocused = Complex<Double>.zero
    for position in grid.positions {
      let offset = position * excitation.bandwidth.hertz
      let transverse = excitation.profile.rotation(at: offset + difference).transverse
      excited += transverse * Complex(length: grid.weight, phase: -2 * .pi * offset * excitation.isodelay)
      let b = refocusing.profile.rotation(at: position * refocusing.bandwidth.hertz + difference).b
      refocused += Complex(grid.weight) * b * b
    }
    return excited.length * refocused.length * refocused.length
  }

  @Test("The reference is the product of the three profiles' areas, from the Bloch equations alone")
  func profileAreas() throws {
    let grid = SliceGrid(points: 64, extent: 3)
    let simulator = BasisSimulator(
      sequence: try Self.press(), acquisition: Self.acquisition, sampling: .init(fixed: grid))
    let reference = try simulator.reference()
    #expect(abs(reference.length - (try Self.profileProduct(grid, difference: 0))) < 1e-9)
    #expect(reference.length > 0.9 && reference.length < 1.1)
  }

  @Test(
    "Chemical-shift displacement: in one slice width about the centre a singlet loses what its displaced profiles do")
  func displacement() throws {
    let sequence = try Self.press()
    let wide = BasisSimulator(sequence: sequence, acquisition: Self.acquisition)
    let grid = SliceGrid(points: 64, extent: 1)
    let narrow = BasisSimulator(sequence: sequence, acquisition: Self.acquisition, sampling: .init(fixed: grid))
    for ppm in [3.0, 1.3, 4.5] {
      let singlet = SpinSystem(shifts: [.ppm(ppm)])
      // Wherever it is, the whole of it is on a grid twice as wide, and the echo leaves it in phase.
      #expect((try Self.fid(singlet, wide)[0] - Complex(1)).length < 0.02, "\(ppm) ppm")
      let difference = (ppm - 3) * 123.25
      let kept = try Self.profileProduct(grid, difference: difference) / Self.profileProduct(grid, difference: 0)
      #expect(abs(try Self.fid(singlet, narrow)[0].length - kept) < 1e-9, "\(ppm) ppm")
      #expect(ppm == 3 || kept < 0.8)
    }
  }

  @Test(
    "Lactate's methyl at TE 144 ms: displacement of slices at 3 T loses the inversion where methine and methyl differ")
  func lactate() throws {
    // Where the refocusing pulse reaches the methyl but not the methine, J is refocused (Slotboom et al. 1994): the signal
    // is less inverted than with ideal pulses.
    let sequence = try PulseSequence.press(
      firstEchoTime: 0.072, secondEchoTime: 0.072, excitation: PulseDesignTests.sinc(),
      refocusing: PulseDesignTests.slr(), transmitterShift: .ppm(2.3))
    let localised = try Self.fid(
      SimulationTests.lactate, BasisSimulator(sequence: sequence, acquisition: Self.acquisition))[0].real
    let ideal = try Self.fid(
      SimulationTests.lactate,
      BasisSimulator(
        sequence: .press(firstEchoTime: 0.072, secondEchoTime: 0.072), acquisition: Self.acquisition))[0].real
    #expect(ideal < -3.8)
    #expect(localised > ideal + 0.8 && localised < -0.5, "\(localised) \(ideal)")
  }

  @Test("Many molecules at once give what one after another gives, bit by bit, for any number of tasks")
  func tasks() async throws {
    let library = try SpinSystemLibrary.liver()
    let molecules = try ["Tau", "Lac", "PE", "Gly"].map { try library.molecule(named: $0) }
    let simulator = BasisSimulator(
      sequence: try Self.press(), acquisition: Self.acquisition,
      sampling: .init(fixed: SliceGrid(points: 4, extent: 2)))
    let single = try molecules.map { try simulator.basisFunction(of: $0) }
    for tasks in [1, 3] {
      #expect(try await simulator.basisFunctions(of: molecules, tasks: tasks) == single)
    }
  }
}
