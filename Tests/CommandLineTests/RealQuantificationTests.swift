import Foundation
import MRSCore
import MRSPipeline
import Testing

/// The spread of LCModel, FSL-MRS, TARQUIN and ABfit on the same spectra, widened by 15 %: four fitters differ that
/// much with one another, so a fifth that is right lies within.
@Suite("Real spectra", .enabled(if: SharedData.root != nil, Comment(rawValue: SharedData.reason)))
struct RealQuantificationTests {
  private static let widening = 0.15

  private struct Result: Decodable {
    struct Row: Decodable {
      let name: String
      let amount: Double
      let ratio: Double?
      let ratioStandardDeviation: Double?
    }

    let unit: String
    let amounts: [Row]
    let sums: [Row]
    let covariance: [[Double?]]
    let doubts: [String]

    func ratio(_ name: String) throws -> Double {
      try #require((amounts + sums).first { $0.name == name }?.ratio)
    }
  }

  private func quantified(_ arguments: String...) async throws -> Result {
    let outcome = try await BuiltCommand.run(["quantify", "--json", "--quiet"] + arguments)
    #expect(outcome.errors.isEmpty, "\(outcome.errors)")
    #expect(outcome.exitCode == 0)
    return try JSONDecoder().decode(Result.self, from: Data(outcome.output.utf8))
  }

  private func expect(_ value: Double, between low: Double, and high: Double, _ name: String) {
    print("\(name): \(value) (others \(low)–\(high))")
    #expect(value > low * (1 - Self.widening) && value < high * (1 + Self.widening), "\(name) is \(value)")
  }

  @Test("LCModel's test spectrum: ratios to creatine lie where four other fitters have them")
  func lcmodel() async throws {
    let result = try await quantified(
      SharedData.path("lcmodel/data.raw"), "--basis", SharedData.path("lcmodel/3t.basis"))
    #expect(result.unit == "a.u.")
    expect(try result.ratio("tNAA"), between: 1.236, and: 1.324, "tNAA/tCr")
    expect(try result.ratio("tCho"), between: 0.255, and: 0.322, "tCho/tCr")
    expect(try result.ratio("Ins"), between: 0.607, and: 0.823, "Ins/tCr")
    expect(try result.ratio("Glx"), between: 0.624, and: 1.190, "Glx/tCr")
    #expect(result.covariance.count == result.amounts.count)
    #expect(abs(try result.ratio("tCr") - 1) < 1e-12)
  }

  @Test("Osprey's Philips scan: tNAA and tCho agree with LCModel and FSL-MRS; Ins is high, for a reason that is told")
  func osprey() async throws {
    let folder = "osprey/sub-01_ses-01_PRESS_raw"
    let result = try await quantified(
      SharedData.path("\(folder)-act_noID.SDAT"), "--basis",
      SharedData.path("osprey/3T_PRESS_Philips_35ms_noMM.BASIS"), "--water",
      SharedData.path("\(folder)-ref_noID.SDAT"))
    #expect(result.unit == "mM")
    expect(try result.ratio("tNAA"), between: 1.345, and: 1.406, "tNAA/tCr")
    expect(try result.ratio("tCho"), between: 0.168, and: 0.172, "tCho/tCr")
    // The SPAR says TE 30 ms, the basis is for 35. Simulated by density matrix (ideal PRESS, 12 + 18 against 14 + 21
    // and 17 + 18 ms), the 3.5 ppm peak of myo-inositol stands at 0.506 of the creatine methyl at TE 30 and at
    // 0.418–0.442 at TE 35; in this basis it is 0.435. That alone makes Ins 16 % too high: 1.25 would be 1.07. The rest
    // of the distance to LCModel (0.847) and FSL-MRS (0.922), which had the same basis, is not explained: the basis has
    // no glycine (3.55 ppm), and a plain least-squares fit written independently gives 1.1 to 1.3. So this measures
    // what is, and the echo times must be named in the doubts.
    let inositol = try result.ratio("Ins")
    print("Ins/tCr: \(inositol) (others 0.847–0.922, biased high by the basis)")
    #expect(inositol > 1.1 && inositol < 1.35)
    #expect(result.doubts.contains { $0.contains("echo time of 35") && $0.contains("30") })
  }

  @Test("A raw NIfTI-MRS scan of four coils is inspected in the field's units, and hides who it is of")
  func raw() async throws {
    let file = SharedData.path("nifti-mrs/metab_raw.nii.gz")
    let outcome = try await BuiltCommand.run("inspect", file)
    for text in ["coils                 4", "averages              16", "6.9807 T", "STEAM", "--show-identity"] {
      #expect(outcome.output.contains(text), "\(text)")
    }
    #expect(!outcome.output.contains("PatientDoB"))
    #expect(try await BuiltCommand.run("inspect", file, "--show-identity").output.contains("PatientDoB"))
  }

  @Test("A raw scan is combined, aligned and averaged before it is fitted in mM")
  func rawProcessing() async throws {
    let folder = try ScratchFolder()
    // No 7 T brain basis is at hand: that of the protocol, simulated for this field and echo time, will not explain a
    // brain, but makes the whole way from raw data to mM run.
    var studyProtocol = try StudyProtocol.load(StudyProtocol.defaultName)
    studyProtocol.acquisition.spectrometerFrequency = 297.22
    (studyProtocol.acquisition.firstEchoTime, studyProtocol.acquisition.secondEchoTime) = (5, 6)
    let context = StageContext(
      studyProtocol: studyProtocol, stream: RandomStream(seed: 1), tasks: 1, progress: .standardError(quiet: true))
    let basis = try folder.write(JSONEncoder().encode(try await context.simulateBasis()), as: "basis.json")
    let outcome = try await BuiltCommand.run(
      "quantify", SharedData.path("nifti-mrs/metab_raw.nii.gz"), "--water",
      SharedData.path("nifti-mrs/wref_raw.nii.gz"), "--basis", basis, "--quiet")
    #expect(outcome.exitCode == 0, "\(outcome.errors)")
    for text in [
      "4 coils combined; 16 of 16 averages aligned and averaged", "amount (mM)",
      "the basis is for PRESS, the signal was measured with STEAM",
    ] {
      #expect(outcome.output.contains(text), "\(text)")
    }
  }

  @Test("A fit leaves a run folder of result.json, result.csv and spectrum.svg that verifies")
  func runFolder() async throws {
    let folder = try ScratchFolder()
    let run = folder.path("run")
    let outcome = try await BuiltCommand.run(
      "quantify", SharedData.path("lcmodel/data.raw"), "--basis", SharedData.path("lcmodel/3t.basis"), "--out", run,
      "--quiet")
    #expect(outcome.exitCode == 0, "\(outcome.errors)")
    for name in ["result.json", "result.csv", "spectrum.svg", "manifest.json"] {
      #expect(FileManager.default.fileExists(atPath: run + "/" + name), "\(name)")
    }
    #expect(try await BuiltCommand.run("verify", run).exitCode == 0)
    #expect(try await BuiltCommand.run("inspect", run).output.contains("quantify"))
    #expect(outcome.output.contains("data.raw, SHA-256 b5c55a2b43249a15"))
    let csv = try String(contentsOfFile: run + "/result.csv", encoding: .utf8)
    #expect(csv.hasPrefix("name,kind,amount,unit,standard deviation,uncertainty,percent,ratio"))
  }
}
