import Foundation
import MRSCore
import MRSFormats
import Testing

extension EndToEnd {
  @Suite("Processed scans")
  struct Processed {
    /// A scan of the demo as two coils and four averages, which drift, have measured it; a water of the same coils.
    private func raw(_ demo: FinishedRun, in scratch: ScratchFolder) throws -> (scan: String, water: String) {
      var random = RandomStream(seed: 6)
      func spread(_ name: String, averages: Int) throws -> String {
        let fid = try SignalFile.read(demo.folder.appending(path: name)).signals[0, 0]
        let noise = 0.02 * (fid.samples.energy / Double(fid.samples.count)).squareRoot()
        var samples: [ComplexVector] = []
        for coil in 0..<2 {
          for average in 0..<averages {
            var own = fid.phased(by: .radians(0.9 * Double(coil) + 0.2 * Double(average)))
              .shifted(by: .hertz(1.5 * Double(average))).samples
            for n in own.indices {
              own.real[n] += noise * random.normal()
              own.imaginary[n] += noise * random.normal()
            }
            samples.append(own)
          }
        }
        let file = URL(filePath: scratch.path(averages > 1 ? "raw.nii.gz" : "raw-water.nii.gz"))
        try NIfTIMRSFile.write(
          FIDArray(acquisition: fid.acquisition, coils: 2, averages: averages, samples: samples), to: file)
        return file.path
      }
      return (
        try spread("cohort/virtual-004.nii.gz", averages: 4),
        try spread("cohort/virtual-004-water.nii.gz", averages: 1)
      )
    }

    @Test("A processed scan and its water give the amounts of the raw ones, and every step stands in the header")
    func amounts() async throws {
      let scratch = try ScratchFolder()
      let files = try raw(try await SharedRuns.left(by: .demo), in: scratch)
      let processed = try await SharedRuns.left(in: "processed", by: ["process", files.scan, "--water", files.water])
      let raw = try await SharedRuns.left(in: "raw-amounts", by: ["quantify", files.scan, "--water", files.water])
      let again = try await SharedRuns.left(
        in: "processed-amounts",
        by: ["quantify", processed.path("scan.nii.gz"), "--water", processed.path("water.nii.gz")])
      let methods = try methods(in: processed.folder.appending(path: "scan.nii.gz"))
      #expect(methods == ["RF coil combination", "Frequency and phase correction", "Signal averaging"])
      func amounts(_ run: FinishedRun) throws -> [String: Double] {
        let rows = try run.rows(of: "result.csv")
        let column = try #require(rows[0].firstIndex { $0.hasPrefix("amount") })
        return Dictionary(rows.dropFirst().compactMap { row in Double(row[column]).map { (row[0], $0) } }) { $1 }
      }
      let (own, other) = (try amounts(raw), try amounts(again))
      #expect(own.count > 3 && own.keys.sorted() == other.keys.sorted())
      // The same samples in double precision, but for the rounding of sums.
      for (name, value) in own {
        let found = try #require(other[name])
        #expect(abs(found - value) <= 1e-6 * abs(value) + 1e-9, "\(name): \(found), not \(value)")
      }
    }

    @Test("What was done is on record in the standard's words, behind what was done before")
    func header() async throws {
      let run = try await SharedRuns.left(by: .process)
      let first = run.folder.appending(path: "scan.nii.gz")
      #expect(try methods(in: first).contains("Frequency and phase correction"))
      let water = try SignalFile.read(run.folder.appending(path: "water.nii.gz"))
      #expect(water.standard["WaterSuppressed"] == .bool(false))
      let twice = try await SharedRuns.left(
        in: "processed-twice", by: ["process", first.path, "--also", "reference"])
      let all = try methods(in: twice.folder.appending(path: "scan.nii.gz"))
      #expect(all == (try methods(in: first)) + ["Frequency and phase correction"])
    }

    /// Of `ProcessingApplied`, whose entries all have the keys that the standard wants.
    private func methods(in file: URL) throws -> [String] {
      let scan = try SignalFile.read(file)
      guard case .array(let steps)? = scan.standard["ProcessingApplied"] else { return [] }
      return steps.map { step in
        guard case .object(let entry) = step, entry["Program"] == .string("Hepatica"),
          Set(entry.keys) == ["Time", "Program", "Version", "Method", "Details", "Link"]
        else { return "an entry that is not the standard's: \(step)" }
        return entry["Method"]?.description ?? ""
      }
    }

