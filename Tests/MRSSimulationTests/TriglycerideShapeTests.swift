import Foundation
import MRSCore
import MRSModel
import MRSSimulation
import Testing

@Suite("Triglyceride multiplets")
struct TriglycerideShapeTests {
  static let acquisition = Acquisition(
    spectrometerFrequency: .megahertz(123.25), dwellTime: 0.5e-3, points: 1024)

  static func functions(_ first: Double, _ second: Double) throws -> [BasisFunction] {
    try LipidSimulator(
      simulator: BasisSimulator(
        sequence: .press(firstEchoTime: first, secondEchoTime: second), acquisition: acquisition)
    ).basisFunctions()
  }

  static func lines(_ function: BasisFunction) -> TransitionLines {
    guard case .lines(let lines) = function.signal else {
      return TransitionLines(frequencies: [], amplitudes: ComplexVector(zeros: 0))
    }
    return lines
  }

  /// The spectrum of a function broadened as in vivo: T2 55 ms and a Gaussian of 10 Hz.
  static func inVivo(_ function: BasisFunction) -> ComplexVector {
    let fid = lines(function).fid(on: acquisition).broadened(byLorentzian: .hertz(1 / (.pi * 0.055)))
      .broadened(byGaussian: .hertz(10))
    return FourierTransform(count: acquisition.points).spectrum(of: fid).values
  }

  @Test("The functions are those of the triglyceride model: names, order, and at echo time zero as many protons")
  func protons() throws {
    // Strong coupling moves intensity between groups: 0.7 % between methyl and methylene, 49 Hz apart with J 6.9 Hz.
    let exchange = 0.02
    let singlets = TriglycerideModel.basisFunctions(on: Self.acquisition)
    let multiplets = try Self.functions(1e-9, 1e-9)
    #expect(multiplets.map(\.name) == singlets.map(\.name))
    for (multiplet, singlet) in zip(multiplets, singlets) {
      let (found, expected) = (Self.lines(multiplet).total.real, Self.lines(singlet).total.real)
      #expect(abs(found / expected - 1) < exchange, "\(multiplet.name): \(found) of \(expected)")
    }
  }

  @Test("Methylene shares follow the composition: Hamilton's liver fat is the default")
  func composition() {
    let simulator = BasisSimulator(sequence: .pulseAcquire, acquisition: Self.acquisition)
    let liver = LipidSimulator(simulator: simulator)
    #expect(abs(liver.methyleneProtons - TriglycerideModel.liver.protons(of: .methylene)) < 1e-9)
    #expect(abs(liver.allylicProtons - TriglycerideModel.liver.protons(of: .allylic)) < 1e-9)
    let shares = liver.methyleneShares
    #expect(abs(shares.methylEnd + shares.carboxylEnd + shares.allylic + shares.bulk - 1) < 1e-12)
    #expect(abs(shares.bulk - (66.28 - 24 - 12.8) / 66.28) < 1e-12)
  }

  @Test("Where multiplet and singlet differ at 3 T and TE 30 ms: amplitude and broadened line shape")
  func shapes() throws {
    let singlets = TriglycerideModel.basisFunctions(on: Self.acquisition)
    let multiplets = try Self.functions(0.012, 0.018)
    var areas: [String: Double] = [:]
    for (multiplet, singlet) in zip(multiplets, singlets) {
      let (found, expected) = (Self.inVivo(multiplet), Self.inVivo(singlet))
      let peak = (found.magnitude.max() ?? 0) / (expected.magnitude.max() ?? 1)
      let area = Self.lines(multiplet).total.real / Self.lines(singlet).total.real
      areas[multiplet.name] = area
      print(
        "\(multiplet.name): area \(percent(area)), peak height \(percent(peak)) of the singlet's, correlation "
          + "\((found.correlation(with: expected) * 1e4).rounded() / 1e4)")
    }
    // The first-order areas: ½ + ½·cos(2π·J·TE) for the triplets that have one kind of neighbour. Methyl and methylene
    // are 7 J apart, which leaves it more; α-CH2 shares its function with β-CH2, which has four neighbours.
    func triplet(_ coupling: Double) -> Double { 0.5 + 0.5 * cos(2 * .pi * coupling * 0.030) }
    #expect(abs((areas["Lip090"] ?? 0) - triplet(6.9)) < 0.15)
    #expect((areas["Lip224"] ?? 1) < triplet(7.5))
    // Most of the methylene neighbours its like, and lines of one shift do not modulate.
    #expect((0.85...0.95).contains(areas["Lip130"] ?? 0))
    for (name, area) in areas where name != "Lip130" { #expect((0.4...0.85).contains(area), "\(name): \(area)") }
  }

  @Test("A coupling 0.3 Hz off changes the methyl amplitude at TE 30 ms by less than 3 %")
  func couplingUncertainty() throws {
    func methyl(_ coupling: Double) throws -> Double {
      let couplings =
        (0..<3).flatMap { a in (3..<5).map { SpinSystem.Coupling(a, $0, hertz: coupling) } }
        + (3..<5).flatMap { a in (5..<7).map { SpinSystem.Coupling(a, $0, hertz: 7) } }
      let end = SpinSystem(
        shifts: ([0.9, 0.9, 0.9, 1.3, 1.3, 1.3, 1.3] as [Double]).map { .ppm($0) }, couplings: couplings)
      let simulator = BasisSimulator(
        sequence: .press(firstEchoTime: 0.012, secondEchoTime: 0.018), acquisition: Self.acquisition)
      let molecule = Molecule(name: "end", title: "", source: "", parts: [.init(system: end, copies: 1)])
      let lines = Self.lines(try simulator.basisFunction(of: molecule))
      let limit = Self.acquisition.offset(of: .ppm(1.1)).hertz
      return zip(lines.frequencies, lines.amplitudes.real).filter { $0.0 < limit }.reduce(0) { $0 + $1.1 } / 3
    }
    let (low, mean, high) = (try methyl(6.6), try methyl(6.9), try methyl(7.2))
    print("methyl amplitude at 6.6, 6.9, 7.2 Hz: \(percent(low)), \(percent(mean)), \(percent(high))")
    #expect(low > mean && mean > high)
    #expect(low - high < 0.06)
  }

  private func percent(_ value: Double) -> String { "\((value * 1000).rounded() / 10) %" }
}
