import MRSCore
import MRSModel
import MRSNetworks
import MRSReport
import MRSStatistics

extension StudyOutcome {
  /// The report of the study as one page.
  /// - Parameter refused: scans that could not be used, each with its reason.
  /// - Throws: `ReportError`, `StatisticsError`.
  public func report(refused: [RefusedScan] = []) throws -> ReportPage {
    let facts = reportingFacts(refused: refused)
    return ReportPage(
      title: "Hepatica: \(studyProtocol.title)", notice: notice,
      sections: [
        .init(title: "What was found", blocks: try summary().map { .paragraph($0) }),
        .init(title: "Diagnosis", blocks: try diagnosis()),
        .init(
          title: "How much so few patients can say",
          blocks: [.table(try limits.sampleSizeTable()), .table(try limits.splitTable())]),
        .init(title: "Quantification", blocks: try quantification()),
        .init(title: "Spectra", blocks: spectra()),
        .init(title: "Training", blocks: training()),
        .init(title: "Prior and patients", blocks: [.table(try priorTable()), .table(try patientTable())]),
        .init(
          title: "How it was done",
          blocks: try [.table(facts.flow.table(positive: facts.positive, negative: facts.negative))]
            + (refused.isEmpty ? [] : [.table(RefusedScan.table(refused))])
            + [.table(Checklist.mrsInMRS.table(facts)), .facts(self.facts)]),
      ])
  }

  private var notice: String {
    if isSynthetic {
      return """
        The patients of this report are synthetic: no person was scanned. They were drawn from the protocol \
        '\(studyProtocol.name)', in which the differences between the groups are invented dials. What it shows is how \
        the method behaves, not that it diagnoses. Research software, not a medical device.
        """
    }
    return """
      The networks of this report were trained on simulated spectra. \(cohort.split.test.count) test patients are few: \
      read the intervals. Research software, not a medical device; nothing here is a diagnosis.
      """
  }

  /// The findings in sentences, each made from the numbers: who was told rightly first, how amounts were found last.
  private func summary() throws -> [String] {
    var sentences: [String] = []
    for outcome in [cohort, null].compactMap(\.self) {
      guard let network = outcome.result.classifiers.first else { continue }
      let table = network.confusion
      let accuracy = try table.accuracy().map { ", \(NumberText.proportion($0))" } ?? ""
      sentences.append(
        "\(isSynthetic ? "Cohort '\(outcome.scenario)': the" : "The") cCNN calls \(table.correct) of \(table.total) test patients rightly\(accuracy): \(table.truePositives) of \(table.positives) with and \(table.trueNegatives) of \(table.negatives) without cancer; AUC \(NumberText.fixed(network.roc.area, decimals: 2))."
      )
    }
    if let warning = cohort.alarm.warning(positiveGroup: cohort.result.positiveGroup) { sentences.append(warning) }
    sentences.append(
      "\(limits.patients) patients are few: a model of \(limits.criteria.predictors) amounts is asked for \(limits.criteria.patients) (Riley et al. 2020)."
    )
    return sentences + quantificationSummary
  }

  private var quantificationSummary: [String] {
    let better = comparison.targets.filter { $0.adjustedPValue < 0.05 && $0.networkIsBetter }.map(\.name)
    let worse = comparison.targets.filter { $0.adjustedPValue < 0.05 && !$0.networkIsBetter }.map(\.name)
    let prior = comparison.targets.filter { target in
      (target.methods.first { $0.method == "qcnn" }?.agreement.line?.slope.upper ?? 1) < 0.5
    }.map(\.name)
    let beatsMAP = comparison.targets.filter { $0.adjustedPValueAgainstMAP < 0.05 && $0.networkIsBetterThanMAP }.count
    let losesToMAP = comparison.targets.filter { $0.adjustedPValueAgainstMAP < 0.05 && !$0.networkIsBetterThanMAP }
      .count
    var sentences = [
      "On \(comparison.examples) held-out synthetic spectra the qCNN's errors are smaller than those of the conventional fit (NLSF) for \(better.count) of \(comparison.targets.count) targets, larger for \(worse.count)\(worse.isEmpty ? "" : " (\(worse.joined(separator: ", ")))").",
      "Against a fit that is given the same prior (MAP) the qCNN is better for \(beatsMAP) and worse for \(losesToMAP): what is gained over NLSF comes from the prior where the two agree.",
    ]
    if !prior.isEmpty {
      sentences.append(
        "For \(prior.joined(separator: ", ")) the qCNN mostly returns its prior (slope of estimate on truth below ½): such a value describes the population, not the patient."
      )
    }
    return sentences
  }

