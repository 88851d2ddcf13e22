import Foundation
import MRSCore
import MRSFormats
import MRSModel
import MRSProfile
import MRSQuantification
import MRSRuns
import MRSStudy
import Numerics
import StudySupport
import TestSupport
import Testing

/// A liver made of known concentrations, written as a scanner would leave it, and quantified from the files.
@Suite("Water-scaled concentrations of a synthetic scan")
struct WaterScaledScanTests {
  static let truth = ["GPC": 2.4, "Bet": 2.1, "Glu": 4.5, "Glycogen": 60.0, "GSH": 3.6, "Tau": 3.2]
  /// What noise and unknown shapes of fat leave of each at most, of its amount: more than a half of glutamate, which fat covers.
  static let deviations = ["GPC": 0.2, "Bet": 0.2, "Glu": 0.6, "Glycogen": 0.2, "GSH": 0.25, "Tau": 0.45]
  static let fatFraction = 0.12
  static let receiverGain = 5e3

  private struct Files {
    let scan: URL
    let water: URL
  }

  /// Amounts of the truth and the fat of the triglyceride model, with each signal's relaxation at its own TE and TR.
  private func files(
    in folder: TemporaryFolder, of study: StudyProtocol, basis: BasisSet, waterEchoTime: Double? = nil,
    waterRepetitionTime: Double? = nil, noise: Double = 0.4, gaussian: Double = 7
  ) throws -> Files {
    let grid = study.spectralAcquisition
    let fat = TriglycerideModel.liver.amounts(
      protonConcentration: Self.fatFraction / (1 - Self.fatFraction) * study.profile.water.protonConcentration)
    func signal(
      _ basis: BasisSet, on grid: Acquisition, _ amounts: [String: Double], gaussian: Double, noise: Double,
      seed: UInt64
    ) -> FID {
      let (echo, repetition) = (grid.echoTime ?? 0, grid.repetitionTime ?? 0)
      var relaxations = study.relaxations
      relaxations["Water"] = study.profile.waterRelaxation
      let model = ForwardModel(
        basis: basis, acquisition: grid,
        attenuations: relaxations.mapValues { $0.attenuation(echoTime: echo, repetitionTime: repetition) })
      let clean = model.fid(
        SignalParameters(
          amounts: model.names.map { amounts[$0] ?? 0 }, shifts: model.names.map { _ in 0 },
          lorentzians: model.names.map { relaxations[$0].map { 1 / (.pi * $0.t2) } ?? 5 }, gaussian: gaussian,
          frequency: 3,
          phase: 0.6))
      var stream = RandomStream(seed: seed)
      var samples = Self.receiverGain * clean.samples
      for i in samples.indices {
        samples[i] = samples[i] + Complex(stream.normal(), stream.normal()) * Complex(Self.receiverGain * noise)
      }
      return FID(samples: samples, acquisition: grid)
    }
    var waterGrid = grid
    waterGrid.echoTime = waterEchoTime ?? grid.echoTime
    waterGrid.repetitionTime = waterRepetitionTime ?? grid.repetitionTime
    let water = BasisFunction(
      name: "Water",
      signal: .lines(
        TransitionLines(
          frequencies: [grid.offset(of: .bodyWater).hertz], amplitudes: ComplexVector(real: [1], imaginary: [0]))))
    let waterBasis = BasisSet(
      functions: [water] + (try ProtocolSimulator(study.adapted(to: waterGrid)).lipidFunctions()), acquisition: grid,
      source: "water")
    let result = Files(
      scan: folder.url.appending(path: "scan.nii.gz"), water: folder.url.appending(path: "profile.water.nii.gz"))
    try NIfTIMRSFile.write(
      signal(basis, on: grid, Self.truth.merging(fat) { $1 }, gaussian: gaussian, noise: noise, seed: 5),
      precision: .complex128,
      to: result.scan)
    try NIfTIMRSFile.write(
      signal(
        waterBasis, on: waterGrid, fat.merging(["Water": study.profile.water.protonConcentration]) { $1 }, gaussian: 7,
        noise: 20, seed: 6),
      precision: .complex128, to: result.water)
    return result
  }

  private func context() throws -> StudySettings {
    StudySettings(
      studyProtocol: try StudyProtocol.load(StudyProtocol.defaultName), stream: RandomStream(seed: 1),
      worker: .quiet(tasks: 2))
  }

