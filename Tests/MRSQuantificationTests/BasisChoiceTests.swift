import Foundation
import MRSCore
import MRSFormats
import MRSModel
import MRSProfile
import MRSQuantification
import MRSStudy
import Numerics
import StudySupport
import TestSupport
import Testing

@Suite("What is said of a basis beside its file")
struct BasisChoiceTests {
  private static let shifts = ["Cr": [3.027, 3.913], "GPC": [3.212], "NAA": [2.008]]
  private static let protons = ["Cr": [3.0, 2], "GPC": [9.0], "NAA": [3.0]]
  private static let amounts = ["Cr": 8.0, "GPC": 2.0, "NAA": 10.0]

  private static func grid(_ megahertz: Double, echoTime: Double?) -> Acquisition {
    Acquisition(
      spectrometerFrequency: .megahertz(megahertz), dwellTime: 5e-4, points: 1024, sequence: "PRESS",
      echoTime: echoTime, repetitionTime: 2)
  }

  /// Singlets, which are the same at any field but for their place.
  private static func basis(_ megahertz: Double, echoTime: Double?) -> BasisSet {
    let grid = grid(megahertz, echoTime: echoTime)
    return BasisSet(
      functions: shifts.keys.sorted().map { name in
        BasisFunction(
          name: name,
          signal: .lines(
            TransitionLines(
              frequencies: (shifts[name] ?? []).map { grid.offset(of: .ppm($0)).hertz },
              amplitudes: ComplexVector(real: protons[name] ?? [], imaginary: (protons[name] ?? []).map { _ in 0 }))))
      }, acquisition: grid, source: "test")
  }

  private struct World {
    let folder: TemporaryFolder
    let settings: StudySettings
    let scan: URL

    /// What the fit of a basis finds, with its doubts about the basis.
    func found(_ basis: BasisSet, _ choices: BasisChoices = .init()) async throws -> QuantifiedScan {
      let file = folder.url.appending(path: "a.BASIS")
      try BasisFile.write(basis, as: .lcmodelBasis, to: file)
      return try await settings.quantify(
        QuantifyRequest(
          file: scan, basis: file, basisChoices: choices, profile: try AnalysisProfile.load("phantom"), reference: []))
    }
  }

  private static func world() throws -> World {
    let folder = try TemporaryFolder()
    let model = ForwardModel(
      basis: basis(123.25, echoTime: 0.03), acquisition: grid(123.25, echoTime: 0.03))
    let clean = model.fid(
      SignalParameters(
        amounts: model.names.map { amounts[$0] ?? 0 }, shifts: [0, 0, 0], lorentzians: [3, 3, 3], gaussian: 3,
        frequency: 1, phase: 0.3))
    var stream = RandomStream(seed: 8)
    var samples = clean.samples
    for i in samples.indices { samples[i] = samples[i] + Complex(0.3 * stream.normal(), 0.3 * stream.normal()) }
    let scan = folder.url.appending(path: "scan.nii.gz")
    try NIfTIMRSFile.write(FID(samples: samples, acquisition: clean.acquisition), precision: .complex128, to: scan)
    return World(folder: folder, settings: try ReducedStudy.context(), scan: scan)
  }

  @Test("A basis that does not say its echo time is doubted until it is said, and then compared")
  func echoTime() async throws {
    let world = try Self.world()
    let silent = Self.basis(123.25, echoTime: nil)
    #expect(try await world.found(silent).doubts.contains(.basisEchoTimeUnknown(signal: 0.03)))
    let right = try await world.found(silent, .init(echoTime: 0.03)).doubts
    #expect(!right.contains { [.basisEchoTime, .basisEchoTimeUnknown].contains($0.code) }, "\(right)")
    let wrong = try await world.found(silent, .init(echoTime: 0.144)).doubts
    #expect(wrong.contains(.basisEchoTime(basis: 0.144, signal: 0.03)))
  }

  @Test("A basis of another field is refused, or stretched where that is asked for, which the result says")
  func field() async throws {
    let world = try Self.world()
    let other = Self.basis(127.786, echoTime: 0.03)
    await #expect(
      throws: QuantifyError.basisField(
        basis: "a.BASIS", megahertz: 127.786, file: "scan.nii.gz", fileMegahertz: 123.25)
    ) { try await world.found(other) }
    let stretched = try await world.found(other, .init(allowsOtherField: true))
    #expect(stretched.doubts.contains(.basisField(basis: 127.786, signal: 123.25)))
    let own = try await world.found(Self.basis(123.25, echoTime: 0.03))
    #expect(!own.doubts.contains { $0.code == .basisField })
    for (name, amount) in Self.amounts {
      let (a, b) = (try #require(stretched.quantification[name]), try #require(own.quantification[name]))
      #expect(abs(a.value / b.value - 1) < 0.005, "\(name): \(a), \(b)")
      #expect(abs(b.value / amount - 1) < 0.05, "\(name): \(b)")
    }
  }

  /// The liver's profile has relaxation times of Cr by name and none of PCr.
  @Test(
    "Without water relaxation is corrected for no species, whatever the format of the basis",
    arguments: ["a.json", "a.BASIS"])
  func relaxation(name: String) async throws {
    let grid = Self.grid(123.25, echoTime: 0.03)
    let basis = BasisSet(
      functions: [("Cr", 3.027, 3.913), ("PCr", 3.029, 3.930)].map { name, methyl, methylene in
        BasisFunction(
          name: name,
          signal: .lines(
            TransitionLines(
              frequencies: [methyl, methylene].map { grid.offset(of: .ppm($0)).hertz },
              amplitudes: ComplexVector(real: [3, 2], imaginary: [0, 0]))))
      }, acquisition: grid, source: "test")
    let folder = try TemporaryFolder()
    let file = folder.url.appending(path: name)
    try BasisFile.write(basis, as: name.hasSuffix("json") ? .hepatica : .lcmodelBasis, to: file)
    let clean = ForwardModel(basis: basis, acquisition: grid).fid(
      SignalParameters(amounts: [4, 4], shifts: [0, 0], lorentzians: [3, 3], gaussian: 2))
    var stream = RandomStream(seed: 9)
    var samples = clean.samples
    for i in samples.indices { samples[i] = samples[i] + Complex(0.03 * stream.normal(), 0.03 * stream.normal()) }
    let scan = folder.url.appending(path: "scan.nii.gz")
    try NIfTIMRSFile.write(FID(samples: samples, acquisition: grid), precision: .complex128, to: scan)
    for profile in ["liver", "brain"] {
      let found = try await ReducedStudy.context().quantify(
        QuantifyRequest(
          file: scan, basis: file, profile: try AnalysisProfile.load(profile),
          choices: FitChoices(addsMacromolecules: false))
      ).quantification
      for species in ["Cr", "PCr"] {
        let amount = try #require(found[species])
        #expect(abs(amount.value - 4) < 0.12, "\(profile): \(amount)")
      }
    }
  }
}
