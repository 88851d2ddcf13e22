import Foundation
import MRSCore
import MRSFormats
import MRSModel
import MRSProfile
import MRSQuantification
import MRSStudy
import MRSVocabulary
import Numerics
import StudySupport
import TestSupport
import Testing

/// Whether a fit with a basis of others is biased, where its model holds: spectra of that basis and of known amounts.
@Suite(
  "A brain of known amounts, made of LCModel's test basis",
  .enabled(if: SharedData.root != nil, Comment(rawValue: SharedData.reason)))
struct BrainRecoveryTests {
  /// Near LCModel's own result for its test spectrum: tNAA 1.314, tCho 0.260, Ins 0.814 of tCr.
  private static let amounts: [String: Double] = [
    "Ala": 3, "Asp": 12, "Cr": 34, "GABA": 10, "Glc": 2, "Gln": 16, "GSH": 14, "Glu": 66, "GPC": 13, "Ins": 57,
    "Lac": 3,
    "NAA": 80, "NAAG": 12, "PCh": 5.2, "PCr": 36, "sIns": 5, "Tau": 5,
  ]
  private static let macromolecules = ["MM09": 44.0, "MM12": 14, "MM14": 36, "MM17": 20, "MM20": 66, "MM30": 28]
  private static let truth = ["tNAA": 92.0 / 70, "tCho": 18.2 / 70, "Ins": 57.0 / 70]
  /// The signal of one proton in that basis.
  private static let proton = 0.5

  /// - Parameter skew: an angle that the signal turns by within its first 50 ms: lines that are no Voigt lines.
  /// - Parameter groups: the macromolecules, and their amounts; those of `brain` by default.
  private func scan(
    skew: Double, seed: UInt64, noise: Double = 2, groups: [AnalysisProfile.MacromoleculeGroup]? = nil,
    macromolecules: [String: Double] = macromolecules
  ) throws -> FID {
    let root = try #require(SharedData.root)
    let read = try BasisFile.read(root.appending(path: "lcmodel/3t.basis"))
    let grid = read.acquisition
    let broad = try (groups ?? AnalysisProfile.load("brain").macromolecules.groups).map {
      $0.function(on: grid, proton: 1)
    }
    let model = ForwardModel(
      basis: BasisSet(
        functions: read.functions + broad, acquisition: grid, source: "brain"),
      acquisition: grid)
    // Each species has the width of its T2 whatever its function has: that of LCModel's are 0.5 (NAA, NAAG) and 2 Hz.
    let (basis, widths) = (
      ScaledBasis(read), try AnalysisProfile.load("brain").relaxationWidths(of: model.names)
    )
    let lorentzians = model.names.map { name in
      Vocabulary.standard.isBroad(name)
        ? 4 : 1.2 + (widths[name] ?? 0) - (basis.ownLinewidths[name] ?? basis.linewidth)
    }
    let amounts = model.names.map { Self.amounts[$0] ?? Self.proton * (macromolecules[$0] ?? 0) }
    let clean = model.fid(
      SignalParameters(
        amounts: amounts, shifts: model.names.map { _ in 0 },
        lorentzians: lorentzians, gaussian: 3.5, frequency: 2,
        phase: 0.4))
    var stream = RandomStream(seed: seed)
    var samples = clean.samples
    for i in samples.indices {
      let turn = skew * (1 - .exp(-grid.time(ofSample: i) / 0.05))
      samples[i] =
        samples[i] * Complex(length: 1, phase: turn) + Complex(stream.normal(), stream.normal()) * Complex(noise)
    }
    return FID(samples: samples, acquisition: grid)
  }

  /// The mean ratios to tCr that are found in scans.
  private func meanRatios(of scans: [FID]) async throws -> [String: Double] {
    let context = StudySettings(
      studyProtocol: try StudyProtocol.load(StudyProtocol.defaultName), stream: RandomStream(seed: 1),
      worker: .quiet(tasks: 2))
    let root = try #require(SharedData.root)
    let folder = try TemporaryFolder()
    var means: [String: Double] = [:]
    for (index, scan) in scans.enumerated() {
      let file = folder.url.appending(path: "brain\(index).nii.gz")
      try NIfTIMRSFile.write(scan, precision: .complex128, to: file)
      let result = try await context.quantify(
        QuantifyRequest(file: file, basis: root.appending(path: "lcmodel/3t.basis")))
      let found = result.quantification
      let creatine = try #require(found["Cr"]).value + (try #require(found["PCr"])).value
      for (name, parts) in ["tNAA": ["NAA", "NAAG"], "tCho": ["GPC", "PCh"], "Ins": ["Ins"]] {
        means[name, default: 0] +=
          try parts.map { try #require(found[$0]).value }.reduce(0, +) / creatine / Double(scans.count)
      }
    }
    return means
  }

  @Test("Ratios come back within 1 %, and within 5 % from lines that are no Voigt lines", arguments: [0, 0.5])
  func unbiased(skew: Double) async throws {
    let means = try await meanRatios(of: (0..<24).map { try scan(skew: skew, seed: UInt64($0)) })
    for (name, ratio) in Self.truth {
      let mean = try #require(means[name])
      print("\(name), skew \(skew): \(mean) (\(ratio))")
      #expect(abs(mean / ratio - 1) < (skew == 0 ? 0.01 : 0.05), "\(name): \(mean), \(ratio)")
    }
  }

  /// Narrow macromolecules as at 7 T, each about a tenth from what the profile's source has: place and width (ppm), protons.
  private static let narrow = [
    (0.94, 0.12, 3.0), (1.24, 0.07, 1.1), (1.43, 0.10, 3.2), (1.70, 0.10, 2.2), (2.075, 0.12, 5.5), (2.29, 0.12, 3.6),
    (3.025, 0.095, 2.4), (3.98, 0.19, 2.7),
  ]

  @Test("Narrow macromolecules in noise are told from creatine: without their source ratios are 6 to 10 % too low")
  func narrowMacromolecules() async throws {
    var groups = try AnalysisProfile.load("brain").macromolecules.groups
    var amounts: [String: Double] = [:]
    for (index, narrow) in Self.narrow.enumerated() {
      var line = groups[index].lines[0]
      (line.shift, line.width, line.protons) = narrow
      groups[index].lines = [line]
      amounts[groups[index].name] = 44
    }
    let means = try await meanRatios(
      of: (0..<12).map { try scan(skew: 0.5, seed: UInt64($0), noise: 8, groups: groups, macromolecules: amounts) })
    for (name, ratio) in Self.truth {
      let mean = try #require(means[name])
      print("\(name), narrow macromolecules: \(mean) (\(ratio))")
      #expect(abs(mean / ratio - 1) < 0.075, "\(name): \(mean), \(ratio)")
    }
  }
}