  @Test("Amounts, fat fraction and gain come back, whatever echo and repetition time the water was measured with")
  func recovery() async throws {
    let context = try context()
    let basis = try await ProtocolSimulator(context.studyProtocol).basis(worker: context.worker)
    for (echo, repetition) in [(nil, nil), (0.02, 5.0)] as [(Double?, Double?)] {
      let folder = try TemporaryFolder()
      let files = try files(
        in: folder, of: context.studyProtocol, basis: basis, waterEchoTime: echo, waterRepetitionTime: repetition,
        noise: 0.1)
      let result = try await context.quantify(QuantifyRequest(file: files.scan, water: files.water))
      #expect(result.quantification.unit == .millimolar)
      let water = try #require(result.water)
      print(
        "gain \(water.gain / Self.receiverGain) ± \(water.gainDeviation), PDFF \(water.fatFraction) ± \(water.fatFractionDeviation)"
      )
      // The gain is common to all: 0.3 % is three times what 20 mM of noise leave on 82,000.
      #expect(abs(water.gain / Self.receiverGain - 1) < 0.003, "\(water.gain)")
      #expect(abs(water.fatFraction - Self.fatFraction) < 0.004, "\(water.fatFraction)")
      for (name, amount) in Self.truth.sorted(by: { $0.key < $1.key }) {
        let found = try #require(result.quantification[name])
        print("\(name): \(found.value) ± \(found.standardDeviation) (\(amount))")
        // T2 is that of the profile here: what it makes uncertain is no error of the fit.
        let ofRelaxation = try #require(result.relaxationPercent(of: [name])) / 100 * found.value
        let own = (found.standardDeviation * found.standardDeviation - ofRelaxation * ofRelaxation).squareRoot()
        #expect(abs(found.value - amount) < 3 * own, "\(name): \(found)")
        #expect(own < (Self.deviations[name] ?? 0) * amount, "\(name): \(found)")
      }
      #expect(result.scaling?.echoTime == echo ?? 0.03)
      #expect(result.scaling?.repetitionTime == repetition ?? 2)
    }
  }

