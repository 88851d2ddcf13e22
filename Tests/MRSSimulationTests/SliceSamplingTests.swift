import MRSCore
import MRSSimulation
import Numerics
import Testing

@Suite("Where slices are sampled")
struct SliceSamplingTests {
  /// What the grid may leave out of a signal, and what its distance of points may cost.
  static let convergence = 1e-3

  /// 3 T and 7 T.
  static func acquisition(_ megahertz: Double) -> Acquisition {
    Acquisition(spectrometerFrequency: .megahertz(megahertz), dwellTime: 0.25e-3, points: 256)
  }

  /// The sequences with the pulses of the default protocol.
  static func sequence(_ name: String, transmitter: ChemicalShift) throws -> PulseSequence {
    let excitation = try RFPulse.windowedSinc(duration: 2.6e-3, bandwidth: .hertz(2200))
    let refocusing = try RFPulse.shinnarLeRoux(duration: 5.2e-3, bandwidth: .hertz(1100))
    switch name {
    case "SPIN-ECHO":
      return try .spinEcho(
        echoTime: 0.030, excitation: excitation, refocusing: refocusing, transmitterShift: transmitter)
    case "PRESS":
      return try .press(
        firstEchoTime: 0.012, secondEchoTime: 0.018, excitation: excitation, refocusing: refocusing,
        transmitterShift: transmitter)
    case "STEAM":
      return try .steam(
        echoTime: 0.020, mixingTime: 0.010, excitation: excitation, transmitterShift: transmitter)
    default:
      return try .semiLASER(
        echoTime: 0.042, excitation: excitation,
        refocusing: .hyperbolicSecant(duration: 4.5e-3, bandwidth: .hertz(4000)), transmitterShift: transmitter)
    }
  }

  static func fid(_ name: String, _ simulator: BasisSimulator) throws -> ComplexVector {
    let function = try simulator.basisFunction(of: SpinSystemLibrary.metabolites().molecule(named: name))
    guard case .lines(let lines) = function.signal else { throw CancellationError() }
    return lines.fid(on: simulator.acquisition).samples
  }

  @Test(
    "Far from the transmitter no slice is cut: at 7 T, pulses of 1100 Hz at the water, grids half as large again and three times as fine change nothing",
    arguments: [
      ("PRESS", "Acetate", 3.00), ("PRESS", "Lac", 3.80), ("PRESS", "NAA", 5.30), ("STEAM", "Lac", 3.76),
      ("SLASER", "Lac", 2.70),
    ])
  func displaced(name: String, species: String, amplitude: Double) throws {
    let sequence = try Self.sequence(name, transmitter: .ppm(4.65))
    let acquisition = Self.acquisition(297.2)
    let simulator = BasisSimulator(sequence: sequence, acquisition: acquisition)
    let found = try Self.fid(species, simulator)
    #expect(abs(found[0].length - amplitude) < 0.005, "\(found[0].length)")
    let largest = name == "SLASER" ? 1.5 : 2.6
    let fine = BasisSimulator(
      sequence: sequence, acquisition: acquisition,
      sampling: .init(fixed: SliceGrid(points: name == "SLASER" ? 480 : 220, extent: 2 * largest)))
    let expected = try Self.fid(species, fine)
    let difference = ((found - expected).energy / expected.energy).squareRoot()
    #expect(difference < Self.convergence, "\(difference)")
  }

  @Test("Two slice widths about the centre, the grid of before, left half of lactate and acetate out at 7 T")
  func former() throws {
    let sequence = try Self.sequence("PRESS", transmitter: .ppm(4.65))
    let former = BasisSimulator(
      sequence: sequence, acquisition: Self.acquisition(297.2),
      sampling: .init(fixed: SliceGrid(points: 32, extent: 2)))
    #expect(abs(try Self.fid("Lac", former)[0].length - 1.90) < 0.01)
    #expect(abs(try Self.fid("Acetate", former)[0].length - 1.73) < 0.01)
  }

  @Test(
    "What a pulse reaches leaves no more than the share outside, by the profile over eight bandwidths",
    arguments: ["sinc", "slr", "hs1"])
  func extent(name: String) throws {
    let pulse: RFPulse =
      switch name {
      case "sinc": try .windowedSinc(duration: 2.6e-3, bandwidth: .hertz(2200))
      case "slr": try .shinnarLeRoux(duration: 5.2e-3, bandwidth: .hertz(1100))
      default: try .hyperbolicSecant(duration: 4.5e-3, bandwidth: .hertz(4000))
      }
    let extent = pulse.extent(leaving: 1e-3)
    #expect(extent.contains(0.5 * pulse.bandwidth.hertz) && extent.contains(-0.5 * pulse.bandwidth.hertz))
    #expect(extent.upperBound < 2 * pulse.bandwidth.hertz)
    let step = 1 / (16 * pulse.duration)
    var (inside, outside) = (Complex<Double>.zero, Complex<Double>.zero)
    for index in -Int(4 * pulse.bandwidth.hertz / step)...Int(4 * pulse.bandwidth.hertz / step) {
      let offset = Double(index) * step
      let rotation = pulse.profile.rotation(at: offset)
      let signal =
        name == "sinc"
        ? rotation.transverse * Complex(length: 1, phase: -2 * .pi * offset * pulse.isodelay)
        : rotation.b * rotation.b
      if extent.contains(offset) { inside += signal } else { outside += signal }
    }
    #expect(outside.length < 4e-3 * inside.length, "\(outside.length / inside.length)")
  }

  @Test("A grid follows shifts and transmitter, and gets more points as pulses get longer")
  func grids() throws {
    let near = SliceSampling(try Self.sequence("PRESS", transmitter: .ppm(4.65)))
    let still = near.grid(along: .y, for: 0...0)
    let moved = near.grid(along: .y, for: -1100...(-1100))
    #expect(abs(moved.range.upperBound - still.range.upperBound - 1) < 1e-5, "Bandwidths are measured to a millionth")
    #expect(moved.range.lowerBound == -0.5, "The centre stays in")
    let excited = near.grid(along: .x, for: -1100...0)
    #expect(abs(excited.range.upperBound - near.grid(along: .x, for: 0...0).range.upperBound - 0.5) < 1e-5)
    #expect(still.weight < 1.001 / (2 * 1100 * 5.2e-3))
  }
}
