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
  private func scan(skew: Double, seed: UInt64) throws -> FID {
    let root = try #require(SharedData.root)
    let read = try BasisFile.read(root.appending(path: "lcmodel/3t.basis"))
    let grid = read.acquisition
    let broad = try AnalysisProfile.load("brain").macromolecules.groups.map { $0.function(on: grid, proton: 1) }
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
    let amounts = model.names.map { Self.amounts[$0] ?? Self.proton * (Self.macromolecules[$0] ?? 0) }
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
        samples[i] * Complex(length: 1, phase: turn) + Complex(stream.normal(), stream.normal()) * Complex(2.0)
    }
    return FID(samples: samples, acquisition: grid)
  }

  @Test("Ratios come back within 1 %, and within 5 % from lines that are no Voigt lines", arguments: [0, 0.5])
  func unbiased(skew: Double) async throws {
    let context = StudySettings(
      studyProtocol: try StudyProtocol.load(StudyProtocol.defaultName), stream: RandomStream(seed: 1),
      worker: .quiet(tasks: 2))
    let root = try #require(SharedData.root)
    let folder = try TemporaryFolder()
    var means: [String: Double] = [:]
    let spectra = 24
    for seed in 0..<spectra {
      let file = folder.url.appending(path: "brain\(seed).nii.gz")
      try NIfTIMRSFile.write(scan(skew: skew, seed: UInt64(seed)), precision: .complex128, to: file)
      let result = try await context.quantify(
        QuantifyRequest(file: file, basis: root.appending(path: "lcmodel/3t.basis")))
      let found = result.quantification
      let creatine = try #require(found["Cr"]).value + (try #require(found["PCr"])).value
      for (name, parts) in ["tNAA": ["NAA", "NAAG"], "tCho": ["GPC", "PCh"], "Ins": ["Ins"]] {
        means[name, default: 0] +=
          try parts.map { try #require(found[$0]).value }.reduce(0, +) / creatine / Double(spectra)
      }
    }
    for (name, ratio) in Self.truth {
      let mean = try #require(means[name])
      print("\(name), skew \(skew): \(mean) (\(ratio))")
      #expect(abs(mean / ratio - 1) < (skew == 0 ? 0.01 : 0.05), "\(name): \(mean), \(ratio)")
    }
  }
}
