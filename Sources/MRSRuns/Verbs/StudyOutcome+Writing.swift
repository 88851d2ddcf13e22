import Foundation
import MRSCore
import MRSFormats
import MRSNetworks
import MRSReport
import MRSStatistics

extension RunFolder {
  /// Writes a value as JSON with sorted keys.
  /// - Throws: `PipelineError`, `EncodingError`.
  public func writeJSON(_ value: some Encodable, to name: String) throws {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    try write(encoder.encode(value), to: name)
  }

  /// Writes a network bundle as a folder of the run.
  /// - Throws: `NetworkError`, `PipelineError`.
  public func write(_ bundle: NetworkBundle<NetworkCard>, to name: String) throws {
    let folder = work.appending(path: name)
    try bundle.write(to: folder)
    for file in try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted() {
      _ = try artefact("\(name)/\(file)")
    }
  }
}

extension StudyOutcome {
  /// Leaves everything of the study in a run folder: basis, cohort as NIfTI-MRS files with its table, prior, networks,
  /// comparison, results, and `report.html`.
  /// - Throws: `PipelineError`, `FormatError`, `NetworkError`, `ReportError`, `StatisticsError`.
  public func write(to run: RunFolder) throws {
    try run.writeJSON(basis, to: "basis.json")
    if isSynthetic { try writeCohort(to: run) }
    try run.writeJSON(cohort.prior, to: "prior.json")
    try run.write(Data(amountsCSV().utf8), to: "amounts.csv")
    try run.write(quantifier.bundle, to: "qcnn")
    try run.write(cohort.classifier.bundle, to: "ccnn")
    try run.writeJSON(comparison, to: "comparison.json")
    try run.write(Data(errorTable().csv().utf8), to: "errors.csv")
    try run.write(Data(honestyTable().csv().utf8), to: "comparison.csv")
    try run.writeJSON(cohort.result, to: "diagnosis.json")
    if let null { try run.writeJSON(null.result, to: "diagnosis-no-effect.json") }
    try run.write(Data(diagnosisTable().csv().utf8), to: "diagnosis.csv")
    try run.write(Data(report().html().utf8), to: "report.html")
  }

  /// The averaged scans and water references, readable by any NIfTI-MRS program and by `hepatica study`.
  private func writeCohort(to run: RunFolder) throws {
    var subjects: [Subject] = []
    for subject in cohort.subjects {
      let (file, water) = ("\(subject.id).nii.gz", "\(subject.id)-water.nii.gz")
      try NIfTIMRSFile.write(subject.averaged, to: run.artefact("cohort/\(file)"))
      try NIfTIMRSFile.write(subject.averagedWater, to: run.artefact("cohort/\(water)"))
      subjects.append(Subject(id: subject.id, group: subject.group, file: file, water: water))
    }
    try run.write(Data(CohortTable(subjects: subjects).csv().utf8), to: "cohort/cohort.csv")
    try run.writeJSON(patients, to: "cohort/truth.json")
  }

  /// One row a patient and species: amount, deviation, whether at its bound.
  private func amountsCSV() throws -> String {
    let rows = zip(cohort.subjects, cohort.fits).flatMap { subject, fit in
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
