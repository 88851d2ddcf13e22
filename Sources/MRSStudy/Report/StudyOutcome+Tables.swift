import MRSCore
import MRSFormats
import MRSModel
import MRSProfile
import MRSReport
import MRSStatistics

extension StudyOutcome {
  /// Sensitivity, specificity and accuracy of every classifier, with and without effect side by side.
  /// - Throws: `ReportError`, `StatisticsError`.
  public func diagnosisTable() throws -> Table {
    var rows: [[Cell]] = []
    for outcome in [cohort, null].compactMap(\.self) {
      for classifier in outcome.result.classifiers {
        let table = classifier.confusion
        rows.append([
          .text(outcome.scenario), .text(classifier.classifier),
          try table.sensitivity().map { .proportion($0) } ?? .missing,
          try table.specificity().map { .proportion($0) } ?? .missing,
          try table.accuracy().map { .proportion($0) } ?? .missing,
          try classifier.roc.interval().map { .interval($0) } ?? .number(classifier.roc.area),
        ])
      }
    }
    return try Table(
      title: "Diagnosis of the test patients",
      columns: [
        .init("cohort"), .init("classifier"), .init("sensitivity"), .init("specificity"), .init("accuracy"),
        .init("AUC"),
      ],
      rows: rows,
      footnotes: [
        "Intervals of 95 %: Clopper–Pearson for shares, DeLong for the area under the ROC curve (AUC).",
        "Positive is \(cohort.result.positiveGroup). Published for real patients (Bae et al. 2025, cCNN): 7/7, 9/10, 16/17.",
      ])
  }

  /// The four counts of every classifier.
  /// - Throws: `ReportError`.
  func confusionTable() throws -> Table {
    let rows = [cohort, null].compactMap(\.self).flatMap { outcome in
      outcome.result.classifiers.map { classifier -> [Cell] in
        let table = classifier.confusion
        return [
          .text(outcome.scenario), .text(classifier.classifier), .integer(table.truePositives),
          .integer(table.falseNegatives), .integer(table.trueNegatives), .integer(table.falsePositives),
        ]
      }
    }
    return try Table(
      title: "Confusion",
      columns: [
        .init("cohort"), .init("classifier"), .init("true positive"), .init("false negative"),
        .init("true negative"), .init("false positive"),
      ], rows: rows)
  }

  /// RMSE and its ratios, target by target.
  /// - Throws: `ReportError`.
  public func errorTable() throws -> Table {
    let rows = comparison.targets.map { target -> [Cell] in
      let byMethod = Dictionary(uniqueKeysWithValues: target.methods.map { ($0.method, $0) })
      func number(_ method: String, _ value: (Comparison.Method) -> Double?) -> Cell {
        byMethod[method].flatMap(value).map { .number($0) } ?? .missing
      }
      return [.text(target.name), .number(target.priorDeviation), target.bound.map { .number($0) } ?? .missing]
        + ["nlsf", "map", "qcnn"].map { number($0) { $0.agreement.rootMeanSquareError } }
        + ["nlsf", "map", "qcnn"].map { number($0) { $0.agreement.meanAbsolutePercentageError } }
        + ["nlsf", "map", "qcnn"].map { number($0) { $0.errorOverBound } }
        + ["nlsf", "map", "qcnn"].map { number($0) { $0.errorOverPrior } }
    }
    return try Table(
      title: "Errors on \(comparison.examples) held-out synthetic spectra",
      columns: [
        .init("target"), .init("prior SD", unit: "mM"), .init("bound", unit: "mM"),
        .init("RMSE NLSF", unit: "mM"), .init("RMSE MAP", unit: "mM"), .init("RMSE qCNN", unit: "mM"),
        .init("MAPE NLSF", unit: "%"), .init("MAPE MAP", unit: "%"), .init("MAPE qCNN", unit: "%"),
        .init("RMSE/bound NLSF"), .init("RMSE/bound MAP"), .init("RMSE/bound qCNN"),
        .init("RMSE/prior SD NLSF"), .init("RMSE/prior SD MAP"), .init("RMSE/prior SD qCNN"),
      ], rows: rows,
      footnotes: [
        "bound: root mean square of the bound at the truth of the same spectra, with the fit's soft priors on shifts and widths; an estimate that leans on a prior of amounts or on non-negativity can lie below it.",
        "RMSE/prior SD of 1 is what an estimate reaches that never looks at the spectrum.",
        "MAP is the same fit with the qCNN's prior: the fair rival.",
      ])
  }