    @Test("Conditions of an edited file are written as difference and sum, by rows that take turns too")
    func edited() async throws {
      let scratch = try ScratchFolder()
      let acquisition = Acquisition(
        spectrometerFrequency: .megahertz(123.25), dwellTime: 5e-4, points: 1024, echoTime: 0.068, repetitionTime: 2)
      var random = RandomStream(seed: 4)
      let rows = (0..<16).map { row -> ComplexVector in
        var fid = ComplexVector(zeros: 1024)
        let lines = [(2.01, row.isMultiple(of: 2) ? 0.0 : 30), (3.03, 21), (3.21, 15), (3.91, 14)]
        for n in 0..<1024 {
          let time = Double(n) * 5e-4
          for (ppm, amplitude) in lines {
            let angle = 2 * Double.pi * acquisition.offset(of: .ppm(ppm)).hertz * time
            let height = amplitude * exp(-15 * time)
            fid.real[n] += height * cos(angle)
            fid.imaginary[n] += height * sin(angle)
          }
          fid.real[n] += 0.2 * random.normal()
          fid.imaginary[n] += 0.2 * random.normal()
        }
        return fid
      }
      let file = URL(filePath: scratch.path("edited.nii.gz"))
      try NIfTIMRSFile.write(
        FIDArray(acquisition: acquisition, coils: 1, averages: 16, samples: rows), to: file)
      let run = try await SharedRuns.left(in: "edited", by: ["process", file.path])
      #expect(run.files.contains("difference.nii.gz") && run.files.contains("sum.nii.gz"))
      #expect(run.outcome.output.contains("rows are 2 conditions in turn"))
      let difference = try SignalFile.read(run.folder.appending(path: "difference.nii.gz")).signals.samples[0]
      let sum = try SignalFile.read(run.folder.appending(path: "sum.nii.gz")).signals.samples[0]
      // Of the first samples the difference is NAA alone, the mean has half of it: 30 of 65.
      #expect(abs(difference[0].length / 30 - 1) < 0.05)
      #expect(abs(sum[0].length / 65 - 1) < 0.05)
      let conditions = try SignalFile.readAll(run.folder.appending(path: "conditions.nii.gz"))
      #expect(conditions.count == 2 && conditions[1].standard["EditCondition"] == .string("row 2 of 2"))
      // The same with a header that says which condition has which pulse: A the one at NAA, B its mirror image.
      let told = URL(filePath: scratch.path("told.nii.gz"))
      let parts = (0..<2).map { condition in
        Scan(
          url: told, format: .niftiMRS,
          signals: FIDArray(
            acquisition: acquisition, coils: 1, averages: 8, samples: (0..<8).map { rows[2 * $0 + condition] }),
          averagesRepresented: nil, part: ScanPart([.init(axis: "DIM_EDIT", index: condition, count: 2)]), fields: [],
          doubts: [])
      }
      func pulse(_ ppm: Double) -> JSONValue { .object(["PulseOffset": .number(ppm)]) }
      try NIfTIMRSFile.write(
        parts,
        metadata: [
          "dim_6_header": .object(["EditCondition": .array([.string("A"), .string("B")])]),
          "EditPulse": .object(["A": pulse(1.9), "B": pulse(7.5)]),
        ], to: told)
      let known = try await SharedRuns.left(in: "edited-told", by: ["process", told.path])
      #expect(!known.outcome.output.contains("assumed") && known.outcome.output.contains("Quality of A"))
      let same = try SignalFile.read(known.folder.appending(path: "difference.nii.gz")).signals.samples[0]
      #expect((same - difference).energy < 1e-6 * difference.energy)
      let whole = try await BuiltCommand.run("process", file.path, "--edited", "1")
      #expect(whole.exitCode == 0 && !whole.output.contains("difference"))
      let wrong = try await BuiltCommand.run("process", file.path, "--edited", "9")
      #expect(wrong.exitCode == 64 && wrong.errors.contains("--edited is 9"))
      let step = try await BuiltCommand.run("process", file.path, "--also", "apodise")
      #expect(step.exitCode == 64 && step.errors.contains("'apodise' is no step"))
    }
  }
}
