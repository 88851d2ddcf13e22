import Foundation
import MRSCore
import MRSSimulation
import Numerics
import Testing

@Suite("Basis simulation")
struct SimulationTests {
  static let acquisition = Acquisition(
    spectrometerFrequency: .megahertz(123.25), dwellTime: 0.5e-3, points: 1024)

  /// The lines of one spin system under a sequence, merged where closer than `tolerance` Hz.
  static func lines(
    _ system: SpinSystem, _ sequence: PulseSequence, tolerance: Double = 1e-6,
    at acquisition: Acquisition = Self.acquisition
  ) throws -> TransitionLines {
    let molecule = Molecule(name: "X", title: "", source: "", parts: [.init(system: system, copies: 1)])
    let function = try BasisSimulator(sequence: sequence, acquisition: acquisition, mergeTolerance: tolerance)
      .basisFunction(of: molecule)
    guard case .lines(let lines) = function.signal else { throw CancellationError() }
    return lines
  }

  @Test("|FID(0)| at TE → 0 equals the number of protons, and is real and positive, for every species of the library")
  func protonCounts() throws {
    // The counts of science: 13 Cho and PCh, 18 GPC, 10 GSH, 7 Glc, 6 mI, 5 Glu and Gln, 4 Ala, Lac and Tau, …
    let expected: [String: Double] = [
      "GPC": 18, "PCh": 13, "Cho": 13, "Bet": 11, "Tau": 4, "Glc": 7, "Glycogen": 7, "Glu": 5, "Gln": 5, "GSH": 10,
      "Gly": 2, "Ala": 4, "Lac": 4, "Acetate": 3, "mI": 6, "TMAO": 9, "Carnitine": 14, "PE": 4, "bHB": 6,
      "Acetone": 6, "Cr": 5, "GPE": 9, "AcAc": 5,
    ]
    let library = try SpinSystemLibrary.liver()
    #expect(Set(library.molecules.map(\.name)) == Set(expected.keys))
    let simulator = BasisSimulator(
      sequence: .press(firstEchoTime: 1e-9, secondEchoTime: 1e-9), acquisition: Self.acquisition)
    for molecule in library.molecules {
      let function = try simulator.basisFunction(of: molecule)
      guard case .lines(let lines) = function.signal else { continue }
      // 2 ns of evolution turn by 1e-6 rad; lines below 1e-7 of the largest are dropped.
      #expect(abs(lines.total.real - (expected[molecule.name] ?? 0)) < 1e-4, "\(molecule.name): \(lines.total)")
      #expect(abs(lines.total.imaginary) < 1e-4)
    }
  }

