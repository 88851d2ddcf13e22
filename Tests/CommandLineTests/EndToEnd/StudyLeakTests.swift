import Foundation
import Testing

extension EndToEnd {
  /// The real chain of `hepatica study`, seen from outside: what it learns from must not hold the patients it tests.
  ///
  /// Two cohorts that differ in the test patients alone must give the same prior and the same networks, byte for byte. Were
  /// a test patient's scan or group used in either, they would differ: a pooled mean too, since the scans are exchanged
  /// for those of another cohort and not only among one another.
  @Suite("Test patients do not leak into what a study learns")
  struct StudyLeaks {
    /// All that is known before the first test patient is seen.
    static let learned = [
      "basis.json", "prior.json", "ccnn/weights.safetensors", "ccnn/card.json", "qcnn/weights.safetensors",
      "qcnn/card.json", "comparison.json", "errors.csv",
    ]

    private struct Row {
      let subject: String
      var group: String
      var scan: String
      var water: String
    }

    private struct Diagnosis: Decodable {
      struct Classifier: Decodable {
        struct Score: Decodable, Equatable {
          let subject: String
          let group: String
          let score: Double
        }

        let classifier: String
        let scores: [Score]
      }

      let classifiers: [Classifier]
    }

    /// The demo's cohort, the patients of the prior first, so that who gives it does not hang on the others' groups.
    private func cohort() async throws -> [Row] {
      let demo = try await SharedRuns.left(by: .demo)
      let rows = Dictionary(
        uniqueKeysWithValues: try demo.rows(of: "cohort/cohort.csv").dropFirst().map { ($0[0], $0) })
      return try (SmallStudy.priorPatients + SmallStudy.testPatients).map { subject in
        let row = try #require(rows[subject])
        return Row(
          subject: subject, group: row[1], scan: demo.path("cohort/\(row[2])"), water: demo.path("cohort/\(row[3])"))
      }
    }

    /// The study of a table that is written for it.
    private func study(_ name: String, of rows: [Row]) async throws -> FinishedRun {
      let scratch = try ScratchFolder()
      // A table names files beside it.
      let lines = try rows.enumerated().map { i, row in
        for (file, role) in [(row.scan, "scan"), (row.water, "water")] {
          try FileManager.default.copyItem(atPath: file, toPath: scratch.path("\(role)\(i).nii.gz"))
        }
        return "\(row.subject),\(row.group),scan\(i).nii.gz,water\(i).nii.gz\n"
      }
      let table = try scratch.write("subject,group,file,water\n" + lines.joined(), as: "cohort.csv")
      return try await SharedRuns.left(in: name, by: ["study", table, "--seed", "3"])
    }

    private func scores(_ run: FinishedRun) throws -> [Diagnosis.Classifier.Score] {
      let diagnosis = try run.decoded(Diagnosis.self, from: "diagnosis.json")
      return try #require(diagnosis.classifiers.first { $0.classifier == "cCNN" }).scores
    }

    private func expectLearnedSame(_ run: FinishedRun, _ other: FinishedRun) {
      let differences = run.differences(from: other)
      #expect(Self.learned.filter(differences.contains) == [])
      #expect(Self.learned.allSatisfy(run.files.contains))
    }

    /// The rows with the scans of the same patients of another cohort.
    private func exchanged(_ rows: [Row], of subjects: [String]) async throws -> [Row] {
      let other = try await SharedRuns.left(in: "other-cohort", by: ["demo", "--seed", "9"])
      return rows.map { row in
        guard subjects.contains(row.subject) else { return row }
        var row = row
        row.scan = other.path("cohort/\(row.subject).nii.gz")
        row.water = other.path("cohort/\(row.subject)-water.nii.gz")
        return row
      }
    }

    @Test("Only the patients who did not give the prior are scored")
    func scored() async throws {
      let run = try await study("leak-reference", of: cohort())
      #expect(try scores(run).map(\.subject) == SmallStudy.testPatients)
    }

    @Test("With other scans of the test patients, prior and networks are the same to the byte, the scores are not")
    func otherScans() async throws {
      let rows = try await cohort()
      let reference = try await study("leak-reference", of: rows)
      let other = try await study("leak-scans", of: exchanged(rows, of: SmallStudy.testPatients))
      expectLearnedSame(reference, other)
      #expect(try scores(reference) != scores(other), "the exchanged scans were read")
    }

    @Test("With the groups of the test patients exchanged, prior and networks are the same, and so is every score")
    func otherGroups() async throws {
      let rows = try await cohort()
      let reference = try await study("leak-reference", of: rows)
      let other = try await study(
        "leak-groups",
        of: rows.map { row in
          guard SmallStudy.testPatients.contains(row.subject) else { return row }
          var row = row
          row.group = row.group == "LC" ? "LC-HCC" : "LC"
          return row
        })
      expectLearnedSame(reference, other)
      let (before, after) = (try scores(reference), try scores(other))
      #expect(before.map(\.score) == after.map(\.score))
      #expect(zip(before, after).allSatisfy { $0.group != $1.group })
    }

    @Test("With another scan of one patient of the prior, prior and networks differ: the tests above can fail")
    func otherPrior() async throws {
      let rows = try await cohort()
      let reference = try await study("leak-reference", of: rows)
      let other = try await study("leak-prior", of: exchanged(rows, of: [SmallStudy.priorPatients[0]]))
      let differences = other.differences(from: reference)
      for name in ["prior.json", "ccnn/weights.safetensors", "qcnn/weights.safetensors"] {
        #expect(differences.contains(name), "\(name)")
      }
    }
  }
}