  /// Slope of estimate on truth, coverage of the 90 % intervals, and the test between qCNN and the fits.
  /// - Throws: `ReportError`.
  public func honestyTable() throws -> Table {
    let rows = comparison.targets.map { target -> [Cell] in
      let byMethod = Dictionary(uniqueKeysWithValues: target.methods.map { ($0.method, $0) })
      func slope(_ method: String) -> Cell {
        byMethod[method]?.agreement.line.map { .interval($0.slope) } ?? .missing
      }
      func coverage(_ method: String) -> Cell {
        byMethod[method]?.agreement.coverage.map { .proportion($0) } ?? .missing
      }
      func verdict(_ isBetter: Bool, _ p: Double) -> String { p >= 0.05 ? "–" : isBetter ? "qCNN" : "fit" }
      return [
        .text(target.name), slope("nlsf"), slope("map"), slope("qcnn"), coverage("nlsf"), coverage("map"),
        coverage("qcnn"), .pValue(target.adjustedPValue),
        .text(verdict(target.networkIsBetter, target.adjustedPValue)), .pValue(target.adjustedPValueAgainstMAP),
        .text(verdict(target.networkIsBetterThanMAP, target.adjustedPValueAgainstMAP)),
      ]
    }
    return try Table(
      title: "Slope, coverage and comparison",
      columns: [
        .init("target"), .init("slope NLSF"), .init("slope MAP"), .init("slope qCNN"),
        .init("coverage NLSF", unit: "of 90 %"), .init("coverage MAP", unit: "of 90 %"),
        .init("coverage qCNN", unit: "of 90 %"), .init("P, qCNN v NLSF"), .init("smaller error"),
        .init("P, qCNN v MAP"), .init("smaller error "),
      ], rows: rows,
      footnotes: [
        "Slope of estimate on truth: 1 is ideal, 0 says that the prior was returned whatever the spectrum.",
        "P: Wilcoxon signed-rank test of |error|, two-sided, after Holm over the \(comparison.targets.count) targets.",
      ])
  }

  /// The prior as estimated from the fits, beside the truth of virtual patients.
  /// - Throws: `ReportError`.
  func priorTable() throws -> Table {
    let union = cohort.prior.union
    let groups = [cohort.result.negativeGroup, cohort.result.positiveGroup]
    let rows = union.names.indices.map { k -> [Cell] in
      let truths = patients.compactMap { $0.amounts[union.names[k]] }.sorted()
      return [.text(union.names[k])]
        + groups.map { group in cohort.prior.groups[group].map { .number($0.median(k)) } ?? .missing }
        + [
          .number(union.median(k)), .number(union.logDeviation(k), digits: 2),
          truths.isEmpty ? .missing : .number(truths[truths.count / 2]),
        ]
    }
    return try Table(
      title: "Prior from the scans of the first \(studyProtocol.cohort.priorSubjects) patients of each group",
      columns: [.init("species")] + groups.map { .init("median \($0)", unit: "mM") }
        + [
          .init("median, both", unit: "mM"), .init("SD of ln, widened"),
          .init("true median of all patients", unit: "mM"),
        ], rows: rows,
      footnotes: ["Lipids in mM of protons. The estimate never sees the last column."])
  }

  /// The patients, what their scans gave, and the classifier's score.
  /// - Throws: `ReportError`.
  func patientTable() throws -> Table {
    let scores = cohort.result.classifiers.first?.scores ?? []
    let byPatient = Dictionary(scores.map { ($0.subject, $0.score) }, uniquingKeysWith: { first, _ in first })
    let rows = cohort.subjects.indices.map { i -> [Cell] in
      let subject = cohort.subjects[i]
      let quality = cohort.fits[i].quantification.quality
      return [
        .text(subject.id), .text(subject.group), .text(cohort.split.training.contains(subject.id) ? "prior" : "test"),
        .measurement(100 * subject.water.fatFraction, deviation: 100 * subject.water.fatFractionDeviation),
        .number(subject.water.linewidth), .number(quality.signalToNoise),
        quality.residualToNoise.map { .number($0) } ?? .missing, .integer(subject.signal.averagesRejected),
        byPatient[subject.id].map { .number($0, digits: 2) } ?? .missing,
      ]
    }
    return try Table(
      title: "Patients",
      columns: [
        .init("patient"), .init("group"), .init("used for"), .init("PDFF", unit: "%"),
        .init("water FWHM", unit: "Hz"), .init("SNR, tallest peak"), .init("residual/noise"),
        .init("averages rejected"), .init("cCNN score"),
      ], rows: rows)
  }

  /// The diagnosis as text for a terminal.
  /// - Throws: `ReportError`, `StatisticsError`.
  public func diagnosisSummary() throws -> String {
    let table = try diagnosisTable()
    return "\(table.title)\n\n\(table.text())"
  }
}
