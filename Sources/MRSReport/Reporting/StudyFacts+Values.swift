import MRSStatistics

extension StudyFacts {
  /// The facts that are known, by the names that the checklists' answers call them.
  var values: [String: String] {
    var values = given.compactMapValues { $0 }
    values["positive"] = positive
    values["negative"] = negative
    values["seed"] = seed.map { "\($0)" }
    values["acquisition"] = acquisition
    values["refusedCount"] = "\(flow.refused.count)"
    values["trainingCount"] = "\(flow.training.total)"
    values["testCount"] = "\(flow.test.total)"
    values["trainingCounts"] = words(flow.training)
    values["testCounts"] = words(flow.test)
    values["flow"] =
      "\(words(flow.analysed)) analysed, \(flow.refused.count) scans or subjects not used, \(flow.training.total) learnt "
      + "from, \(flow.test.total) tested"
    if flow.analysed.total > 0 {
      values["prevalence"] = "\(flow.analysed.positive) of \(flow.analysed.total)"
    }
    if !classifiers.isEmpty {
      values["confusion"] = classifiers.map(confusion).joined(separator: "; ")
      values["accuracy"] = classifiers.map(accuracy).joined(separator: "; ")
    }
    return values
  }

  /// Facts that are given in words.
  private var given: [String: String?] {
    [
      "question": question, "sources": sources, "split": split, "missing": missing,
      "exclusion": exclusion,
      "sampleSize": sampleSize, "controls": controls, "limits": limits, "field": field,
      "manufacturer": manufacturer,
      "scanner": scanner, "coils": coils, "sequence": sequence, "voxel": voxel, "times": times,
      "averages": averages,
      "sampling": sampling, "motion": motion, "processing": processing, "output": output,
      "fit": fit, "basis": basis,
      "water": water, "window": window, "quality": quality, "fitQuality": fitQuality,
      "method": method,
      "predictors": predictors, "transformation": transformation, "threshold": threshold,
      "statistics": statistics,
      "uncertainty": uncertainty, "variability": variability, "imbalance": imbalance,
      "network": network,
      "training": training, "initialization": initialization, "selection": selection,
      "ensemble": ensemble,
      "explanation": explanation, "failures": failures, "software": software,
      "libraries": libraries, "code": code,
      "protocol": `protocol`,
    ]
  }

  /// Field, sequence, times and sampling, where all are known.
  private var acquisition: String? {
    guard let field, let sequence, let times, let sampling else { return nil }
    return "\(field), \(sequence), \(times), \(sampling)"
  }

  /// "10 HCC, 10 LC".
  private func words(_ counts: StudyFlow.Counts) -> String {
    "\(counts.positive) \(positive), \(counts.negative) \(negative)"
  }

  private func confusion(_ result: ClassifierResult) -> String {
    let table = result.confusion
    return
      "\(result.classifier): \(table.truePositives) of \(table.positives) \(positive) and \(table.trueNegatives) of "
      + "\(table.negatives) \(negative) called rightly"
  }

  /// Accuracy and area with 95 % intervals; the area's holds for perfect separation too.
  private func accuracy(_ result: ClassifierResult) -> String {
    var parts: [String] = []
    for (name, interval) in [
      ("sensitivity", try? result.confusion.sensitivity()),
      ("specificity", try? result.confusion.specificity()),
      ("accuracy", try? result.confusion.accuracy()),
    ] {
      if let interval = interval ?? nil {
        parts.append("\(name) \(NumberText.proportion(interval))")
      }
    }
    if let interval = (try? result.roc.logitInterval()) ?? (try? result.roc.scoreInterval()) {
      parts.append("AUC \(NumberText.interval(interval))")
    }
    return "\(result.classifier): \(parts.joined(separator: ", "))"
  }
}