  @Test("An AB system has the four lines of the closed form: (D ± J)/2 about the mean, 1 ∓ J/D")
  func abSystem() throws {
    let (first, second, coupling) = (3.00, 3.05, 7.0)
    let system = SpinSystem(
      shifts: [.ppm(first), .ppm(second)], couplings: [.init(0, 1, hertz: coupling)])
    let lines = try Self.lines(system, .pulseAcquire)
    let a = Self.acquisition.offset(of: .ppm(first)).hertz
    let b = Self.acquisition.offset(of: .ppm(second)).hertz
    let d = ((b - a) * (b - a) + coupling * coupling).squareRoot()
    let mean = (a + b) / 2
    let positions = [
      mean - (d + coupling) / 2, mean - (d - coupling) / 2, mean + (d - coupling) / 2, mean + (d + coupling) / 2,
    ]
    let outer = (1 - coupling / d) / 2
    let inner = (1 + coupling / d) / 2
    #expect(lines.count == 4)
    for (found, expected) in zip(lines.frequencies, positions) { #expect(abs(found - expected) < 1e-9) }
    for (found, expected) in zip(lines.amplitudes.real, [outer, inner, inner, outer]) {
      #expect(abs(found - expected) < 1e-9)
    }
  }

  /// Lactate at 3 T is A3X to (J/Δ)² = 4e-4.
  static let lactate = SpinSystem(
    shifts: [.ppm(4.0974), .ppm(1.3142), .ppm(1.3142), .ppm(1.3142)],
    couplings: (1...3).map { .init(0, $0, hertz: 6.933) })

  @Test("A3X: the methyl is a 1:1 doublet of J, the methine a 1:3:3:1 quartet")
  func a3x() throws {
    let lines = try Self.lines(Self.lactate, .pulseAcquire, tolerance: 0.3)
    let methyl = Self.acquisition.offset(of: .ppm(1.3142)).hertz
    let methine = Self.acquisition.offset(of: .ppm(4.0974)).hertz
    let strongCoupling = 5e-3
    func near(_ center: Double) -> [(Double, Double)] {
      lines.frequencies.indices.filter { abs(lines.frequencies[$0] - center) < 30 }
        .filter { abs(lines.amplitudes.real[$0]) > 1e-2 }
        .map { (lines.frequencies[$0] - center, lines.amplitudes.real[$0]) }
    }
    let doublet = near(methyl)
    #expect(doublet.count == 2)
    for (line, expected) in zip(doublet, [(-3.4665, 1.5), (3.4665, 1.5)]) {
      #expect(abs(line.0 - expected.0) < 0.2 && abs(line.1 - expected.1) < 0.1)
    }
    let quartet = near(methine)
    #expect(quartet.count == 4)
    for (line, expected) in zip(quartet, [0.125, 0.375, 0.375, 0.125]) { #expect(abs(line.1 - expected) < 0.03) }
    #expect(abs(lines.total.real - 4) < strongCoupling)
  }

  @Test(
    "PRESS modulates weakly coupled A3X as cos(π·J·TE) and cos³(π·J·TE): lactate's methyl is inverted at 144 ms",
    arguments: [0.030, 0.072, 0.144])
  func jModulation(echoTime: Double) throws {
    let sequence = PulseSequence.press(firstEchoTime: echoTime / 3, secondEchoTime: 2 * echoTime / 3)
    // A field a hundred times higher makes J/Δ = 2e-4, the size of the terms that the closed form leaves out.
    let strong = Acquisition(spectrometerFrequency: .megahertz(12325), dwellTime: 5e-6, points: 1024)
    let tolerance = 1e-3
    let lines = try Self.lines(Self.lactate, sequence, at: strong)
    func sum(near ppm: Double) -> Double {
      zip(lines.frequencies, lines.amplitudes.real)
        .filter { abs($0.0 - strong.offset(of: .ppm(ppm)).hertz) < 30 }.reduce(0) { $0 + $1.1 }
    }
    let cosine = cos(Double.pi * 6.933 * echoTime)
    #expect(abs(sum(near: 1.3142) - 3 * cosine) < tolerance)
    #expect(abs(sum(near: 4.0974) - cosine * cosine * cosine) < tolerance)
  }

  @Test("A heteronuclear coupling splits the lines but is refocused by proton pulses")
  func heteronuclear() throws {
    let system = SpinSystem(
      shifts: [.ppm(4.28)], passiveNuclei: [.init(spin: 0.5, couplings: [6.3])])
    let acquired = try Self.lines(system, .pulseAcquire)
    let offset = Self.acquisition.offset(of: .ppm(4.28)).hertz
    #expect(acquired.frequencies.map { ($0 - offset).rounded(toPlaces: 6) } == [-3.15, 3.15])
    let echo = try Self.lines(system, .press(firstEchoTime: 0.05, secondEchoTime: 0.03))
    for amplitude in echo.amplitudes.real { #expect(abs(amplitude - 0.5) < 1e-9) }
  }

  @Test("¹⁴N splits a line into a 1:1:1 triplet")
  func nitrogen() throws {
    let system = SpinSystem(shifts: [.ppm(3.2)], passiveNuclei: [.init(spin: 1, couplings: [2.7])])
    let lines = try Self.lines(system, .pulseAcquire)
    #expect(lines.count == 3)
    for amplitude in lines.amplitudes.real { #expect(abs(amplitude - 1.0 / 3) < 1e-9) }
  }

  @Test("A system too large is refused with its size")
  func tooLarge() throws {
    let system = SpinSystem(shifts: (0..<11).map { .ppm(Double($0)) })
    #expect(throws: SimulationError.tooManySpins(species: "X", protons: 11, limit: 10)) {
      _ = try Self.lines(system, .pulseAcquire)
    }
  }
}

extension Double {
  fileprivate func rounded(toPlaces places: Int) -> Double {
    let scale = Foundation.pow(10, Double(places))
    return (self * scale).rounded() / scale
  }
}
