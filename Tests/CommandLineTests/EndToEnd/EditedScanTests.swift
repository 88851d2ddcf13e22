import Foundation
import MRSCore
import MRSFormats
import Numerics
import TestSupport
import Testing

extension EndToEnd {
  @Suite("Edited scans with bases of our own")
  struct EditedScans {
    /// mM, or in any unit: what the scan is made of.
    static let amounts = [
      ("GABA", 2.0), ("NAA", 12.0), ("Glu", 10.0), ("Gln", 3.0), ("GSH", 2.0), ("Cr", 8.0), ("GPC", 2.0), ("mI", 6.0),
    ]

    static var text: String {
      """
      name = "mega"
      title = "MEGA-PRESS for GABA, TE 68 ms"
      species = [
        \(amounts.map { row($0.0, $0.1) }.joined(separator: ",\n  ")),
      ]
      [profile]
      base = "brain"
      [acquisition]
      firstEchoTime = 14.0
      secondEchoTime = 54.0
      [editing]
      duration = 14.0
      conditions = [{ name = "ON", pulses = [1.9] }, { name = "OFF", pulses = [7.5] }]
      """
    }

    private static func row(_ name: String, _ amount: Double) -> String {
      """
      { name = "\(name)", role = "target", amount = { kind = "logNormal", median = \(amount), variation = 0.3 }, \
      ratio = 1.0, t1 = 1300.0, t2 = { kind = "normal", mean = 180.0, deviation = 30.0 }, shiftDeviation = 0.004, \
      source = "made for a test" }
      """
    }

    /// A scan of the conditions' bases with Lorentz lines of 6 Hz: OFF lies 0.05 Hz off ON, eight averages each, and noise at
    /// which GABA stands out of the difference of the means twentyfold.
    private func scan(_ bases: URL, seed: UInt64, at url: URL) throws {
      func basis(_ part: String) throws -> BasisSet {
        try BasisFile.read(bases.appending(path: "basis-\(part).json"))
      }
      let (on, off) = (try basis("on"), try basis("off"))
      var acquisition = on.acquisition
      acquisition.sequence = "PRESS"
      func signal(_ basis: BasisSet, _ names: [String]? = nil) -> FID {
        var sum = ComplexVector(zeros: acquisition.points)
        for (name, fid) in zip(basis.names, basis.rendered(on: acquisition)) where names?.contains(name) ?? true {
          sum.add(fid.samples, scaledBy: Self.amounts.first { $0.0 == name }?.1 ?? 0)
        }
        return FID(samples: sum, acquisition: acquisition).broadened(byLorentzian: .hertz(6))
      }
      let edited = signal(on, ["GABA"]).samples - signal(off, ["GABA"]).samples
      let spectrum = FourierTransform(count: acquisition.points)
        .spectrum(of: FID(samples: edited, acquisition: acquisition))
      let window = spectrum.indices(in: .ppm(2.8) ... .ppm(3.2))
      let peak = window.map { spectrum.values.real[$0] }.max() ?? 0
      let noise = SignalToNoise.noiseOfSample(atUnitRatioOf: peak, on: acquisition) / 20 * 2
      var random = RandomStream(seed: seed)
      let scans = [signal(on), signal(off).shifted(by: .hertz(0.05))].enumerated().map { index, clean in
        let samples = (0..<8).map { _ in
          var own = clean.samples
          for n in own.indices {
            own.real[n] += noise * random.normal()
            own.imaginary[n] += noise * random.normal()
          }
          return own
        }
        return Scan(
          url: url, format: .niftiMRS,
          signals: FIDArray(acquisition: acquisition, coils: 1, averages: 8, samples: samples),
          averagesRepresented: nil, part: ScanPart([.init(axis: "DIM_EDIT", index: index, count: 2)]),
          standard: StandardFields(["EditCondition": .string(index == 0 ? "ON" : "OFF")]), fields: [], doubts: [])
      }
      try NIfTIMRSFile.write(scans, to: url)
    }

    private struct Result: Decodable {
      struct Row: Decodable {
        let name: String
        let amount: Double
      }
      struct Doubt: Decodable { let code: String }

      let amounts: [Row]
      let doubts: [Doubt]
    }

    @Test(
      "A scan at a ratio of 20 is processed, and its difference quantified to 3 % of GABA with the basis of the difference"
    )
    func whole() async throws {
      let scratch = try ScratchFolder()
      let file = scratch.path("mega.toml")
      try Data(Self.text.utf8).write(to: URL(filePath: file))
      func run(_ arguments: String...) async throws {
        let outcome = try await BuiltCommand.run(arguments + ["--protocol", file, "--quiet"])
        try #require(outcome.exitCode == 0, "\(arguments): \(outcome.errors)")
      }
      let bases = scratch.path("bases")
      try await run("simulate", "--no-lipids", "--export", "basis", "--out", bases)
      let left = try FileManager.default.contentsOfDirectory(atPath: bases).sorted()
      for part in ["on", "off", "difference", "sum"] {
        #expect(left.contains("basis-\(part).json") && left.contains("mega-\(part).BASIS"), "\(left)")
      }
      #expect(!left.contains("basis.json"))
      // What editing leaves alone is no function of the difference; of creatine the edge of the pulse takes a hundredth.
      let difference = try BasisFile.read(URL(filePath: bases).appending(path: "basis-difference.json"))
      #expect(difference.names.contains("GABA") && difference.names.contains("Cr"))
      #expect(!difference.names.contains("GPC") && !difference.names.contains("mI"))
      #expect(difference.acquisition.sequence == "MEGA-PRESS difference")

      var found: [Double] = []
      for seed in [UInt64(1), 2, 3] {
        let (raw, processed, amounts) = (
          scratch.path("\(seed).nii.gz"), scratch.path("processed-\(seed)"), scratch.path("amounts-\(seed)")
        )
        try scan(URL(filePath: bases), seed: seed, at: URL(filePath: raw))
        try await run("process", raw, "--profile", "brain", "--out", processed)
        try await run(
          "quantify", processed + "/difference.nii.gz", "--profile", "brain", "--basis",
          bases + "/basis-difference.json", "--out", amounts)
        let result = try JSONDecoder().decode(
          Result.self, from: Data(contentsOf: URL(filePath: amounts + "/result.json")))
        found.append(try #require(result.amounts.first { $0.name == "GABA" }).amount)
        let codes = result.doubts.map(\.code)
        #expect(codes.contains("co-edited") && !codes.contains("basis-sequence"), "\(codes)")
        #expect(!result.amounts.contains { $0.name.hasPrefix("MM") })
      }
      let bias = found.reduce(0, +) / 6 - 1
      #expect(abs(bias) < 0.03, "\(found)")
      #expect(found.allSatisfy { abs($0 / 2 - 1) < 0.08 }, "\(found)")

      // A basis that is not of the difference is told.
      let wrong = scratch.path("wrong")
      try await run(
        "quantify", scratch.path("processed-1") + "/difference.nii.gz", "--profile", "brain", "--basis",
        bases + "/basis-sum.json", "--out", wrong)
      let doubted = try JSONDecoder().decode(Result.self, from: Data(contentsOf: URL(filePath: wrong + "/result.json")))
      #expect(doubted.doubts.contains { $0.code == "basis-sequence" })
      let none = try await BuiltCommand.run(
        "quantify", scratch.path("processed-1") + "/difference.nii.gz", "--protocol", file, "--quiet")
      #expect(none.exitCode != 0 && none.errors.contains("--basis"), "\(none.errors)")
    }
  }
}