  private func diagnosis() throws -> [ReportPage.Block] {
    func roc(_ outcome: CohortOutcome) -> ReportPage.Block {
      .figure(
        ROCFigure(
          title: "ROC, \(outcome.scenario)",
          caption: "ROC of the \(outcome.split.test.count) test patients, cohort '\(outcome.scenario)'.",
          curves: outcome.result.classifiers.map { .init(name: $0.classifier, roc: $0.roc) }))
    }
    return [.table(try diagnosisTable())] + [cohort, null].compactMap(\.self).map(roc)
      + [
        .table(try confusionTable()),
        .paragraph(
          "The classifier on nuisances alone (noise, water linewidth, averages rejected) must know nothing: if it does, the groups differ in how they were scanned. The cohort without effect shows what the same chain says when there is nothing to find."
        ), .table(try rivalTable()), .table(try cohort.alarm.table(positiveGroup: cohort.result.positiveGroup)),
      ]
  }

  private func quantification() throws -> [ReportPage.Block] {
    let methods = ["nlsf", "map", "qcnn"]
    let slopes = ForestFigure(
      title: "Slope of estimate on truth",
      caption: "1 is ideal; 0 says that the prior was returned. Intervals of 95 %.",
      xLabel: "slope of estimate on truth", series: ["NLSF", "MAP", "qCNN"],
      rows: comparison.targets.map { target in
        .init(
          name: target.name,
          intervals: methods.map { method in
            target.methods.first { $0.method == method }?.agreement.line?.slope
          })
      }, reference: 1, range: -0.5...2)
    return [.table(try errorTable()), .figure(slopes), .table(try honestyTable())]
  }

  private func spectra() -> [ReportPage.Block] {
    shown.map { shown in .figure(shown.figure) }
  }

  private func training() -> [ReportPage.Block] {
    func figure(_ title: String, _ curve: TrainingCurve, _ loss: String) -> ReportPage.Block {
      let steps = curve.points.map { Double($0.step) }
      return .figure(
        LineFigure(
          title: title, caption: "\(title): \(loss) against training steps.", xLabel: "steps", yLabel: loss,
          series: [
            .init(name: "training", x: steps, y: curve.points.map(\.trainingLoss)),
            .init(name: "validation", x: steps, y: curve.points.map { $0.validationLoss ?? $0.trainingLoss }),
          ]))
    }
    return [
      figure("qCNN", quantifier.curve, "Gaussian negative log-likelihood"),
      figure("cCNN, \(cohort.scenario)", cohort.classifier.curve, "cross-entropy"),
    ] + (null.map { [figure("cCNN, \($0.scenario)", $0.classifier.curve, "cross-entropy")] } ?? [])
  }

  /// What the qCNN learnt from, in words.
  private var learning: String {
    let name = studyProtocol.training.quantification
    guard let network = studyProtocol.networks[name] else { return name }
    return "network \(name): \(network.streamedExamples) spectra, each used \(network.repeats) times"
  }

  private var facts: [(key: String, value: String)] {
    let section = studyProtocol.training
    return [
      ("protocol", studyProtocol.name), ("seed", "\(seed)"),
      ("qCNN", learning),
      ("cCNN", "\(section.classificationExamples) spectra, \(section.classificationEpochs) epochs"),
      ("libtorch", NetworkEngine.version),
      (
        "method",
        "Bae et al. 2025, doi:10.2463/mrms.mp.2025-0064 (abstract); everything else is declared in protocol.toml"
      ),
    ]
  }
}
