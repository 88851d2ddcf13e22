import Foundation
import MRSCore
import MRSFormats
import MRSProfile
import MRSStatistics
import MRSStudy
import StudySupport
import TestSupport
import Testing

@Suite("Scans of a cohort table")
struct CohortReaderTests {
  /// The error of reading one patient whose scan differs from the protocol in `change`.
  private func refusal(_ change: (inout Acquisition) -> Void) async throws -> RefusedScan? {
    let settings = try ReducedStudy.context()
    var acquisition = settings.studyProtocol.spectralAcquisition
    change(&acquisition)
    let folder = try TemporaryFolder()
    let samples = ComplexVector(
      real: (0..<acquisition.points).map { .exp(-Double($0) / 50) },
      imaginary: (0..<acquisition.points).map { _ in 0 })
    for name in ["p1.nii.gz", "p1-water.nii.gz"] {
      try NIfTIMRSFile.write(
        FID(samples: samples, acquisition: acquisition), to: folder.url.appending(path: name))
    }
    let table = folder.url.appending(path: "cohort.csv")
    try Data("subject,group,file,water\np1,LC,p1.nii.gz,p1-water.nii.gz\n".utf8).write(to: table)
    let reader = try CohortReader(table, of: settings.studyProtocol)
    do {
      return try await reader.read(settings).refused.first
    } catch StatisticsError.noScans(_, let refused) {
      return refused.first
    }
  }

  @Test(
    "A scan that is not of the protocol is refused by its file's name, with the field, what it has and what is needed")
  func mismatches() async throws {
    let changes: [(change: (inout Acquisition) -> Void, text: String)] = [
      ({ $0.repetitionTime = 3 }, "'repetition time' is 3000.0 ms, the protocol liver-3T-press30-narrow has 2000.0 ms"),
      (
        { $0.repetitionTime = nil },
        "'repetition time' is not known, the protocol liver-3T-press30-narrow has 2000.0 ms"
      ),
      ({ $0.sequence = "STEAM" }, "'sequence' is STEAM, the protocol liver-3T-press30-narrow has PRESS"),
      ({ $0.echoTime = 0.144 }, "'echo time' is 144.0 ms, the protocol liver-3T-press30-narrow has 30.0 ms"),
      ({ $0.points = 500 }, "'points' is 500, the protocol liver-3T-press30-narrow has at least 512"),
    ]
    for (change, text) in changes {
      let error = try await refusal(change)
      let description = error?.reason ?? "read"
      #expect(description.hasPrefix("p1.nii.gz: \(text)"), "\(description)")
      #expect(description.contains("--protocol"))
    }
  }
}
