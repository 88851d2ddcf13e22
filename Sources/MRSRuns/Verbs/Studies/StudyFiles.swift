import Foundation
import MRSCore
import MRSFormats
import MRSProfile
import MRSReport
import MRSStatistics
import MRSStudy

/// What a study leaves in its run folder.
struct StudyFiles {
  let outcome: StudyOutcome
  /// Scans that could not be used.
  let refused: [RefusedScan]

  init(_ outcome: StudyOutcome, refused: [RefusedScan] = []) {
    self.outcome = outcome
    self.refused = refused
  }

  /// Leaves basis, cohort as NIfTI-MRS files with its table, prior, networks, comparison, results, and `report.html`.
  /// - Throws: `RunError`, `FormatError`, `NetworkError`, `ReportError`, `StatisticsError`.
  func write(to run: RunFolder) throws {
    try run.writeJSON(outcome.basis, to: "basis.json")
    if outcome.isSynthetic { try writeCohort(to: run) }
    try run.writeJSON(outcome.cohort.prior, to: "prior.json")
    try run.write(Data(amountsCSV().utf8), to: "amounts.csv")
    try run.write(outcome.quantifier.bundle, to: "qcnn")
    try run.write(outcome.cohort.classifier.bundle, to: "ccnn")
    try run.writeJSON(outcome.comparison, to: "comparison.json")
    try run.write(Data(outcome.errorTable().csv().utf8), to: "errors.csv")
    try run.write(Data(outcome.honestyTable().csv().utf8), to: "comparison.csv")
    try run.writeJSON(outcome.cohort.result, to: "diagnosis.json")
    if let null = outcome.null { try run.writeJSON(null.result, to: "diagnosis-no-effect.json") }
    try run.write(Data(outcome.diagnosisTable().csv().utf8), to: "diagnosis.csv")
    let facts = outcome.reportingFacts(refused: refused)
    for checklist in Checklist.allCases {
      try run.write(Data(checklist.table(facts).csv().utf8), to: "checklists/\(checklist.rawValue).csv")
    }
    try run.write(Data(outcome.report(refused: refused).html().utf8), to: "report.html")
  }

  /// The averaged scans and water references, readable by any NIfTI-MRS program and by `hepatica study`.
  private func writeCohort(to run: RunFolder) throws {
    var subjects: [Subject] = []
    for subject in outcome.cohort.subjects {
      let (file, water) = ("\(subject.id).nii.gz", "\(subject.id)-water.nii.gz")
      try NIfTIMRSFile.write(subject.signal.averaged, to: run.artefact("cohort/\(file)"))
      if let averaged = subject.signal.averagedWater {
        try NIfTIMRSFile.write(averaged, to: run.artefact("cohort/\(water)"))
      }
      subjects.append(Subject(id: subject.id, group: subject.group, file: file, water: water))
    }
    try run.write(Data(CohortTable(subjects: subjects).csv().utf8), to: "cohort/cohort.csv")
    try run.writeJSON(outcome.patients, to: "cohort/truth.json")
  }

  /// One row a patient and species: amount, deviation, whether at its bound.
  private func amountsCSV() throws -> String {
    let rows = zip(outcome.cohort.subjects, outcome.cohort.fits).flatMap { subject, fit in
      fit.quantification.amounts.map { amount -> [Cell] in
        [
          .text(subject.id), .text(subject.group), .text(amount.name),
          .measurement(amount.value, deviation: amount.standardDeviation), .text(amount.isAtBound ? "yes" : "no"),
        ]
      }
    }
    return try Table(
      title: "Amounts by NLSF",
      columns: [.init("patient"), .init("group"), .init("species"), .init("amount", unit: "mM"), .init("at bound")],
      rows: rows
    ).csv()
  }
}
