import Foundation
import MRSCore
import MRSReport
import MRSStudy

/// What is printed of a virtual study.
struct VirtualStudyOutput {
  let json: Bool

  func show(_ summary: VirtualStudySummary, of plan: VirtualStudyPlan, settings: StudySettings, at folder: URL) throws {
    if json { return try printJSON(summary) }
    let report = VirtualStudyReport(
      summary, studyProtocol: settings.studyProtocol, plan: plan, seed: settings.stream.key)
    let table = try report.classifierTable()
    print("\(table.title)\n\n\(table.text())")
    print("Report: \(folder.appending(path: "report.html").path.printable)")
  }
}
