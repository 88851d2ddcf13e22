import Foundation
import MRSCore
import MRSFormats
import Testing

extension EndToEnd {
  /// A network of 512 points and scans of 768, whose first 512 are those of the demo's patients.
  @Suite("Signals longer than a network's")
  struct LongSignals {
    private struct Result: Decodable {
      struct Row: Decodable, Equatable {
        let name: String
        let amount: Double
        let standardDeviation: Double?
      }

      struct Provenance: Decodable {
        let processing: String
      }

      let amounts: [Row]
      let provenance: Provenance
    }

    /// What is appended is the noise that a longer acquisition would have measured behind the signal.
    private func lengthen(_ file: String, to other: String) throws {
      let signals = try SignalFile.read(URL(filePath: file)).signals
      var stream = RandomStream(seed: 4)
      let long = signals.samples.map { fid in
        var samples = ComplexVector(zeros: 768)
        for i in fid.indices { samples[i] = fid[i] }
        let tail = fid[(fid.count - 64)..<fid.count]
        let noise = (tail.energy / 128).squareRoot()
        for i in fid.count..<768 {
          samples.real[i] = noise * stream.normal()
          samples.imaginary[i] = noise * stream.normal()
        }
        return samples
      }
      try NIfTIMRSFile.write(
        FIDArray(
          acquisition: signals.acquisition.with(points: 768), coils: signals.coils, averages: signals.averages,
          samples: long), precision: .complex128, to: URL(filePath: other))
    }

    @Test("quantify and classify process the whole, show its first samples, say so, and answer as of those alone")
    func cut() async throws {
      let demo = try await SharedRuns.left(by: .demo)
      let scratch = try ScratchFolder()
      let patients = ["virtual-003", "virtual-007"]
      for file in patients.flatMap({ ["\($0).nii.gz", "\($0)-water.nii.gz"] }) {
        try lengthen(demo.path("cohort/\(file)"), to: scratch.path(file))
      }
      let network = ["--method", "network", "--network", demo.path("qcnn")]
      func result(_ folder: String, _ name: String) async throws -> Result {
        let left = try await SharedRuns.left(
          in: name,
          by: ["quantify", "\(folder)/virtual-003.nii.gz", "--water", "\(folder)/virtual-003-water.nii.gz"] + network)
        return try left.decoded(Result.self, from: "result.json")
      }
      let (short, long) = (
        try await result(demo.path("cohort"), "short-scan"), try await result(scratch.url.path, "long-scan")
      )
      // Noise behind the signal moves weights of coils and the fit of the water a little.
      for (one, other) in zip(short.amounts, long.amounts) {
        let difference = abs(one.amount - other.amount)
        #expect(difference < 0.1 * (one.standardDeviation ?? 0), "\(one), \(other)")
      }
      #expect(short.amounts.count == long.amounts.count && short.amounts != long.amounts)
      #expect(long.provenance.processing.hasPrefix("the first 512 of 768 points taken"))
      #expect(!short.provenance.processing.contains("points taken"))

      let table = try scratch.write(
        "subject,group,file,water\n"
          + zip(patients, ["LC", "LC-HCC"]).map { "\($0),\($1),\($0).nii.gz,\($0)-water.nii.gz\n" }.joined(),
        as: "cohort.csv")
      let classified = try await SharedRuns.left(
        in: "long-cohort",
        by: ["classify", table, "--network", try await SharedRuns.left(by: .trainClasses).path("network")])
      let all = try await SharedRuns.left(by: .classify).rows(of: "scores.csv")
      for row in try classified.rows(of: "scores.csv").dropFirst() {
        let alone = try #require(Double(row[2]))
        let among = try #require(all.first { $0[0] == row[0] }.flatMap { Double($0[2]) })
        #expect(abs(alone - among) < 0.02, "\(row)")
      }
      let log = try classified.text("log.txt")
      #expect(log.contains("virtual-003: the first 512 of 768 points were taken"), "\(log)")
    }
  }
}