  @Test(
    "With the prior amounts are known better, a cohort's prior.json is as good as the literature, and water is needed")
  func map() async throws {
    let context = try context()
    let basis = try await ProtocolSimulator(context.studyProtocol).basis(worker: context.worker)
    let folder = try TemporaryFolder()
    let files = try files(in: folder, of: context.studyProtocol, basis: basis)
    let file = folder.url.appending(path: "prior.json")
    let literature = try CohortPrior(literatureOf: context.studyProtocol)
    // It lets cholines be more or less together, as the profile says.
    let common = try #require(context.studyProtocol.profile.amounts?.common.first)
    let cholines = ["GPC", "TMAO"].compactMap { literature.union.names.firstIndex(of: $0) }
    let shared = literature.union.logCovariance[cholines[0], cholines[1]]
    #expect(common.sum == "tTMA" && abs(shared - common.deviation * common.deviation) < 1e-12)
    try JSONEncoder().encode(literature).write(to: file)
    let fit = try await context.quantify(QuantifyRequest(file: files.scan, water: files.water))
    let map = try await context.quantify(QuantifyRequest(file: files.scan, water: files.water, method: .map))
    let read = try await context.quantify(
      QuantifyRequest(file: files.scan, water: files.water, method: .map, prior: file))
    #expect(map.quantification.method == "map" && map.provenance.method.contains("MAP"))
    #expect(read.provenance.method.contains("prior.json"))
    // What T2 is unknown by, a share of the amount, no prior makes less: where the spectrum knows an amount well, nothing else is left.
    var gains: [Double] = []
    for name in ["GPC", "Glu", "Gln", "Tau", "mI"] {
      let (free, known, same) = (
        try #require(fit.quantification[name]), try #require(map.quantification[name]),
        try #require(read.quantification[name])
      )
      #expect(known.uncertainty == .posterior)
      print("\(name): \(known.value) ± \(known.standardDeviation), without prior \(free.standardDeviation)")
      #expect(known.standardDeviation < 1.05 * free.standardDeviation, "\(name): \(known), \(free)")
      gains.append(known.standardDeviation / free.standardDeviation)
      #expect(abs(same.value / known.value - 1) < 1e-9)
      // The truth lacks species that the prior expects: of what it has, they take a share that the prior gives them.
      let truth = Self.truth[name] ?? 0
      #expect(truth == 0 || known.interval(deviations: 4).contains(truth), "\(name)")
    }
    #expect(gains.sorted()[2] < 0.7, "the median of \(gains)")
    await #expect(throws: QuantifyError.priorWithoutWater) {
      try await context.quantify(QuantifyRequest(file: files.scan, method: .map))
    }
    await #expect(throws: QuantifyError.priorWithoutWater) {
      try await context.quantify(QuantifyRequest(file: files.scan, method: .mcmc, prior: file))
    }
  }

  @Test("Lines far wider than the water of the scan lets expect are doubted, and its width is not used")
  func widthUnlikeWater() async throws {
    let context = try context()
    let basis = try await ProtocolSimulator(context.studyProtocol).basis(worker: context.worker)
    for (gaussian, isDoubted) in [(7.0, false), (32.0, true)] {
      let folder = try TemporaryFolder()
      let files = try files(in: folder, of: context.studyProtocol, basis: basis, gaussian: gaussian)
      let result = try await context.quantify(QuantifyRequest(file: files.scan, water: files.water, method: .map))
      #expect(result.doubts.contains { $0.code == .widthUnlikeWater } == isDoubted)
      #expect(abs((result.fit?.parameters.gaussian ?? 0) / gaussian - 1) < 0.15)
    }
  }

  @Test("The same scan per kilogram of wet tissue and of its water")
  func units() async throws {
    let context = try context()
    let basis = try await ProtocolSimulator(context.studyProtocol).basis(worker: context.worker)
    let folder = try TemporaryFolder()
    let files = try files(in: folder, of: context.studyProtocol, basis: basis)
    func result(_ unit: QuantifyRequest.Concentration) async throws -> QuantifiedScan {
      try await context.quantify(QuantifyRequest(file: files.scan, water: files.water, concentration: unit))
    }
    let volume = try await result(.millimolar)
    let scaling = try #require(volume.scaling)
    for (unit, name, factor) in [
      (QuantifyRequest.Concentration.wetWeight, "mmol/kg wet weight", (1 - scaling.fatMassFraction) / 1.06),
      (.molal, "mmol/kg water", TissueWater.protonsPerKilogram / 82_000),
    ] {
      let other = try await result(unit)
      #expect(other.quantification.unit.rawValue == name)
      let (before, after) = (try #require(volume.quantification["GPC"]), try #require(other.quantification["GPC"]))
      #expect(abs(after.value / before.value - factor) < 1e-12)
      #expect(abs(after.standardDeviation / before.standardDeviation - factor) < 1e-12)
      #expect(try other.amountTable().columns[1].unit == name)
    }
    // PDFF 12 % is 8.2 % of the mass; 0.918/1.06 of what a litre of lean tissue has is in a kilogram.
    #expect(abs(scaling.fatMassFraction - 0.0815) < 0.003)
  }

  @Test("Everything is left for other programs: JSON, CSV, COORD, a page; JSON holds what a reader must know")
  func outputs() async throws {
    let context = try context()
    let basis = try await ProtocolSimulator(context.studyProtocol).basis(worker: context.worker)
    let folder = try TemporaryFolder()
    let files = try files(in: folder, of: context.studyProtocol, basis: basis)
    let outputs = QuantifyOutputs(
      csv: folder.url.appending(path: "a.csv"), page: folder.url.appending(path: "a.svg"),
      coord: folder.url.appending(path: "a.coord"), folder: folder.url.appending(path: "run"))
    let result = try await context.quantify(
      QuantifyRequest(file: files.scan, water: files.water, reference: ["GPC", "PCh"]), outputs: outputs)
    let run = try FileManager.default.contentsOfDirectory(atPath: folder.url.appending(path: "run").path)
    #expect(Set(run).isSuperset(of: ["result.json", "result.csv", "spectrum.svg", "page.svg", "result.coord"]))

    let json = try #require(
      try JSONSerialization.jsonObject(
        with: Data(contentsOf: folder.url.appending(path: "run/result.json"))) as? [String: Any])
    for key in [
      "amounts", "sums", "covariance", "correlation", "sumCovariance", "quality", "fit", "water", "doubts",
      "provenance",
      "method", "unit", "reference",
    ] {
      #expect(json[key] != nil, "\(key)")
    }
    let count = result.quantification.amounts.count
    let correlation = try #require(json["correlation"] as? [[Any]])
    #expect(correlation.count == count && correlation.allSatisfy { $0.count == count })
    for (i, row) in correlation.enumerated() {
      if let own = row[i] as? Double { #expect(abs(own - 1) < 1e-9) }
      #expect(row.allSatisfy { ($0 as? Double).map { abs($0) <= 1 + 1e-9 } ?? true })
    }
    let sums = try #require(json["sums"] as? [[String: Any]])
    let sumCovariance = try #require(json["sumCovariance"] as? [[Any]])
    for (i, sum) in sums.enumerated() {
      let deviation = try #require(sum["standardDeviation"] as? Double)
      let variance = try #require(sumCovariance[i][i] as? Double)
      #expect(abs(deviation * deviation / variance - 1) < 1e-6, "\(sum["name"] ?? "")")
    }
    let fat = try #require((json["amounts"] as? [[String: Any]])?.first { $0["name"] as? String == "Lip130" })
    let range = try #require(fat["baselineRangePercent"] as? Double)
    #expect(range >= 0 && range < 20)
    // TE·σ/T2² of 30 ms, 10 ms and 60 ms.
    let relaxation = try #require(fat["relaxationPercent"] as? Double)
    #expect(abs(relaxation - 100 * 30 * 10 / 3600) < 0.01)
    let percent = try #require(fat["percent"] as? Double)
    #expect(percent > relaxation, "the deviation holds what T2 makes uncertain")
    let table = try String(contentsOf: folder.url.appending(path: "a.csv"), encoding: .utf8)
    #expect(table.split(separator: "\n").first?.contains("baseline percent,T2 percent") == true)
    let water = try #require(json["water"] as? [String: Any])
    #expect(water["waterContent"] != nil && water["scaleRelativeStandardDeviation"] != nil)
    #expect((json["fit"] as? [String: Any])?["parametersAtBound"] != nil)

    let lines = try String(contentsOf: folder.url.appending(path: "a.coord"), encoding: .utf8).split(
      separator: "\n", omittingEmptySubsequences: false)
    let several = result.sums.filter { $0.members.count > 1 }.count
    #expect(lines[4] == " \(count + several + 1) lines in following concentration table = NCONC+1")
    #expect(lines[5].contains("/GPC+PCh  Metabolite"))
    #expect(lines.contains { $0.hasPrefix(" Glycogen   Conc. =") })
    let page = try String(contentsOf: folder.url.appending(path: "a.svg"), encoding: .utf8)
    #expect(page.contains("scan.nii.gz") && page.contains("PDFF") && page.contains("All amounts share a further"))
  }

  @Test("A simulated basis written for other programs gives the fit it gives itself")
  func exportedBasis() async throws {
    let context = try context()
    let basis = try await ProtocolSimulator(context.studyProtocol).basis(worker: context.worker)
    let folder = try TemporaryFolder()
    let files = try files(in: folder, of: context.studyProtocol, basis: basis)
    func quantified(_ url: URL?) async throws -> [String: Amount] {
      let result = try await context.quantify(
        QuantifyRequest(file: files.scan, basis: url, water: files.water))
      #expect(result.profile.name == "liver")
      return Dictionary(uniqueKeysWithValues: result.quantification.amounts.map { ($0.name, $0) })
    }
    // Where a basis is from decides nothing: with water, of any format, as simulated here.
    var found = [try await quantified(nil)]
    for (format, name) in [(BasisFormat.lcmodelBasis, "a.BASIS"), (.lcmodelRaw, "raw"), (.fslMRS, "fsl")] {
      let url = folder.url.appending(path: name)
      try BasisFile.write(basis, as: format, to: url)
      found.append(try await quantified(url))
    }
    let largest = try #require(found[0].values.map(\.value).max())
    for other in found.dropFirst() {
      for (name, amount) in found[0] {
        // Six digits of the basis and lines of 1 Hz, through a fit that stops where the cost falls by less than 2e-5.
        let difference = try #require(other[name]).value - amount.value
        #expect(
          abs(difference) < 1e-4 * largest + max(0.02 * amount.value, 0.3 * amount.standardDeviation),
          "\(name): \(difference)")
      }
    }
  }
}
